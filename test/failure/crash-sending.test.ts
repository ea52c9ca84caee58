import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedUser } from '../../sandbox/smooch/control/simulated-user.ts';
import { timesHeard } from '../support/bot-record.ts';
import { type ProcessStand, startProcessStand } from '../support/connector-process.ts';
import { waitUntil } from '../support/wait-until.ts';
import { answersTo, fourAnswers } from './four-answers.ts';
import { callOfTurn, interruptCall, type Moment, type TurnCall } from './interrupted-call.ts';

const moments: Moment[] = ['lost', 'done'];
const sameText = moments.map((moment) => ({ moment, question: `the same text, ${moment}` }));
const sameQuestion = moments.map((moment) => ({ moment, question: `the same question, ${moment}` }));
const textsAlike = ['Yes.', 'Yes.', 'And no.', 'Yes.'];

/** A call of a turn is refused for some seconds; when the turn has come back to it, another call is interrupted. */
interface PutDownCase {
  question: string;
  refused: TurnCall;
  interrupted: TurnCall;
}
const putDown: PutDownCase[] = [
  { question: 'asked too early', refused: 'asking', interrupted: 'asking' },
  { question: 'sent too early', refused: 'sending 2', interrupted: 'sending 2' },
  { question: 'sent a step before', refused: 'sending 2', interrupted: 'sending 3' },
];
/** Longer than a turn may keep its place: it is put down. */
const LATER = { 'retry-after': '6' };

let stand: ProcessStand;
const users = new Map<string, SimulatedUser>();
const textsOf = (question: string) => stand.texts(users.get(question)!);

function newUser(question: string): SimulatedUser {
  const user = stand.user();
  users.set(question, user);
  return user;
}

// One crash for all: every conversation stands at another point.
beforeAll(async () => {
  const contents = [
    ...sameText.map(({ question }) => ({ title: question, answer: textsAlike })),
    ...sameQuestion.map(({ question }) => ({ title: question, answer: 'Yes.' })),
    ...putDown.flatMap(({ question }) => fourAnswers(question)),
  ];
  stand = await startProcessStand({
    chatbot: { knowledge: { contents } },
    server: { timeouts: { other_ms: 60_000, bot_ms: 60_000, smooch_ms: 60_000 } },
  });
  const comeBack: (() => Promise<void>)[] = [];
  for (const one of putDown) comeBack.push(await postpone(one));
  for (const { question, moment } of sameText) await interruptSending(newUser(question), question, moment, 2);
  for (const { question, moment } of sameQuestion) {
    const user = newUser(question);
    await stand.exchange(user, question, 1);
    await interruptSending(user, question, moment, 1);
  }
  for (const reached of comeBack) await reached();
  for (const { question } of [...sameText, ...sameQuestion]) hideMetadata(users.get(question)!);
  await stand.crash();
  await waitUntil('all is done', async () => (await stand.connector.openEvents()) === 0, 20_000);
}, 60_000);
afterAll(() => stand?.stop());

/** Asks, and stops the sending of one of the answers. */
async function interruptSending(user: SimulatedUser, question: string, moment: Moment, number: number): Promise<void> {
  const before = user.received.length;
  const interrupted = interruptCall(stand, callOfTurn(`sending ${number}`, user, question), moment);
  user.say(question);
  await interrupted.reached(() => user.received.length === before + number);
}

/** @returns waits until the turn that was put down has come back and its call is stopped behind its effect */
async function postpone({ question, refused, interrupted }: PutDownCase): Promise<() => Promise<void>> {
  const user = newUser(question);
  const { simulator, ...call } = callOfTurn(refused, user, question);
  stand[simulator].control.faults.add({ ...call, effect: { kind: 'respond', status: 429, headers: LATER } });
  user.say(question);
  const isOurs = ({ lane, msg }: Record<string, unknown>) =>
    String(lane).endsWith(user.id) && String(msg).startsWith('a turn waits');
  await waitUntil('the turn is put down', () => stand.log().some(isOurs));
  // Calls are counted anew: the next one is the refused one again.
  const skip = interrupted === refused ? 0 : 1;
  const stopped = interruptCall(stand, { ...callOfTurn(interrupted, user, question), skip }, 'done');
  return () =>
    stopped.reached(async () =>
      interrupted === 'asking'
        ? (await timesHeard(stand.chatbot, question)) === 1
        : user.received.length === Number(interrupted.slice(-1)),
    );
}

/** From now on Smooch tells the messages that the user has by now, without what we noted on them. */
function hideMetadata(user: SimulatedUser): void {
  const messages = user.messages.map(({ message: { metadata: _metadata, ...message } }) => message);
  stand.smooch.control.faults.add({
    endpoint: 'history',
    effect: { kind: 'respond', status: 200, body: { conversation: { _id: 'c', unreadCount: 0 }, messages } },
    times: 'always',
    matches: ({ path }) => path.includes(user.id),
  });
}

describe('a crash while a message is sent, where Smooch does not hand our metadata back', () => {
  test.each(sameText)('$question as another message of the turn: each comes once', ({ question }) => {
    expect(textsOf(question)).toEqual(textsAlike);
  });

  test.each(sameQuestion)('$question twice in a row: each answer comes once', ({ question }) => {
    expect(textsOf(question)).toEqual(['Yes.', 'Yes.']);
  });
});

describe('a crash after the turn had been put down and had come back', () => {
  test.each(putDown)('$question: nothing happens twice', async ({ question }) => {
    expect(textsOf(question)).toEqual(answersTo(question));
    expect(await timesHeard(stand.chatbot, question)).toBe(1);
  });
});
