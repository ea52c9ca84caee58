import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConnectorProcess } from '../../sandbox/run/start-connector.ts';
import type { SimulatedUser } from '../../sandbox/smooch/control/simulated-user.ts';
import { answersTo, fourAnswers } from '../failure/four-answers.ts';
import {
  callOfTurn,
  type InterruptedCall,
  interruptCall,
  type Moment,
  type TurnCall,
} from '../failure/interrupted-call.ts';
import { timesHeard } from '../support/bot-record.ts';
import { type SharedStand, startSharedStand } from '../support/shared-stand.ts';
import { waitUntil } from '../support/wait-until.ts';

const calls: TurnCall[] = ['opening the session', 'asking', 'sending 1', 'sending 3'];
const moments: Moment[] = ['lost', 'on its way', 'done'];
const casesOf = (how: string) =>
  calls.flatMap((call) => moments.map((moment) => ({ call, moment, question: `${how}: ${call}, ${moment}` })));
const [killed, paused] = [casesOf('killed'), casesOf('paused')];
/** What the product promises. */
const TAKEN_OVER_WITHIN_MS = 15_000;

let stand: SharedStand;
beforeAll(async () => {
  const questions = [...killed, ...paused].map(({ question }) => question);
  stand = await startSharedStand({
    instances: 2,
    chatbot: { knowledge: { contents: questions.flatMap(fourAnswers) } },
    server: { timeouts: { other_ms: 20_000, bot_ms: 20_000, smooch_ms: 20_000 } },
  });
}, 60_000);
afterAll(() => stand?.stop());

/** Where a user's turn is under way. */
function instanceOf(): ConnectorProcess {
  return stand.instances[0]!;
}

/** Brings the turn of a new user to one of its calls, and stops it there. */
async function interrupt({ call, moment, question }: (typeof killed)[number]) {
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

async function interruptAll(
  cases: typeof killed,
): Promise<{ users: Map<string, SimulatedUser>; late: InterruptedCall[] }> {
  const users = new Map<string, SimulatedUser>();
  const late: InterruptedCall[] = [];
  for (const one of cases) {
    const { user, interrupted } = await interrupt(one);
    users.set(one.question, user);
    late.push(interrupted);
  }
  return { users, late };
}

async function expectAnsweredOnce(user: SimulatedUser, question: string): Promise<void> {
  expect(stand.texts(user)).toEqual(answersTo(question));
  expect(await timesHeard(stand.chatbot, question)).toBe(1);
}

const answeredAll = (users: Map<string, SimulatedUser>) =>
  [...users.values()].every((user) => stand.texts(user).length >= 4);

describe('an instance that is killed in the middle of turns', () => {
  let users = new Map<string, SimulatedUser>();

  beforeAll(async () => {
    // One instance is away, so all turns are under way at the other.
    await stand.instances[1]!.kill();
    const begun = await interruptAll(killed);
    users = begun.users;
    await stand.instances[1]!.restart();
    await instanceOf().kill('SIGKILL');
    for (const call of begun.late) call.arrive();
    await waitUntil('the other one has answered all', () => answeredAll(users), TAKEN_OVER_WITHIN_MS);
    await instanceOf().restart();
    await stand.allDone();
  }, 90_000);

  test.each(killed)('$call $moment: the bot is asked once, each message comes once and in order', ({ question }) =>
    expectAnsweredOnce(users.get(question)!, question),
  );
});

describe('an instance that is paused for longer than it may be silent, and wakes up', () => {
  let users = new Map<string, SimulatedUser>();

  beforeAll(async () => {
    await stand.instances[1]!.kill();
    const begun = await interruptAll(paused);
    users = begun.users;
    await stand.instances[1]!.restart();
    const { pid } = instanceOf();
    process.kill(pid!, 'SIGSTOP');
    for (const call of begun.late) call.arrive();
    await waitUntil('the other one has answered all', () => answeredAll(users), TAKEN_OVER_WITHIN_MS);
    process.kill(pid!, 'SIGCONT');
    const gaveUp = () => stand.log(0).filter(({ msg }) => String(msg).startsWith('a turn ends here')).length;
    await waitUntil('it has noticed in every turn', () => gaveUp() >= paused.length, 60_000);
    await stand.allDone();
  }, 120_000);

  test.each(paused)('$call $moment: nothing is asked or said a second time', ({ question }) =>
    expectAnsweredOnce(users.get(question)!, question),
  );

  test('it works on as before', async () => {
    const user = stand.user();
    const texts = await stand.exchange(user, 'hello', 1);
    expect(texts).toHaveLength(1);
  });
});
