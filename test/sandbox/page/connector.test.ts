import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConnectorState, PageState } from '../../../sandbox/page/protocol/page-protocol.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { openPage, type PageClient } from './page-client.ts';

let client: PageClient;
beforeAll(async () => {
  client = await openPage();
});
afterAll(() => client.stop());

const state = () => client.get<ConnectorState>('/api/page/connector');

async function apply(change: object): Promise<ConnectorState> {
  const { settings } = await state();
  const answer = await client.send('PUT', '/api/page/connector', { settings: { ...settings, ...change } });
  expect(answer.status).toBe(200);
  return (await answer.json()) as ConnectorState;
}

/** Somebody new asks; what the last of so many messages says. */
async function ask(text: string, count: number): Promise<string | undefined> {
  const { control } = client.stand.smooch;
  const user = control.createUser({ platform: 'messenger' });
  user.say(text);
  return (await control.waitForMessages(user.id, count)).at(-1)?.text;
}

test('the settings that are in force are shown: those of the sandbox over the shipped ones', async () => {
  expect((await state()).settings).toEqual({
    chat: { enabled: true, workTimeTableActive: false, exitQueueCommand: 'exit', closeCommand: 'exit' },
    triesBeforeEscalation: 2,
    negativeRatingsBeforeEscalation: 2,
    content_ratings: { enabled: true },
    lang: 'en',
  });
});

test('settings are applied by starting the connector anew, on the data it has', async () => {
  const { pid } = client.stand.connector;
  const windows = await client.listen();
  const user = client.stand.smooch.control.createUser({ platform: 'messenger' });
  user.say('qwertz');
  await client.stand.smooch.control.waitForMessages(user.id, 1);
  expect(await apply({ triesBeforeEscalation: 1 })).toMatchObject({
    status: 'ready',
    settings: { triesBeforeEscalation: 1 },
  });
  expect(client.stand.connector.pid).not.toBe(pid);
  expect(await ask('flumsel', 2)).toContain('Do you want to start a chat');
  expect(windows.told).toContainEqual({ event: 'state' });
  windows.close();
  const { lang } = (await apply({ lang: 'es' })).settings;
  expect(lang).toBe('es');
  expect(await ask('flumsel', 2)).toContain('¿');
  await apply({ lang: 'en' });
});

test('settings that the connector refuses are told in its own words, and the old ones run on', async () => {
  const before = await state();
  const { pid } = client.stand.connector;
  const refused = await apply({ lang: 'xx', triesBeforeEscalation: -1 });
  expect(refused.refused).toContain('conversation.yaml');
  expect(refused.refused).toContain('lang');
  expect(refused).toMatchObject({ status: 'ready', settings: before.settings });
  expect(client.stand.connector.pid).toBe(pid);
  expect((await apply({})).refused).toBeUndefined();
});

test('what is no settings at all is the caller’s mistake', async () => {
  const answer = await client.send('PUT', '/api/page/connector', { settings: { lang: 5 } });
  expect(answer.status).toBe(400);
});

test('a connector that has ended is told to windows, and can be started again', async () => {
  const windows = await client.listen();
  process.kill(client.stand.connector.pid!, 'SIGKILL');
  await waitUntil('windows are told', () => windows.told.length > 0);
  windows.close();
  const { connector } = await client.get<PageState>('/api/page/state');
  expect(connector).toMatchObject({ status: 'stopped', url: client.stand.connector.url });
  const restarted = await client.send('POST', '/api/page/connector/restart');
  expect(await restarted.json()).toMatchObject({ status: 'ready' });
  expect(await ask('hello', 1)).toContain('Hello!');
});
