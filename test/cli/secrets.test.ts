import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { unexpectedToText } from '../../src/cli/unexpected-to-text.ts';
import { createConfFolder } from '../config/create-conf-folder.ts';
import { temporaryFolder } from '../support/conf-folder.ts';
import { runCli } from './run-program.ts';

test.each([
  ['HTTPS_PROXY', 'http://usr:hush hush@'],
  ['HTTP_PROXY', 'usr:hush@proxy.example'],
])('an address in %s that is none is a sentence without its password', async (name, address) => {
  const { path, remove } = temporaryFolder('secrets');
  onTestFinished(remove);
  const args = ['start', '--conf', createConfFolder(), '--data', join(path, 'data'), '--port', '0'];
  const { code, stdout, stderr } = await runCli(args, { env: { [name]: address } });
  expect(code).toBe(1);
  expect(stderr).toContain(`the connector cannot start: ${name} is no address of a proxy: write http://host:port`);
  expect(stdout + stderr).not.toContain('hush');
});

test('an error that nobody has thought of is printed without the password of an address', () => {
  const input = 'postgres://usr:hush hush@[';
  const error = Object.assign(new TypeError(`Invalid URL: postgres://usr:hush@[`), { input });
  expect(unexpectedToText(error)).toMatch(/Invalid URL: postgres:\/\/…:…@\[[\s\S]*input: 'postgres:\/\/…:…@\['/);
  expect(unexpectedToText(error)).not.toContain('hush');
});
