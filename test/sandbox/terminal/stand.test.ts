import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { CHATBOT_CREDENTIALS, type Stand, type StandOptions, startStand } from '../../../sandbox/run/start-stand.ts';
import { writeConf } from '../../../sandbox/run/write-conf.ts';

const fakeConnector = fileURLToPath(new URL('./fake-connector.ts', import.meta.url));

let folder: string;
let stand: Stand | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stand-test-'));
});
afterEach(async () => {
  await stand?.stop();
  stand = undefined;
  rmSync(folder, { recursive: true });
});

const start = async (options: StandOptions = {}) => {
  stand = await startStand({ connectorFile: fakeConnector, logFile: join(folder, 'connector.log'), ...options });
  return stand;
};

const exchange = async ({ smooch }: Stand, text: string, count: number) => {
  const user = smooch.control.createUser({ platform: 'web' });
  user.say(text);
  return (await smooch.control.waitForMessages(user.id, count)).map((message) => message.text);
};

test('what the desk files is found where the credentials of the bot lead', async () => {
  const { chatbot, desk } = await start({ desk: { settings: { tickets: { delayMs: 0 } } } });
  const headers = { 'x-inbenta-key': CHATBOT_CREDENTIALS.key, 'content-type': 'application/json' };
  const body = JSON.stringify({ secret: CHATBOT_CREDENTIALS.secret });
  const auth = await (await fetch(`${chatbot.url}/auth`, { method: 'POST', headers, body })).json();
  const { accessToken, apis } = auth as { accessToken: string; apis: { ticketing: string } };
  const { id } = desk.control.ticketing.addTicket({ externalId: 'c_1', created: 1, fields: {} });
  const found = await fetch(`${apis.ticketing}/v1/tickets?external_id=c_1`, {
    headers: { ...headers, authorization: `Bearer ${accessToken}` },
  });
  expect(await found.json()).toMatchObject({ data: [{ id }] });
});

test('the connector runs as a process of its own, can be killed, and comes back at the same address', async () => {
  const { connector } = await start();
  const { url, pid } = connector;
  expect(pid).not.toBe(process.pid);
  expect(await exchange(stand!, 'one', 1)).toEqual(['You said one']);
  expect(await connector.kill('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
  expect(connector.pid).toBeUndefined();
  expect(await connector.openEvents()).toBeUndefined();
  await connector.restart();
  expect(connector.url).toBe(url);
  expect(connector.pid).not.toBe(pid);
  expect(await exchange(stand!, 'two', 1)).toEqual(['You said two']);
  expect(connector.log().match(/serving/g)).toHaveLength(2);
});

test('when it stops, the process is gone and its log stays where it was wished', async () => {
  const { connector, stop } = await start();
  await stop();
  expect(connector.pid).toBeUndefined();
  expect(readFileSync(join(folder, 'connector.log'), 'utf8')).toContain('serving');
});

test('a connector that ends at once is told with the end of its log, and nothing stays behind', async () => {
  const broken = join(folder, 'broken.mjs');
  writeFileSync(broken, 'console.log("the key is missing"); process.exit(78);');
  await expect(start({ connectorFile: broken })).rejects.toThrow(
    /ended at once \(exit code 78\)[\s\S]*the key is missing/,
  );
});

test('a connector that does not become ready is ended', async () => {
  const idle = join(folder, 'idle.mjs');
  writeFileSync(idle, 'setInterval(() => {}, 1000);');
  await expect(start({ connectorFile: idle, readyTimeoutMs: 300 })).rejects.toThrow('was not ready after 300 ms');
});

test('the configuration is the shipped one with changes merged in', () => {
  writeConf(folder, {
    'custom/server.yaml': { concurrency: 1, flood: { waiting: 5 } },
    'production/smooch.yaml': { media_pause_ms: 0 },
  });
  const read = (file: string): unknown => parse(readFileSync(join(folder, file), 'utf8'));
  expect(read('custom/server.yaml')).toMatchObject({
    host: '127.0.0.1',
    concurrency: 1,
    flood: { waiting: 5, per_minute: 0 },
  });
  expect(read('production/smooch.yaml')).toEqual({ media_pause_ms: 0 });
  expect(read('custom/api.yaml')).toMatchObject({ key: expect.stringContaining('SANDBOX_CHATBOT_KEY') });
});
