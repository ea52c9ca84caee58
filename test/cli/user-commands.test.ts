import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ProcessStand, startProcessStand } from '../support/connector-process.ts';
import { APP_ID, SMOOCH_KEY, WEBHOOK_SECRET } from '../support/stand.ts';
import { waitUntil } from '../support/wait-until.ts';
import { count, ERASED, RUNNING, runBeside, waitUntilIdle } from './beside.ts';

let stand: ProcessStand;
beforeAll(async () => {
  // One user in two environments: the same app, called under two addresses.
  const environments = { development: { type: 'script_name', regex: '/^\\/dev/' } };
  stand = await startProcessStand({
    conf: { 'custom/environments.yaml': environments },
    smooch: { app_tokens: { key: SMOOCH_KEY.id, secret: SMOOCH_KEY.secret } },
  });
  const webhook = { target: `${stand.connector.url}/dev`, triggers: ['message:appUser'], secret: WEBHOOK_SECRET };
  stand.smooch.control.addWebhook(webhook);
});
afterAll(() => stand.stop());

const UNKNOWN = expect.stringMatching(/^Nothing is kept about a user .*\n$/);

const laneOf = (id: string, environment = 'production') => `${environment}:smooch:${APP_ID}:${id}`;
const sessionsOf = (lane: string) => count(stand.dataDir, 'select count(*) from sessions where lane = ?', lane);
const eventsOf = (lane: string) => count(stand.dataDir, 'select count(*) from events where lane = ?', lane);

async function userWhoSaid(text: string) {
  const user = stand.user();
  user.say(text);
  await waitUntil('both conversations have a session', () => {
    return sessionsOf(laneOf(user.id)) === 1 && sessionsOf(laneOf(user.id, 'development')) === 1;
  });
  return user;
}

describe('session clear', () => {
  test('beside a running connector it clears every conversation of the user, and of no other', async () => {
    const [user, other] = [await userWhoSaid('hello'), await userWhoSaid('hello')];
    expect(await runBeside(stand, 'session', 'clear', user.id)).toEqual({
      code: 0,
      stdout: `Conversations of the user ${user.id} to be begun anew: 2.\n${RUNNING}\n`,
      stderr: '',
    });
    await waitUntil('the sessions are gone', () => {
      return sessionsOf(laneOf(user.id)) === 0 && sessionsOf(laneOf(user.id, 'development')) === 0;
    });
    expect(sessionsOf(laneOf(other.id))).toBe(1);
  });
});

describe('user erase', () => {
  test('beside a running connector nothing of the user stays behind', async () => {
    const [user, other] = [await userWhoSaid('hello'), await userWhoSaid('hello')];
    expect((await runBeside(stand, 'user', 'erase', user.id)).stdout).toBe(
      `Conversations of the user ${user.id} to be erased: 2.\n${ERASED}\n`,
    );
    expect(sessionsOf(laneOf(user.id))).toBe(0);
    await waitUntil('the requests themselves are gone', () => {
      return eventsOf(laneOf(user.id)) === 0 && eventsOf(laneOf(user.id, 'development')) === 0;
    });
    expect(eventsOf(laneOf(other.id))).toBeGreaterThan(0);
    const { stdout } = await runBeside(stand, 'user', 'erase', user.id);
    expect(stdout).toBe(`Nothing is kept about a user ${user.id}. Users are named by their app user id in Smooch.\n`);
  });

  test('without a connector it is done at once, too', async () => {
    const user = await userWhoSaid('hello');
    await waitUntilIdle(stand);
    await stand.connector.kill();
    const { stdout } = await runBeside(stand, 'user', 'erase', user.id);
    expect(stdout.trim().split('\n').at(-1)).toBe('This is done.');
    expect(sessionsOf(laneOf(user.id))).toBe(0);
    const words = "select count(*) from events where lane = ? and kind != 'control'";
    expect(count(stand.dataDir, words, laneOf(user.id))).toBe(0);
    await stand.connector.restart();
    await waitUntil('the request itself is gone', () => eventsOf(laneOf(user.id)) === 0);
  });

  test('a turn that waits does not hold it up', async () => {
    const effect = { kind: 'respond', status: 503, headers: { 'retry-after': '120' } } as const;
    stand.smooch.control.faults.add({ endpoint: 'message', effect, times: 2 });
    const user = stand.user();
    user.say('hello');
    const putDown = 'select count(*) from events where lane = ? and not_before > 0';
    await waitUntil('both turns wait', () => {
      return ['production', 'development'].every((name) => count(stand.dataDir, putDown, laneOf(user.id, name)) === 1);
    });
    await runBeside(stand, 'user', 'erase', user.id);
    const words = "select count(*) from events where lane = ? and kind = 'user'";
    expect(count(stand.dataDir, words, laneOf(user.id))).toBe(0);
  });
});

test.each([
  [['session', 'clear'], { code: 1, stdout: '', stderr: UNKNOWN }],
  [['user', 'erase'], { code: 0, stdout: UNKNOWN, stderr: '' }],
])('%j of a user nobody knows changes nothing: an error where it had to be somebody', async (command, expected) => {
  const { id } = await userWhoSaid('hello');
  await waitUntilIdle(stand);
  // The end of an id, a pattern of SQL, and an app in place of a user are no users.
  for (const stranger of [id.slice(1), '%', `${APP_ID}:${id}`, APP_ID]) {
    expect(await runBeside(stand, ...command, stranger)).toEqual(expected);
  }
  expect(await stand.connector.openEvents()).toBe(0);
  expect(sessionsOf(laneOf(id))).toBe(1);
});
