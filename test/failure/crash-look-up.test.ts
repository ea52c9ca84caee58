import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedUser } from '../../sandbox/smooch/control/simulated-user.ts';
import { timesHeard } from '../support/bot-record.ts';
import { type ProcessStand, startProcessStand } from '../support/connector-process.ts';
import { SORRY } from '../support/turn-stand.ts';
import { waitUntil } from '../support/wait-until.ts';
import { interruptCall, type Moment } from './interrupted-call.ts';

/** One conversation that the crash hits while the bot is being asked. */
interface Case {
  name: string;
  moment: Moment;
  /** The bot cannot say what it heard. */
  noHistory?: boolean;
  /** Said before, each with the number of messages that answer it. */
  before?: [text: string, messages: number][];
  /** A button that is pressed behind that. */
  pressBefore?: string;
  /** A button of the last message, or a text. */
  act: { press: string } | { say: string };
  /** How it stands in the bot's record. */
  heardAs: string;
  /** What the user has in the end, beside what came before; `heard` counts from the beginning. */
  expected: { texts: string[]; heard: number };
}

const ofOption = (name: string, more: Pick<Case, 'moment' | 'noHistory' | 'expected'>): Case => ({
  name,
  before: [[`${name} menu`, 1]],
  act: { press: `${name} red` },
  heardAs: `${name} red`,
  ...more,
});
const ofField = (name: string, more: Pick<Case, 'moment' | 'noHistory' | 'expected'>): Case => ({
  name,
  before: [[`${name} form`, 1]],
  act: { say: `${name} value` },
  heardAs: `${name} value`,
  ...more,
});
const ofText = (name: string, more: Omit<Case, 'name' | 'act' | 'heardAs'>): Case => ({
  name,
  act: { say: `${name} text` },
  heardAs: `${name} text`,
  ...more,
});

const moments: Moment[] = ['lost', 'on its way', 'done'];
const once = (text: string) => ({ texts: [text], heard: 1 });

const options = moments.map((moment) =>
  ofOption(`option ${moment}`, { moment, expected: once(`option ${moment}: red it is`) }),
);
const fields = moments.map((moment) =>
  ofField(`field ${moment}`, { moment, expected: once(`field ${moment}: noted`) }),
);
const unreadable = [
  ofOption('unreadable option lost', { moment: 'lost', noHistory: true, expected: { texts: [SORRY], heard: 0 } }),
  ofOption('unreadable option done', { moment: 'done', noHistory: true, expected: { texts: [SORRY], heard: 1 } }),
  ofField('unreadable field lost', { moment: 'lost', noHistory: true, expected: { texts: [SORRY], heard: 0 } }),
  ofField('unreadable field done', { moment: 'done', noHistory: true, expected: { texts: [SORRY], heard: 1 } }),
];
const unreadableText = moments
  .filter((moment) => moment !== 'on its way')
  .map((moment) => {
    const name = `unreadable text ${moment}`;
    const heard = moment === 'lost' ? 1 : 2;
    return ofText(name, { moment, noHistory: true, expected: { texts: [`${name}: answer`], heard } });
  });
const twins = moments.map((moment) => {
  const name = `twin ${moment}`;
  return ofText(name, { moment, before: [[`${name} text`, 1]], expected: { texts: [`${name}: answer`], heard: 2 } });
});
/** The same words a second time, with a button pressed in between. */
const twinsBehindButton = moments.map((moment): Case => {
  const name = `again ${moment}`;
  return {
    name,
    moment,
    before: [[`${name} menu`, 1]],
    pressBefore: `${name} red`,
    act: { say: `${name} menu` },
    heardAs: `${name} menu`,
    expected: { texts: [`${name}: which colour?`], heard: 2 },
  };
});
const bubbles = ofText('bubbles', {
  moment: 'done',
  expected: { texts: ['bubbles: one', 'bubbles: two', 'bubbles: three', 'bubbles: four'], heard: 1 },
});

const all: Case[] = [...options, ...fields, ...unreadable, ...unreadableText, ...twins, ...twinsBehindButton, bubbles];

