import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { createConfFolder } from '../config/create-conf-folder.ts';
import { runCli } from './run-program.ts';

const createConf = () => createConfFolder({ 'custom/server.yaml': 'host: 127.0.0.1\n' });

/** A server that has a port which the connector wants. */
async function takePort(): Promise<number> {
  const server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

test('a port that is taken ends the start with a sentence', async () => {
  const conf = createConf();
  const port = await takePort();
  const { code, stderr } = await runCli(['start', '--conf', conf, '--data', join(conf, 'data'), '--port', `${port}`]);
  expect(stderr).toBe(
    `the connector cannot start: listen EADDRINUSE: address already in use 127.0.0.1:${port}; stop what uses that port, or choose another one (port in server.yaml, --port)\n`,
  );
  expect(code).toBe(1);
});

test('a data folder that another connector has ends the start with a sentence', async () => {
  const conf = createConf();
  const folder = join(conf, 'data');
  const store = await openSqliteStore({ folder });
  onTestFinished(() => store.close());
  const { code, stderr } = await runCli(['start', '--conf', conf, '--data', folder, '--port', '0']);
  expect(stderr).toBe(
    `the connector cannot start: another connector is running on the data folder ${folder}: stop it first, or start this one with another --data folder\n`,
  );
  expect(code).toBe(1);
});

test('a LOG_LEVEL that is none ends the start with a sentence', async () => {
  const conf = createConf();
  const args = ['start', '--conf', conf, '--data', join(conf, 'data'), '--port', '0'];
  expect(await runCli(args, { env: { LOG_LEVEL: 'verbose' } })).toEqual({
    code: 78,
    stdout: '',
    stderr:
      'the environment variable LOG_LEVEL must be trace, debug, info, warn, error, fatal or silent, found "verbose"\n',
  });
});

test.each(['', ' Error '])('a LOG_LEVEL may be empty, or in any case: %j', async (level) => {
  const conf = createConf();
  const args = ['start', '--conf', conf, '--data', join(conf, 'data'), '--port', `${await takePort()}`];
  const { stderr } = await runCli(args, { env: { LOG_LEVEL: level } });
  expect(stderr).toContain('EADDRINUSE');
});
