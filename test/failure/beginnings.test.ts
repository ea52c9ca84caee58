import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { expect, type TestContext, test } from 'vitest';
import { findFreePort } from '../../sandbox/run/free-port.ts';
import { startConnectorProcess } from '../../sandbox/run/start-connector.ts';
import type { SimulatedUser } from '../../sandbox/smooch/control/simulated-user.ts';
import { timesHeard } from '../support/bot-record.ts';
import { temporaryFolder } from '../support/conf-folder.ts';
import { type ProcessStand, startProcessStand } from '../support/connector-process.ts';
import { registerWebhook, type StandOptions, startStand, WEBHOOK_SECRET } from '../support/stand.ts';
import { SORRY } from '../support/turn-stand.ts';
import { waitUntil } from '../support/wait-until.ts';
import { answersTo, fourAnswers } from './four-answers.ts';
import { callOfTurn, interruptCall, type TurnCall } from './interrupted-call.ts';

const titles = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'].map((name) => `Story ${name}`);
const contents = [
  { title: 'Soup', answer: 'Tomato.' },
  { title: 'Cake', answer: 'Carrot.' },
  ...titles.flatMap((title) => fourAnswers(title)),
];

async function start({ onTestFinished }: TestContext, options: StandOptions = {}): Promise<ProcessStand> {
  const stand = await startProcessStand({ chatbot: { knowledge: { contents } }, ...options });
  onTestFinished(() => stand.stop());
  return stand;
}

const allDone = (stand: ProcessStand) =>
  waitUntil('all is done', async () => (await stand.connector.openEvents()) === 0, 60_000);
const outcomes = (stand: ProcessStand) => stand.log().flatMap(({ msg, outcome }) => (msg === 'turn' ? [outcome] : []));

test('an event whose process dies again and again before it makes a step is begun as often as it takes', async (context) => {
  const stand = await start(context);
  const { faults, journal } = stand.chatbot.control;
  const hang = faults.add({ endpoint: 'conversation', effect: { kind: 'timeout' }, times: 'always' });
  const user = stand.user();
  user.say('soup');
  user.say('cake');
  const { log } = stand.smooch.control.webhooks;
  await waitUntil('both are stored', () => log.list({ state: 'delivered' }).length === 2);
  for (let death = 1; death <= 6; death += 1) {
    await journal.waitFor({ endpoint: 'conversation' }, { count: death });
    await stand.connector.kill('SIGKILL');
    if (death === 6) faults.release(hang);
    await stand.connector.restart();
  }
  await allDone(stand);
  expect(stand.texts(user)).toEqual(['Tomato.', 'Carrot.']);
}, 120_000);

test('a life of ten seconds with an event counts as a beginning, also without a step', async (context) => {
  const stand = await start(context, { server: { timeouts: { other_ms: 60_000 } } });
  const { faults, journal } = stand.chatbot.control;
  faults.add({ endpoint: 'conversation', effect: { kind: 'timeout' }, times: 'always' });
  stand.user().say('soup');
  await journal.waitFor({ endpoint: 'conversation' });
  await stand.crash();
  await journal.waitFor({ endpoint: 'conversation' }, { count: 2 });
  const begun = () => {
    const database = new DatabaseSync(join(stand.dataDir, 'connector.db'), { readOnly: true });
    const { takeovers } = database.prepare('select takeovers from events').get() as { takeovers: number };
    database.close();
    return takeovers;
  };
  expect(begun()).toBe(1);
  await waitUntil('the second life counts, too', () => begun() === 2, 30_000);
}, 90_000);

