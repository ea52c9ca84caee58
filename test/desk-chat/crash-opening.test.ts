import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedUser } from '../../sandbox/smooch/control/simulated-user.ts';
import { drawMessage } from '../scenarios/draw-message.ts';
import { expectNoSecret } from '../support/desk-stand.ts';
import { type Call, type CrashStand, MOMENTS, startCrashStand } from './crash-stand.ts';
import { ASK, CARLA_JOINED, CHAT_CLOSED, CREATING, HELLO, OF_COURSE } from './phrases.ts';

/** Every remote call from the user's yes to the chat. */
const calls: Record<string, Call> = {
  'asking whether there is a queue': { simulator: 'desk', endpoint: 'settings' },
  'asking for agents': { simulator: 'desk', endpoint: 'agents-available' },
  'telling the user': { simulator: 'smooch', endpoint: 'message' },
  'asking who the user is': { simulator: 'smooch', endpoint: 'user' },
  'signing the user up': { simulator: 'desk', endpoint: 'sign-up' },
  'looking for an open chat': { simulator: 'desk', endpoint: 'user' },
  'reading the history': { simulator: 'chatbot', endpoint: 'history' },
  'creating the chat': { simulator: 'desk', endpoint: 'create-chat' },
  'asking for the queue again': { simulator: 'desk', endpoint: 'settings', skip: 1 },
  'looking for an agent': { simulator: 'desk', endpoint: 'assign' },
};
const cases = Object.entries(calls).flatMap(([name, call]) => MOMENTS.map((moment) => ({ name, call, moment })));

let stand: CrashStand;
const users = new Map<string, SimulatedUser>();
const chatsOf = (user: SimulatedUser) => stand.desk.control.chats({ externalId: stand.externalIdOf(user) });

/** Whether the call that is stopped behind its effect has had it; reading has none. */
function hasEffect(name: string, user: SimulatedUser): boolean {
  if (name === 'telling the user') return user.received.length === 3;
  if (name === 'signing the user up') {
    return stand.desk.control.users().some(({ externalId }) => externalId === stand.externalIdOf(user));
  }
  if (name === 'creating the chat') return chatsOf(user).length === 1;
  return name !== 'looking for an agent' || chatsOf(user)[0]?.invited !== undefined;
}

// One crash for all: every conversation stands at another point of its turn.
beforeAll(async () => {
  stand = await startCrashStand();
  for (const { name, call, moment } of cases) {
    const user = stand.user();
    users.set(`${name}, ${moment}`, user);
    user.say('I want to talk to a human');
    await stand.ended(user, 1);
    const press = () => user.click(user.received.at(-1)!._id, 'Yes');
    await stand.stopAt(call, moment, press, () => hasEffect(name, user));
  }
  await stand.crashAndRecover();
}, 120_000);
afterAll(() => stand.stop());

describe('SIGKILL while a chat is opened, with a restart behind it', () => {
  test.each(cases)('$name, $moment: there is one chat, and the user is told once', ({ name, moment }) => {
    const user = users.get(`${name}, ${moment}`)!;
    expect(user.received.map(drawMessage)).toEqual([OF_COURSE, ASK, CREATING]);
    expect(chatsOf(user)).toMatchObject([{ status: 'waiting', invited: expect.any(String) }]);
  });

  test('all of them go on: an agent accepts, both talk, the end comes once', async () => {
    const { control } = stand.desk;
    const carla = control.agent('u_carla');
    for (const user of users.values()) {
      const id = chatsOf(user)[0]?.id ?? '';
      control.invite(id, carla.id);
      carla.accept(id);
      user.say('There you are');
    }
    await stand.settled();
    for (const user of users.values()) {
      expect(chatsOf(user)[0]?.messages.map(({ message }) => message)).toEqual(['There you are']);
      carla.close(chatsOf(user)[0]?.id ?? '');
    }
    await stand.settled();
    for (const user of users.values()) user.say('hello');
    await stand.settled();
    for (const user of users.values()) {
      expect(user.received.map(drawMessage).slice(3)).toEqual([CARLA_JOINED, CHAT_CLOSED, HELLO]);
    }
  });

  test('nothing was set aside, and no secret came out', () => {
    expect(stand.log().filter(({ level }) => level === 'error')).toEqual([]);
    expectNoSecret({ ...stand, log: stand.log() }, stand.desk);
  });
});
