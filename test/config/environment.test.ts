import { describe, expect, test } from 'vitest';
import { detectEnvironment, type RequestPlace } from '../../src/config/environment.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { createConfFolder } from './create-conf-folder.ts';

function detect(environments: string, place: Partial<RequestPlace>, trustProxy = false): string {
  const confDir = createConfFolder({ 'custom/environments.yaml': environments });
  const rules = loadConfig({ confDir }).environments;
  return detectEnvironment(rules, { host: 'bot.example.com', path: '/', ...place }, trustProxy);
}

describe('the environment of a request', () => {
  test('is production without rules', () => {
    expect(detect('', {})).toBe('production');
  });

  test('comes from the host, with and without its port', () => {
    const rules = "development: {type: http_host, regex: '/^dev.mydomain.com$/m'}\n";
    expect(detect(rules, { host: 'dev.mydomain.com' })).toBe('development');
    expect(detect(rules, { host: 'dev.mydomain.com:8443' })).toBe('development');
    expect(detect(rules, { host: 'www.mydomain.com' })).toBe('production');
    expect(detect(rules, { host: undefined })).toBe('production');
    expect(detect("port: {type: http_host, regex: '/:8443$/'}\n", { host: 'a.example:8443' })).toBe('port');
  });

  test('comes from the path', () => {
    const rules = "preproduction: {type: script_name, regex: '/^.*[_\\/]staging.*$/m'}\n";
    expect(detect(rules, { path: '/smooch_staging/server.php' })).toBe('preproduction');
    expect(detect(rules, { path: '/staging' })).toBe('preproduction');
    expect(detect(rules, { path: '/server.php' })).toBe('production');
  });

  test('is that of the first rule of the file that matches, whatever the names', () => {
    const rules =
      'preproduction: {type: script_name, regex: test}\nqa-2: {type: http_host, regex: bot}\ndevelopment: {type: http_host, regex: bot}\n';
    expect(detect(rules, {})).toBe('qa-2');
    expect(detect(rules, { path: '/test' })).toBe('preproduction');
  });

  test('skips rules without type or regex', () => {
    expect(detect("development: {type: '', regex: bot}\npreproduction: {type: http_host, regex: ''}\n", {})).toBe(
      'production',
    );
  });

  test('comes from X-Forwarded-Host only when the proxy is trusted', () => {
    const rules = 'development: {type: http_host, regex: ^dev\\.}\ninside: {type: http_host, regex: ^bot\\.}\n';
    const forwardedHost = 'dev.example.com, proxy.example.com';
    expect(detect(rules, { forwardedHost })).toBe('inside');
    expect(detect(rules, { forwardedHost }, true)).toBe('development');
    expect(detect(rules, {}, true)).toBe('inside');
  });
});
