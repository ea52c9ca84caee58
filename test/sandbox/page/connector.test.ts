import { afterAll, beforeAll, expect, test } from 'vitest';
import { WEEKDAYS, type Weekday } from '../../../sandbox/page/protocol/opening-hours.ts';
import type {
  ConnectorSettingsChange,
  ConnectorState,
  PageState,
} from '../../../sandbox/page/protocol/page-protocol.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { openPage, type PageClient } from './page-client.ts';

let client: PageClient;
beforeAll(async () => {
  client = await openPage();
});
afterAll(() => client.stop());

/** The same hours on every day. */
const week = (hours: string[]) => Object.fromEntries(WEEKDAYS.map((day) => [day, hours])) as Record<Weekday, string[]>;

const state = () => client.get<ConnectorState>('/api/page/connector');

/** Applies only what is named; the rest stays. */
async function apply(change: ConnectorSettingsChange): Promise<ConnectorState> {
  const answer = await client.send('PUT', '/api/page/connector', { settings: change });
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
    chat: {
      enabled: true,
      workTimeTableActive: false,
      timezoneWorkingHours: 'Europe/Madrid',
      timetable: { ...week(['09:00-18:30']), saturday: ['10:00-16:00'], sunday: [] },
      exitQueueCommand: 'exit',
      closeCommand: 'exit',
    },
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

test('outside the hours of the timetable users are told so; the hours that were not named stay', async () => {
  const today = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'long' }).format(Date.now());
  const timetable = { ...week(['00:00-24:00']), [today.toLowerCase()]: [] };
  const closed = { workTimeTableActive: true, timezoneWorkingHours: 'UTC', timetable };
  expect((await apply({ chat: closed })).refused).toBeUndefined();
  expect((await apply({ triesBeforeEscalation: 3 })).settings.chat).toMatchObject(closed);
  const { control } = client.stand.smooch;
  const user = control.createUser({ platform: 'messenger' });
  user.say('I want to talk to a human');
  const last = (await control.waitForMessages(user.id, 2)).at(-1)!;
  expect(last.text).toContain('Our agents are not available at the moment');
  const open = await apply({ chat: { timetable: { [today.toLowerCase()]: ['00:00-24:00'] } } });
  expect(open.settings.chat.timetable).toEqual(week(['00:00-24:00']));
  expect(await ask('I want to talk to a human', 2)).toContain('Do you want to start a chat');
});

test('that settings were refused is told until nobody wants to know it any more', async () => {
  await apply({ chat: { timetable: { monday: ['at night'] } } });
  expect((await state()).refused).toContain('chat.timetable.monday');
  await client.send('DELETE', '/api/page/connector/refused');
  expect((await state()).refused).toBeUndefined();
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
