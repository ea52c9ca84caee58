import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedUser } from '../../sandbox/smooch/control/simulated-user.ts';
import { type ProcessStand, startProcessStand } from '../support/connector-process.ts';
import { APP_ID } from '../support/stand.ts';
import { waitUntil } from '../support/wait-until.ts';
import { NOT_RUNNING, RUNNING, runBeside, waitUntilIdle } from './beside.ts';

const ANSWER = 'I am a bot, but a keen cyclist at heart.';

let stand: ProcessStand;
beforeAll(async () => {
  stand = await startProcessStand();
});
afterAll(() => stand.stop());
afterEach(() => stand.smooch.control.faults.clear());

/** Smooch refuses everything that is sent to users, as it does when a message is wrong in its eyes. */
function refuseMessages(status = 400, description = 'not acceptable'): void {
  const effect = { kind: 'respond', status, body: { error: { code: 'bad_request', description } } } as const;
  stand.smooch.control.faults.add({ endpoint: 'message', effect, times: 'always' });
}

/** A user whose conversation with the bot goes well at first. */
async function userWhoSaidHello(): Promise<SimulatedUser> {
  const user = stand.user();
  await stand.exchange(user, 'hello', 1);
  await waitUntilIdle(stand);
  return user;
}

/** A user says something that ends as a dead letter; resolves with its row in the list. */
async function failFor(user: SimulatedUser): Promise<string[]> {
  user.say('who are you?');
  await waitUntil('there is a dead letter', async () => (await rowsOf(user)).length > 0);
  const [row = []] = await rowsOf(user);
  return row;
}

const conversationOf = ({ id }: SimulatedUser) => `production:smooch:${APP_ID}:${id}`;

/** The rows about a user, cell by cell. */
async function rowsOf(user: SimulatedUser): Promise<string[][]> {
  const { code, stdout, stderr } = await runBeside(stand, 'dead-letters');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  if (stdout === 'There are no dead letters.\n') return [];
  const [head, ...rows] = stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {2,}/));
  expect(head).toEqual(['ID', 'AGE', 'STATE', 'CONVERSATION', 'REASON']);
  return rows.filter(([, , , conversation]) => conversation === conversationOf(user));
}

describe('dead-letters', () => {
  test('tells id, age, state, conversation and reason, and nothing of what was written', async () => {
    refuseMessages(400, 'the text is\nnot \u001b[31macceptable');
    const user = stand.user();
    expect(await failFor(user)).toEqual([
      expect.stringMatching(/^\d+$/),
      expect.stringMatching(/^\d+ s$/),
      'parked',
      conversationOf(user),
      'Smooch refused a message for good: smooch: send message was answered with 400: bad_request: the text is not [31macceptable',
    ]);
    const { stdout } = await runBeside(stand, 'dead-letters');
    for (const written of [ANSWER, 'who are you']) expect(stdout).not.toContain(written);
  });

  test('tells a channel that takes no messages from a refused message', async () => {
    refuseMessages(403);
    const [, , state] = await failFor(stand.user());
    expect(state).toBe('undeliverable');
  });
});

describe('dead-letters retry', () => {
  test('beside a running connector the user gets what was missing, and the others stay where they are', async () => {
    const user = await userWhoSaidHello();
    const other = await userWhoSaidHello();
    refuseMessages();
    const [id = ''] = await failFor(user);
    await failFor(other);
    stand.smooch.control.faults.clear();
    expect(await runBeside(stand, 'dead-letters', 'retry', id)).toEqual({
      code: 0,
      stdout: `To be tried again: ${id}.\n${RUNNING}\n`,
      stderr: '',
    });
    await stand.smooch.control.waitForMessages(user.id, 2);
    expect(stand.texts(user)).toEqual([expect.any(String), expect.stringContaining(ANSWER)]);
    await waitUntilIdle(stand);
    expect(await rowsOf(user)).toEqual([]);
    expect(await rowsOf(other)).toHaveLength(1);
    expect(stand.texts(other)).toHaveLength(1);
  });

  test('an id that is not there is named, and then nothing is tried', async () => {
    refuseMessages();
    const user = stand.user();
    const [id = ''] = await failFor(user);
    expect(await runBeside(stand, 'dead-letters', 'retry', id, '987654')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'nothing is tried again, since there is no dead letter 987654: "dead-letters" lists those there are\n',
    });
    expect(await stand.connector.openEvents()).toBe(0);
    expect((await rowsOf(user)).map(([same]) => same)).toEqual([id]);
  });

  test('without a connector all of them are tried at the next start', async () => {
    const users = [await userWhoSaidHello(), await userWhoSaidHello()];
    refuseMessages();
    for (const user of users) await failFor(user);
    stand.smooch.control.faults.clear();
    await stand.connector.kill();
    const { stdout } = await runBeside(stand, 'dead-letters', 'retry', '--all');
    expect(stdout).toMatch(/^To be tried again: \d+(, \d+)+\.\n/);
    expect(stdout).toContain(NOT_RUNNING);
    for (const user of users) expect(await rowsOf(user)).toHaveLength(1);
    await stand.connector.restart();
    for (const user of users) await stand.smooch.control.waitForMessages(user.id, 2);
    await waitUntilIdle(stand);
    for (const user of users) expect(await rowsOf(user)).toEqual([]);
  });
});
