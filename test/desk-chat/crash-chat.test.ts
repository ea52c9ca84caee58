import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedUser } from '../../sandbox/smooch/control/simulated-user.ts';
import { drawMessage } from '../scenarios/draw-message.ts';
import { expectNoSecret } from '../support/desk-stand.ts';
import { type Call, type CrashStand, MOMENTS, type Moment, startCrashStand } from './crash-stand.ts';
import { CARLA_JOINED, CHAT_CLOSED, NOBODY, SORRY } from './phrases.ts';

interface Case {
  name: string;
  call: Call;
  /** The chat has its agent before. */
  served: boolean;
  /** What leads to the call. */
  act(chatId: string, user: SimulatedUser): unknown;
  /** Whether the call has had its effect; reading has none. */
  isDone?(chatId: string, user: SimulatedUser): boolean;
  /** What the user reads of it in the end. */
  told: string[];
  status: 'waiting' | 'active' | 'closed';
  /** Exactly what is tracked, where a call that is under way may count twice. */
  tracked: string[];
}

let stand: CrashStand;
const desk = () => stand.desk.control;
const carla = () => desk().agent('u_carla');
const has = (text: string) => (_chatId: string, user: SimulatedUser) => user.received.at(-1)?.text === text;
const isClosed = (chatId: string) => desk().chat(chatId).status === 'closed';

const accept = (chatId: string) => {
  desk().invite(chatId, 'u_carla');
  carla().accept(chatId);
};
const joining = {
  served: false,
  act: accept,
  told: [CARLA_JOINED],
  status: 'active',
  tracked: ['CHAT_ATTENDED'],
} satisfies Partial<Case>;
const leaving = {
  served: false,
  act: (_chatId: string, user: SimulatedUser) => user.say('exit'),
  told: [CHAT_CLOSED],
  status: 'closed',
  tracked: ['CHAT_UNATTENDED'],
} satisfies Partial<Case>;
const alone = {
  served: false,
  act: (chatId: string) => desk().webhooks.forge({ trigger: 'forever:alone', data: { chatId } }),
  told: [NOBODY],
  status: 'closed',
  tracked: ['CHAT_UNATTENDED'],
} satisfies Partial<Case>;

const kinds: Case[] = [
  { ...joining, name: 'an agent joins: asking who it is', call: { simulator: 'desk', endpoint: 'user' } },
  {
    ...joining,
    name: 'an agent joins: telling the user',
    call: { simulator: 'smooch', endpoint: 'message' },
    isDone: has(CARLA_JOINED),
  },
  { ...joining, name: 'an agent joins: telling the statistics', call: { simulator: 'chatbot', endpoint: 'tracking' } },
  {
    name: 'an agent writes',
    call: { simulator: 'smooch', endpoint: 'message' },
    served: true,
    act: (chatId) => carla().say(chatId, 'Hello'),
    isDone: has('Hello'),
    told: ['Hello'],
    status: 'active',
    tracked: ['CHAT_ATTENDED'],
  },
  {
    name: 'an agent closes the chat',
    call: { simulator: 'smooch', endpoint: 'message' },
    served: true,
    act: (chatId) => carla().close(chatId),
    isDone: has(CHAT_CLOSED),
    told: [CHAT_CLOSED],
    status: 'closed',
    tracked: ['CHAT_ATTENDED'],
  },
  { ...leaving, name: 'the user leaves: closing', call: { simulator: 'desk', endpoint: 'close' }, isDone: isClosed },
  {
    ...leaving,
    name: 'the user leaves: telling him',
    call: { simulator: 'smooch', endpoint: 'message' },
    isDone: has(CHAT_CLOSED),
  },
  { ...alone, name: 'nobody comes: closing', call: { simulator: 'desk', endpoint: 'close' }, isDone: isClosed },
  {
    ...alone,
    name: 'nobody comes: telling the user',
    call: { simulator: 'smooch', endpoint: 'message' },
    isDone: has(NOBODY),
  },
];
const cases = kinds.flatMap((kind) => MOMENTS.map((moment) => ({ ...kind, moment, id: `${kind.name}, ${moment}` })));
const posts = MOMENTS.map((moment) => ({ moment, id: `the user writes, ${moment}` }));

const conversations = new Map<string, { user: SimulatedUser; chatId: string; before: number }>();

async function openChat(id: string, served: boolean) {
  const user = stand.user();
  user.say('I want to talk to a human');
  await stand.ended(user, 1);
  user.say('yes');
  await stand.ended(user, 2);
  const chatId = desk().chats({ externalId: stand.externalIdOf(user) })[0]?.id ?? '';
  if (served) {
    accept(chatId);
    await stand.ended(user, 3);
  }
  conversations.set(id, { user, chatId, before: user.received.length });
  return { user, chatId };
}

beforeAll(async () => {
  stand = await startCrashStand({ exitQueueCommand: 'exit' });
  for (const { id, call, moment, served, act, isDone } of cases) {
    const { user, chatId } = await openChat(id, served);
    await stand.stopAt(
      call,
      moment,
      () => act(chatId, user),
      () => isDone?.(chatId, user) ?? true,
    );
  }
  for (const { id, moment } of posts) {
    const { user, chatId } = await openChat(id, true);
    const isPosted = () => desk().chat(chatId).messages.length === 1;
    await stand.stopAt({ simulator: 'desk', endpoint: 'message' }, moment, () => user.say('Hello'), isPosted);
  }
  await stand.crashAndRecover();
}, 120_000);
afterAll(() => stand.stop());

describe('SIGKILL while a chat is on, with a restart behind it', () => {
  test.each(cases)('$id: it is told once', ({ id, told, status, tracked }) => {
    const { user, chatId, before } = conversations.get(id)!;
    expect(user.received.slice(before).map(drawMessage)).toEqual(told);
    expect(desk().chat(chatId).status).toBe(status);
    const events = stand.chatbot.control.events().filter(({ data }) => JSON.stringify(data).includes(chatId));
    // The one call that was under way may count twice.
    expect([...new Set(events.map(({ type }) => type))]).toEqual(tracked);
    expect(events.length).toBeLessThanOrEqual(id.includes('statistics') ? 2 : 1);
  });

  test.each(posts)(
    '$id: the agent reads it at most once, and the user is told that it is not sure',
    ({ id, moment }) => {
      const { user, chatId, before } = conversations.get(id)!;
      const read = desk()
        .chat(chatId)
        .messages.map(({ message }) => message);
      expect(read).toEqual((['on its way', 'done'] as Moment[]).includes(moment) ? ['Hello'] : []);
      expect(user.received.slice(before).map(drawMessage)).toEqual([SORRY]);
    },
  );

  test('no secret came out', () => {
    expectNoSecret({ ...stand, log: stand.log() }, stand.desk);
  });
});
