import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedUser } from '../../sandbox/smooch/control/simulated-user.ts';
import { timesHeard } from '../support/bot-record.ts';
import { type ProcessStand, startProcessStand } from '../support/connector-process.ts';
import { waitUntil } from '../support/wait-until.ts';
import { answersTo, fourAnswers } from './four-answers.ts';
import { callOfTurn, interruptCall, type Moment, type TurnCall } from './interrupted-call.ts';

/** The remote calls of a turn that asks once and sends four messages. */
const calls: TurnCall[] = ['opening the session', 'asking', 'sending 1', 'sending 2', 'sending 3', 'sending 4'];
const moments: Moment[] = ['lost', 'on its way', 'done'];
const cases = calls.flatMap((call) => moments.map((moment) => ({ call, moment, question: `${call}, ${moment}` })));
const notBegun = 'not begun';
const answered = calls.map((call) => ({ call, question: `${call}, answered` }));

let stand: ProcessStand;
beforeAll(async () => {
  const questions = [...cases.map(({ question }) => question), notBegun, ...answered.map(({ question }) => question)];
  stand = await startProcessStand({
    chatbot: { knowledge: { contents: questions.flatMap(fourAnswers) } },
    // Every turn that is interrupted keeps its place, so the one behind them does not begin.
    server: { concurrency: cases.length, timeouts: { other_ms: 60_000, bot_ms: 60_000, smooch_ms: 60_000 } },
  });
});
afterAll(() => stand?.stop());

const allDone = () => waitUntil('all is done', async () => (await stand.connector.openEvents()) === 0, 20_000);

async function expectAnsweredOnce(user: SimulatedUser, question: string): Promise<void> {
  expect(stand.texts(user)).toEqual(answersTo(question));
  expect(await timesHeard(stand.chatbot, question)).toBe(1);
}

/** Brings a new user's turn to one of its calls and stops it there. */
async function interrupt({ call, moment, question }: (typeof cases)[number]) {
  const user = stand.user();
  const interrupted = interruptCall(stand, callOfTurn(call, user, question), moment);
  const sessionsBefore = stand.chatbot.control.sessions().length;
  user.say(question);
  await interrupted.reached(async () => {
    if (call === 'opening the session') return stand.chatbot.control.sessions().length > sessionsBefore;
    if (call === 'asking') return (await timesHeard(stand.chatbot, question)) === 1;
    return stand.texts(user).length === Number(call.slice(-1));
  });
  return { user, interrupted };
}

describe('SIGKILL in the middle of a turn, with a restart behind it', () => {
  const users = new Map<string, SimulatedUser>();

  // One crash for all: every conversation stands at another point of its turn.
  beforeAll(async () => {
    const late: (() => void)[] = [];
    for (const one of cases) {
      const { user, interrupted } = await interrupt(one);
      users.set(one.question, user);
      late.push(interrupted.arrive);
    }
    const waiting = stand.user();
    users.set(notBegun, waiting);
    waiting.say(notBegun);
    const { log } = stand.smooch.control.webhooks;
    await waitUntil('it is stored', () => log.list({ userId: waiting.id, state: 'delivered' }).length === 1);
    await stand.crash();
    for (const arrive of late) arrive();
    await allDone();
  });

  test.each(cases)('$call $moment: the bot is asked once, each message comes once and in order', ({ question }) =>
    expectAnsweredOnce(users.get(question)!, question),
  );

  test('before any of its steps, right behind the 200: the same', () =>
    expectAnsweredOnce(users.get(notBegun)!, notBegun));

  test('nothing was set aside', () => {
    expect(stand.log().filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('SIGKILL right behind the answer to', () => {
  test.each(answered)('$call: the same', async ({ call, question }) => {
    const user = stand.user();
    const { journal } = stand.chatbot.control;
    const after = journal.listRaw().at(-1)?.number ?? 0;
    user.say(question);
    if (call === 'opening the session') await journal.waitFor({ endpoint: 'conversation', after, finished: true });
    else if (call === 'asking') await journal.waitFor({ endpoint: 'message', after, finished: true });
    else {
      const answer = answersTo(question)[Number(call.slice(-1)) - 1];
      const sent = { endpoint: 'message', bodyIncludes: answer, finished: true };
      await stand.smooch.control.journal.waitFor(sent);
    }
    await stand.crash();
    await allDone();
    await expectAnsweredOnce(user, question);
  });
});
