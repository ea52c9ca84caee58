import { describe, expect, type TestContext, test } from 'vitest';
import type { Draft } from '../../src/translation/draft.ts';
import { timesHeard } from '../support/bot-record.ts';
import { startProcessStand } from '../support/connector-process.ts';
import type { StandOptions } from '../support/stand.ts';
import { SORRY, startTurnStand, type TurnStand } from '../support/turn-stand.ts';
import { waitUntil } from '../support/wait-until.ts';
import { answersTo, fourAnswers } from './four-answers.ts';

const contents = [{ title: 'Soup', answer: 'Tomato.' }, { title: 'Cake', answer: 'Carrot.' }, ...fourAnswers('Story')];
const start = (context: TestContext, options: StandOptions = {}): Promise<TurnStand> =>
  startTurnStand(context, { chatbot: { knowledge: { contents } }, ...options });

/** An integrator's hook that renders nonsense while it is broken. */
function brokenHook() {
  const state = { broken: true };
  const renderAnswer = (): Draft[] | undefined => (state.broken ? ([null] as unknown as Draft[]) : undefined);
  return { state, hooks: { renderAnswer } };
}

describe.concurrent('an unexpected error', () => {
  test('parks the event and is told to the user', async (context) => {
    const stand = await start(context, { hooks: brokenHook().hooks });
    expect(await stand.ask(stand.user(), 'soup')).toEqual([SORRY]);
    expect(stand.outcomes()).toEqual(['parked']);
    expect(stand.logged('a turn was set aside')).toHaveLength(1);
  });

  test('does not keep the conversation from going on', async (context) => {
    const { state, hooks } = brokenHook();
    const stand = await start(context, { hooks });
    const user = stand.user();
    await stand.ask(user, 'soup');
    state.broken = false;
    expect(await stand.ask(user, 'cake')).toEqual([SORRY, 'Carrot.']);
    expect(stand.outcomes()).toEqual(['parked', 'done']);
  });

  test('of one conversation leaves those behind it in the lane as they came', async (context) => {
    const { state, hooks } = brokenHook();
    const stand = await start(context, { hooks });
    const { faults, journal } = stand.chatbot.control;
    const hold = faults.add({ endpoint: 'message', effect: { kind: 'hold' } });
    const user = stand.user();
    user.say('soup');
    await journal.waitFor({ endpoint: 'message' });
    user.say('cake');
    user.say('Story');
    await stand.smooch.control.webhooks.idle();
    stand.smooch.control.events.once('message', () => {
      state.broken = false;
    });
    faults.release(hold);
    await stand.idle();
    expect(stand.texts(user)).toEqual([SORRY, 'Carrot.', ...answersTo('Story')]);
  });
});

test('a connector that dies while it apologises does not apologise twice', async ({ onTestFinished }) => {
  const stand = await startProcessStand({ chatbot: { knowledge: { contents } } });
  onTestFinished(() => stand.stop());
  const { faults, journal } = stand.smooch.control;
  const refuse = { kind: 'respond', status: 413 } as const;
  faults.add({ endpoint: 'message', bodyIncludes: 'Tomato', effect: refuse, times: 'always' });
  faults.add({ endpoint: 'message', bodyIncludes: SORRY, effect: { kind: 'timeout' }, moment: 'after' });
  const user = stand.user();
  user.say('soup');
  await waitUntil('the apology has arrived', () => stand.texts(user).length === 1);
  await stand.crash();
  await waitUntil('all is done', async () => (await stand.connector.openEvents()) === 0);
  expect(stand.texts(user)).toEqual([SORRY]);
  expect(
    journal.listRaw({ endpoint: 'message' }).filter(({ body }) => JSON.stringify(body).includes(SORRY)),
  ).toHaveLength(1);
}, 60_000);

describe.concurrent('a replayed event', () => {
  test('is handled behind those of its conversation that wait', async (context) => {
    const stand = await start(context);
    const user = stand.user();
    stand.smooch.control.faults.add({ endpoint: 'message', effect: { kind: 'respond', status: 413 } });
    await stand.ask(user, 'soup');
    const later = { kind: 'respond', status: 429, headers: { 'retry-after': '8' } } as const;
    stand.chatbot.control.faults.add({ endpoint: 'message', effect: later });
    user.say('cake');
    await stand.putDown();
    stand.clock.advance(9_000);
    await stand.replayAll();
    await stand.idle();
    expect(stand.texts(user)).toEqual([SORRY, 'Carrot.', 'Tomato.']);
  });

  test('of a turn whose first message failed sends it, and asks nobody again', async (context) => {
    const stand = await start(context);
    stand.smooch.control.faults.add({ endpoint: 'message', effect: { kind: 'respond', status: 413 } });
    const user = stand.user();
    await stand.ask(user, 'soup');
    await stand.replayAll();
    await stand.idle();
    expect(stand.texts(user)).toEqual([SORRY, 'Tomato.']);
    expect(await timesHeard(stand.chatbot, 'soup')).toBe(1);
  });

  test('that gave a rating tracks it once', async (context) => {
    const stand = await start(context, { conversation: { content_ratings: { enabled: true } } });
    const user = stand.user();
    await stand.ask(user, 'soup');
    stand.smooch.control.faults.add({ endpoint: 'message', effect: { kind: 'respond', status: 413 } });
    user.click(user.received.at(-1)!._id, 'Yes');
    await stand.idle();
    expect(stand.texts(user).at(-1)).toBe(SORRY);
    await stand.replayAll();
    await stand.idle();
    expect(stand.texts(user).at(-1)).toBe('Thanks!');
    expect(stand.chatbot.control.events({ type: 'rate' })).toHaveLength(1);
  });
});
