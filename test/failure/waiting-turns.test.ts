import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, type TestContext, test } from 'vitest';
import { timesHeard } from '../support/bot-record.ts';
import type { StandOptions } from '../support/stand.ts';
import { startTurnStand, type TurnStand } from '../support/turn-stand.ts';
import { waitUntil } from '../support/wait-until.ts';
import { answersTo, fourAnswers } from './four-answers.ts';

const contents = [{ title: 'Soup', answer: 'Tomato.' }, { title: 'Cake', answer: 'Carrot.' }, ...fourAnswers('Story')];
const start = (context: TestContext, options: StandOptions = {}): Promise<TurnStand> =>
  startTurnStand(context, { chatbot: { knowledge: { contents } }, ...options });

const hold = { effect: { kind: 'hold' }, endpoint: 'message' } as const;
const busy = (headers?: Record<string, string>) =>
  ({ effect: { kind: 'respond', status: 503, headers }, endpoint: 'message' }) as const;

describe.concurrent('a turn that waits between two attempts', () => {
  test('gives its place to others', async (context) => {
    const stand = await start(context, { server: { concurrency: 1 } });
    const { faults, journal } = stand.smooch.control;
    const [waiting, other] = [stand.user(), stand.user()];
    faults.add({ ...busy({ 'retry-after': '4' }), bodyIncludes: 'Tomato' });
    waiting.say('soup');
    await journal.waitFor({ endpoint: 'message', status: 503 });
    expect(await stand.exchange(other, 'cake', 1)).toEqual(['Carrot.']);
    expect(journal.list({ endpoint: 'message', bodyIncludes: 'Tomato' })).toHaveLength(1);
    await stand.idle();
    expect(stand.texts(waiting)).toEqual(['Tomato.']);
    expect(stand.logged('a turn waits')).toEqual([]);
  });

  test('keeps its lane closed', async (context) => {
    const stand = await start(context);
    const { faults, journal } = stand.smooch.control;
    const user = stand.user();
    faults.add({ ...busy({ 'retry-after': '2' }), bodyIncludes: 'Tomato' });
    user.say('soup');
    await journal.waitFor({ endpoint: 'message', status: 503 });
    user.say('cake');
    await stand.idle();
    expect(stand.texts(user)).toEqual(['Tomato.', 'Carrot.']);
  });

  test('of more than 5 s is put down, goes on later from its steps, and its lane stays closed', async (context) => {
    const stand = await start(context, { server: { concurrency: 1 } });
    const [user, other] = [stand.user(), stand.user()];
    stand.smooch.control.faults.add({ ...busy({ 'retry-after': '6' }), skip: 1 });
    user.say('Story');
    await stand.putDown();
    user.say('cake');
    expect(await stand.exchange(other, 'soup', 1)).toEqual(['Tomato.']);
    expect(stand.texts(user)).toEqual(answersTo('Story').slice(0, 1));
    await stand.idle();
    expect(stand.texts(user)).toEqual([...answersTo('Story'), 'Carrot.']);
    expect(await timesHeard(stand.chatbot, 'Story')).toBe(1);
    expect(stand.logged('a turn waits')).toHaveLength(1);
  });

  test('at the bot of more than 5 s is put down, too, and its budget goes on', async (context) => {
    const stand = await start(context);
    const user = stand.user();
    stand.chatbot.control.faults.add(busy({ 'retry-after': '6' }));
    user.say('soup');
    await stand.putDown();
    await stand.idle();
    expect(stand.texts(user)).toEqual(['Tomato.']);
    expect(stand.calls('chatbot', 'message')).toHaveLength(2);
  });

  test('goes on after a restart', async (context) => {
    const stand = await start(context);
    const user = stand.user();
    stand.smooch.control.faults.add({ ...busy({ 'retry-after': '300' }), skip: 1 });
    user.say('Story');
    await stand.putDown();
    await stand.restart();
    expect(stand.texts(user)).toEqual(answersTo('Story').slice(0, 1));
    stand.clock.advance(301_000);
    await stand.restart();
    await stand.idle();
    expect(stand.texts(user)).toEqual(answersTo('Story'));
    expect(await timesHeard(stand.chatbot, 'Story')).toBe(1);
  });
});

describe.concurrent('a slow conversation', () => {
  test('does not hold up others', async (context) => {
    const stand = await start(context);
    const { faults, journal } = stand.chatbot.control;
    const slow = stand.user();
    faults.add({ ...hold, bodyIncludes: 'Story' });
    slow.say('Story');
    await journal.waitFor({ endpoint: 'message' });
    const others = Array.from({ length: 20 }, () => stand.user());
    const answers = await Promise.all(others.map((user) => stand.exchange(user, 'soup', 1)));
    expect(answers).toEqual(others.map(() => ['Tomato.']));
    expect(stand.texts(slow)).toEqual([]);
    faults.clear();
    await stand.idle();
    expect(stand.texts(slow)).toEqual(answersTo('Story'));
  });

  test('is handled in order, whatever happens around it', async (context) => {
    const stand = await start(context);
    const { faults, journal } = stand.chatbot.control;
    const user = stand.user();
    faults.add(hold);
    user.say('Story');
    await journal.waitFor({ endpoint: 'message' });
    for (const text of ['soup', 'cake', 'soup']) user.say(text);
    faults.clear();
    await stand.idle();
    expect(stand.texts(user)).toEqual([...answersTo('Story'), 'Tomato.', 'Carrot.', 'Tomato.']);
  });

  test('keeps its place while the bot works: with one place nobody else begins', async (context) => {
    const stand = await start(context, { server: { concurrency: 1 } });
    const { faults, journal } = stand.chatbot.control;
    const [slow, other] = [stand.user(), stand.user()];
    faults.add({ ...hold, bodyIncludes: 'Story' });
    slow.say('Story');
    await journal.waitFor({ endpoint: 'message' });
    other.say('soup');
    await stand.smooch.control.webhooks.idle();
    expect(stand.calls('chatbot', 'conversation')).toHaveLength(1);
    faults.clear();
    await stand.idle();
    expect(stand.texts(other)).toEqual(['Tomato.']);
  });
});

test.concurrent('when the store cannot be written no turn goes on and no webhook is taken, until it can', async (context) => {
  const stand = await start(context, { retrySpacingMs: Array.from({ length: 60 }, () => 500) });
  const { faults, journal } = stand.chatbot.control;
  const [user, other] = [stand.user(), stand.user()];
  const readiness = async () => (await fetch(`${stand.connector.url}/readyz`)).status;
  const held = faults.add(hold);
  user.say('Story');
  await journal.waitFor({ endpoint: 'message' });

  // Somebody else writes to the file and does not end.
  const intruder = new DatabaseSync(join(stand.dataDir, 'connector.db'));
  context.onTestFinished(() => intruder.close());
  intruder.exec('begin immediate');
  faults.release(held);
  await waitUntil('it is not ready', async () => (await readiness()) === 503, 20_000);
  other.say('soup');
  const { log } = stand.smooch.control.webhooks;
  await waitUntil('a webhook is refused', () => log.list({ userId: other.id })[0]?.attempts[0]?.status === 503);
  expect(stand.texts(user)).toEqual([]);

  intruder.exec('rollback');
  await waitUntil('it is ready again', async () => (await readiness()) === 200, 20_000);
  await stand.idle();
  expect(stand.texts(user)).toEqual(answersTo('Story'));
  expect(stand.texts(other)).toEqual(['Tomato.']);
  expect(await timesHeard(stand.chatbot, 'Story')).toBe(1);
  expect(stand.outcomes()).toEqual(['done', 'done']);
});