test('an event that made a step in each of five lives is set aside, and not apologised for behind its answer', async (context) => {
  const stand = await start(context);
  const calls: TurnCall[] = ['opening the session', 'asking', 'sending 1', 'sending 2', 'sending 3'];
  const question = titles[0]!;
  const user = stand.user();
  const stopAt = (call: TurnCall) => {
    // Calls are counted anew in each life, and each finds its predecessor done.
    const place = call.startsWith('sending') ? 'sending 1' : call;
    return interruptCall(stand, { ...callOfTurn(place, user, question) }, 'lost');
  };
  let stopped = stopAt(calls[0]!);
  user.say(question);
  user.say('cake');
  const { log } = stand.smooch.control.webhooks;
  await waitUntil('both are stored', () => log.list({ state: 'delivered' }).length === 2);
  for (const [index, call] of calls.entries()) {
    await stopped.reached(() => true);
    if (call.startsWith('sending')) {
      const sent = Number(call.slice(-1)) - 1;
      await waitUntil('what came before has arrived', () => stand.texts(user).length === sent);
    }
    await stand.connector.kill('SIGKILL');
    stand.chatbot.control.faults.clear();
    stand.smooch.control.faults.clear();
    const next = calls[index + 1];
    if (next !== undefined) {
      const skip = next.startsWith('sending') && next !== 'sending 1' ? 1 : 0;
      stopped = interruptCall(
        stand,
        { ...callOfTurn(next === 'asking' ? next : 'sending 1', user, question), skip },
        'lost',
      );
    }
    await stand.connector.restart();
  }
  await allDone(stand);
  expect(stand.texts(user)).toEqual([...answersTo(question).slice(0, 2), 'Carrot.']);
  await waitUntil('the log is written', () => outcomes(stand).length === 2);
  expect(outcomes(stand)).toEqual(['parked', 'done']);
}, 120_000);

test('seven kills in a row set no turn aside, and nobody reads an apology', async (context) => {
  const stand = await start(context);
  const users = new Map<string, SimulatedUser>();
  for (const title of titles) {
    const user = stand.user();
    users.set(title, user);
    user.say(title);
  }
  const { log } = stand.smooch.control.webhooks;
  await waitUntil('all are stored', () => log.list({ state: 'delivered' }).length === titles.length);
  for (let kill = 1; kill <= 7; kill += 1) await stand.crash();
  await allDone(stand);
  for (const [title, user] of users) {
    expect(stand.texts(user)).toEqual(answersTo(title));
    expect(await timesHeard(stand.chatbot, title)).toBe(1);
  }
  expect(outcomes(stand).filter((outcome) => outcome !== 'done')).toEqual([]);
}, 180_000);

test('an event that ends the process whenever it is begun is found among others, and set aside', async ({
  onTestFinished,
}) => {
  const stand = await startStand({
    chatbot: { knowledge: { contents } },
    smooch: { webhook_secrets: [WEBHOOK_SECRET] },
    // As long as the process is away Smooch comes again.
    retrySpacingMs: Array.from({ length: 200 }, () => 500),
    start: false,
  });
  const logs = temporaryFolder('log');
  const port = await findFreePort();
  const main = fileURLToPath(new URL('../support/poisoned-connector.ts', import.meta.url));
  const args = [main, '--conf', stand.confDir, '--data', stand.dataDir, '--port', String(port)];
  const url = `http://127.0.0.1:${port}`;
  const connector = await startConnectorProcess({ args, env: {}, url, logFile: join(logs.path, 'connector.log') });
  onTestFinished(async () => {
    await connector.kill('SIGKILL');
    await stand.stop();
    logs.remove();
  });
  registerWebhook(stand.smooch, url);
  const hold = stand.chatbot.control.faults.add({
    endpoint: 'conversation',
    effect: { kind: 'hold' },
    times: 'always',
  });
  const others = [stand.user(), stand.user(), stand.user()];
  for (const user of others) user.say('soup');
  const { log } = stand.smooch.control.webhooks;
  await waitUntil('they are stored', () => log.list({ state: 'delivered' }).length === others.length);
  const user = stand.user();
  user.say('poison');
  user.say('cake');
  stand.chatbot.control.faults.release(hold);
  stand.chatbot.control.faults.clear();
  const isOver = async () => {
    if (connector.pid === undefined) await connector.restart().catch(() => {});
    return (await connector.openEvents()) === 0 && stand.texts(user).length === 2;
  };
  await waitUntil('all is done', isOver, 150_000);
  expect(stand.texts(user)).toEqual([SORRY, 'Carrot.']);
  for (const other of others) expect(stand.texts(other)).toEqual(['Tomato.']);
}, 180_000);