function contentsFor({ name }: Case) {
  return [
    { title: `${name} text`, answer: name === 'bubbles' ? bubbles.expected.texts : `${name}: answer` },
    {
      title: `${name} menu`,
      options: {
        question: `${name}: which colour?`,
        choices: [
          { label: `${name} red`, answer: `${name}: red it is` },
          { label: `${name} blue`, answer: `${name}: blue it is` },
        ],
      },
    },
    {
      title: `${name} form`,
      form: { fields: [{ variable: 'a_value', prompt: `${name}: which value?` }], done: `${name}: noted` },
    },
  ];
}

let stand: ProcessStand;
/** Sessions of which the bot cannot say what it heard. */
const untold = new Set<string>();
const users = new Map<string, { user: SimulatedUser; textsBefore: number }>();

/** Brings a conversation to its question, and stops the question at its moment. */
async function interrupt(one: Case): Promise<() => void> {
  const user = stand.user();
  const { waitForMessages } = stand.smooch.control;
  let count = 0;
  for (const [text, messages] of one.before ?? []) {
    count += messages;
    await stand.exchange(user, text, count);
  }
  if (one.pressBefore !== undefined) {
    user.click(user.received.at(-1)!._id, one.pressBefore);
    count += 1;
    await waitForMessages(user.id, count);
  }
  await waitUntil('the turn is over', async () => (await openTurns()) === users.size);
  const bodyIncludes = 'say' in one.act ? one.act.say : '"option"';
  const interrupted = interruptCall(stand, { simulator: 'chatbot', endpoint: 'message', bodyIncludes }, one.moment);
  const heardBefore = await timesHeard(stand.chatbot, one.heardAs);
  if ('say' in one.act) user.say(one.act.say);
  else user.click(user.received.at(-1)!._id, one.act.press);
  await interrupted.reached(async () => (await timesHeard(stand.chatbot, one.heardAs)) > heardBefore);
  users.set(one.name, { user, textsBefore: count });
  const session = stand.chatbot.control.journal.listRaw({ endpoint: 'message' }).at(-1)?.headers['x-inbenta-session'];
  if (one.noHistory && session !== undefined) untold.add(session);
  return interrupted.arrive;
}

const openTurns = async () => (await stand.connector.openEvents()) ?? -1;

/** The bot does not tell any more what it heard in some sessions. */
function hideHistories(): void {
  stand.chatbot.control.faults.add({
    endpoint: 'history',
    effect: { kind: 'respond', status: 500, body: { errors: [{ code: 500, message: 'no history today' }] } },
    times: 'always',
    matches: ({ headers }) => untold.has(String(headers['x-inbenta-session'])),
  });
}

beforeAll(async () => {
  stand = await startProcessStand({
    chatbot: { knowledge: { variables: ['a_value'], contents: all.flatMap(contentsFor) } },
    server: { timeouts: { other_ms: 60_000, bot_ms: 60_000, smooch_ms: 60_000 } },
  });
  const late: (() => void)[] = [];
  for (const one of all) late.push(await interrupt(one));
  hideHistories();
  await stand.crash();
  for (const arrive of late) arrive();
  await waitUntil('all is done', async () => (await openTurns()) === 0, 20_000);
  // The bot's record is needed by the tests.
  stand.chatbot.control.faults.clear('history');
});
afterAll(() => stand?.stop());

async function expectOutcome({ name, heardAs, expected }: Case): Promise<void> {
  const { user, textsBefore } = users.get(name)!;
  expect(stand.texts(user).slice(textsBefore)).toEqual(expected.texts);
  expect(await timesHeard(stand.chatbot, heardAs)).toBe(expected.heard);
}

describe('a crash while the bot is asked', () => {
  test.each(options)('$name: a pressed button is heard once and answered', expectOutcome);
  test.each(fields)('$name: an input to a form is heard once and answered', expectOutcome);
  test.each(unreadable)(
    '$name: without the history nobody knows, so it is not repeated and the user is told',
    expectOutcome,
  );
  test.each(unreadableText)('$name: without the history a plain text is asked again', expectOutcome);
  test.each(twins)('$name: the same words asked before are not taken for it', expectOutcome);
  test.each(twinsBehindButton)('$name: nor with a button pressed in between', expectOutcome);
  test('an answer of four messages comes as four', () => expectOutcome(bubbles));
});
