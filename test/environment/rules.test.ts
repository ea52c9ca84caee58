import { describe, expect, test } from 'vitest';
import { messageBody } from '../support/smooch-bodies.ts';
import type { Delivery } from '../support/webhook-stand.ts';
import { type EnvironmentStandOptions, openedIn, startEnvironmentStand, twoKeyPairs } from './environment-stand.ts';

/** The environment in which a message was handled, by what the bot was told. */
async function environmentOf(options: EnvironmentStandOptions, delivery: Delivery): Promise<string | undefined> {
  const stand = await startEnvironmentStand(options);
  const user = stand.user();
  expect((await stand.post(messageBody(user, 'hello'), delivery)).status).toBe(200);
  await stand.waitForTexts(user, 1);
  expect(openedIn(stand)).toHaveLength(1);
  return openedIn(stand)[0];
}

const host = (name: string): Delivery => ({ headers: { host: name } });
const forwarded = (name: string): Delivery => ({ headers: { 'x-forwarded-host': name } });
const byHost = (regex: string) => ({ rules: { development: { type: 'http_host', regex } } });
const byPath = (regex: string) => ({ rules: { development: { type: 'script_name', regex } } });

describe('the environment of a request', () => {
  test('is production where no rule matches', async () => {
    expect(await environmentOf(byHost('/^dev\\./'), host('bot.example.com'))).toBe('production');
  });

  test('is production where there is no rule', async () => {
    expect(await environmentOf({ rules: {} }, host('dev.example.com'))).toBe('production');
  });

  test.each([
    ['the host', '/^dev\\.example\\.com$/', 'dev.example.com'],
    ['the host as it was sent, with its port', '/^dev\\.example\\.com:8443$/', 'dev.example.com:8443'],
    ['the host without the port', '/^dev\\.example\\.com$/', 'dev.example.com:8443'],
    ['flags as in PHP', '#^DEV\\.#i', 'dev.example.com'],
    ['a bare expression', '^dev\\.', 'dev.example.com'],
    ['an address', '^\\[::1\\]$', '[::1]:8080'],
  ])('comes from http_host: %s', async (_what, regex, name) => {
    expect(await environmentOf(byHost(regex), host(name))).toBe('development');
  });

  test.each([
    ['/dev/server.php', 'development'],
    ['/dev/server.php?x=y', 'development'],
    ['/prod/server.php?path=/dev/', 'production'],
  ])('comes from script_name, the path of the URL: %s', async (path, environment) => {
    expect(await environmentOf(byPath('/^\\/dev\\//'), { path })).toBe(environment);
  });

  test('comes from the path without its query', async () => {
    const path = '/smooch_chatbot_template/server.php?a=b';
    expect(await environmentOf(byPath('/server\\.php$/'), { path })).toBe('development');
  });

  test('is found at once, whatever a stranger sends', async () => {
    const began = performance.now();
    expect(await environmentOf(byPath('/^\\/(a+)+$/'), { path: `/${'a'.repeat(30)}!` })).toBe('production');
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  test('is that of the first rule that matches, in the order of the file', async () => {
    const rules = {
      zeta: { type: 'http_host', regex: '/^dev\\./' },
      alpha: { type: 'http_host', regex: '/example/' },
    };
    const pair = twoKeyPairs.smooch.app_tokens.production;
    const chatbot = { extraInfo: { smooch: { app_tokens: { zeta: pair, alpha: pair, production: pair } } } };
    expect(await environmentOf({ rules, chatbot }, host('dev.example.com'))).toBe('zeta');
    expect(await environmentOf({ rules, chatbot }, host('www.example.com'))).toBe('alpha');
    expect(await environmentOf({ rules, chatbot }, host('localhost'))).toBe('production');
  });

  test('skips rules without type or regex', async () => {
    const rules = {
      preproduction: { type: '', regex: '/.*/' },
      integration: { type: 'http_host', regex: '' },
      development: { type: 'http_host', regex: '/^dev\\./' },
    };
    expect(await environmentOf({ rules }, host('dev.example.com'))).toBe('development');
  });

  test('comes from X-Forwarded-Host where the proxy is trusted', async () => {
    const server = { trust_proxy: true };
    expect(await environmentOf({ server }, forwarded('dev.example.com'))).toBe('development');
  });

  test('does not come from the Host header then', async () => {
    const server = { trust_proxy: true };
    const headers = { host: 'dev.example.com', 'x-forwarded-host': 'bot.example.com' };
    expect(await environmentOf({ server }, { headers })).toBe('production');
  });

  test('comes from the Host header of a trusted proxy that names no other', async () => {
    const server = { trust_proxy: true };
    expect(await environmentOf({ server }, host('dev.example.com'))).toBe('development');
  });

  test('does not come from X-Forwarded-Host where the proxy is not trusted', async () => {
    expect(await environmentOf({}, forwarded('dev.example.com'))).toBe('production');
  });
});
