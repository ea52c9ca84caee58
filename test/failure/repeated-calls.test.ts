import { describe, expect, type TestContext, test } from 'vitest';
import type { FaultRule } from '../../sandbox/control/faults.ts';
import { timesHeard } from '../support/bot-record.ts';
import { startCuttableProxy } from '../support/cuttable-proxy.ts';
import type { StandOptions } from '../support/stand.ts';
import { SORRY, startTurnStand, type TurnStand } from '../support/turn-stand.ts';
import { waitUntil } from '../support/wait-until.ts';

type Failure = Omit<FaultRule, 'endpoint'>;
const answer = (status: number, headers?: Record<string, string>): Failure => ({
  effect: { kind: 'respond', status, headers },
});
const reset: Failure = { effect: { kind: 'reset' } };
const silence: Failure = { effect: { kind: 'timeout' } };

const knowledge = { contents: [{ title: 'Soup', answer: 'Tomato.' }] };
const start = (context: TestContext, options: StandOptions = {}): Promise<TurnStand> =>
  startTurnStand(context, {
    chatbot: { knowledge },
    server: { timeouts: { smooch_ms: 1_500, other_ms: 1_500, bot_ms: 1_500 } },
    ...options,
  });

/** Milliseconds between the first and the second call. */
function pause(calls: { at: number }[]): number {
  return calls[1]!.at - calls[0]!.at;
}

describe.concurrent('a message to the user', () => {
  test.for([
    { name: '429', failure: answer(429) },
    { name: '503', failure: answer(503) },
  ])('that Smooch did not take ($name) is sent again without a look-up', async ({ failure }, context) => {
    const stand = await start(context);
    stand.smooch.control.faults.add({ endpoint: 'message', ...failure, times: 2 });
    expect(await stand.ask(stand.user(), 'soup')).toEqual(['Tomato.']);
    expect(stand.calls('smooch', 'message')).toHaveLength(3);
    expect(stand.calls('smooch', 'history')).toHaveLength(0);
  });

  test('is sent again as soon as Smooch, which refused the connection, is back', async (context) => {
    const proxy = await startCuttableProxy();
    context.onTestFinished(() => proxy.cut().catch(() => {}));
    const stand = await start(context, { smooch: { url: proxy.url } });
    proxy.leadTo(stand.smooch.port);
    const user = stand.user();
    expect(await stand.ask(user, 'soup')).toEqual(['Tomato.']);
    const asked = stand.calls('chatbot', 'message').length;
    const hold = stand.chatbot.control.faults.add({ endpoint: 'message', effect: { kind: 'hold' } });
    user.say('soup');
    await stand.chatbot.control.journal.waitFor({ endpoint: 'message' }, { count: asked + 1 });
    await proxy.cut();
    stand.chatbot.control.faults.release(hold);
    await waitUntil(
      'the bot answered',
      () => stand.chatbot.control.journal.list({ endpoint: 'message', finished: false }).length === 0,
    );
    await proxy.mend();
    await stand.idle();
    expect(stand.texts(user)).toEqual(['Tomato.', 'Tomato.']);
    expect(stand.calls('smooch', 'history')).toHaveLength(0);
  });

  test.for([
    { name: 'a reset', failure: reset },
    { name: 'a time-out', failure: silence },
    { name: '500', failure: answer(500) },
    { name: '502', failure: answer(502) },
    { name: '504', failure: answer(504) },
    { name: '409', failure: answer(409) },
  ])('is looked for after $name, and sent again when it is not there', async ({ failure }, context) => {
    const stand = await start(context);
    stand.smooch.control.faults.add({ endpoint: 'message', ...failure });
    expect(await stand.ask(stand.user(), 'soup')).toEqual(['Tomato.']);
    expect(stand.calls('smooch', 'message')).toHaveLength(2);
    expect(stand.calls('smooch', 'history')).toHaveLength(1);
  });

  test.for([
    { name: 'a reset', failure: reset },
    { name: 'a time-out', failure: silence },
    { name: '500', failure: answer(500) },
    { name: '504', failure: answer(504) },
  ])('is looked for after $name, and not sent again when it is there', async ({ failure }, context) => {
    const stand = await start(context);
    stand.smooch.control.faults.add({ endpoint: 'message', ...failure, moment: 'after' });
    expect(await stand.ask(stand.user(), 'soup')).toEqual(['Tomato.']);
    expect(stand.calls('smooch', 'message')).toHaveLength(1);
    expect(stand.calls('smooch', 'history')).toHaveLength(1);
  });

  test('is looked for until the look-up succeeds', async (context) => {
    const stand = await start(context);
    stand.smooch.control.faults.add({ endpoint: 'message', ...reset, moment: 'after' });
    stand.smooch.control.faults.add({ endpoint: 'history', ...answer(503), times: 2 });
    expect(await stand.ask(stand.user(), 'soup')).toEqual(['Tomato.']);
    expect(stand.calls('smooch', 'message')).toHaveLength(1);
    expect(stand.calls('smooch', 'history')).toHaveLength(3);
  });

  test('is looked for as long as nobody can tell whether it arrived: it is never sent blindly', async (context) => {
    const stand = await start(context);
    stand.smooch.control.faults.add({ endpoint: 'message', ...reset, moment: 'after' });
    stand.smooch.control.faults.add({ endpoint: 'history', ...answer(500), times: 9 });
    expect(await stand.ask(stand.user(), 'soup')).toEqual(['Tomato.']);
    expect(stand.calls('smooch', 'message')).toHaveLength(1);
    expect(stand.calls('smooch', 'history')).toHaveLength(10);
    expect(stand.outcomes()).toEqual(['done']);
  });

  test('is sent at the time that Retry-After asks for: seconds or a date', async (context) => {
    const stand = await start(context);
    stand.smooch.control.faults.add({ endpoint: 'message', ...answer(429, { 'retry-after': '2' }) });
    expect(await stand.ask(stand.user(), 'soup')).toEqual(['Tomato.']);
    expect(pause(stand.calls('smooch', 'message'))).toBeGreaterThan(1_990);
    const other = stand.user();
    const known = stand.calls('smooch', 'message').length;
    const date = new Date(stand.clock.now() + 3_000).toUTCString();
    stand.smooch.control.faults.add({ endpoint: 'message', ...answer(503, { 'retry-after': date }) });
    expect(await stand.ask(other, 'soup')).toEqual(['Tomato.']);
    // Such a date has no fractions of a second.
    expect(pause(stand.calls('smooch', 'message').slice(known))).toBeGreaterThan(1_500);
  });
});

describe.concurrent('a question to the bot', () => {
  test.for([
    { name: '429', failure: answer(429) },
    { name: '503', failure: answer(503) },
  ])('that it did not take ($name) is asked again without a look-up', async ({ failure }, context) => {
    const stand = await start(context);
    stand.chatbot.control.faults.add({ endpoint: 'message', ...failure, times: 2 });
    expect(await stand.ask(stand.user(), 'soup')).toEqual(['Tomato.']);
    expect(stand.calls('chatbot', 'message')).toHaveLength(3);
    expect(stand.calls('chatbot', 'history')).toHaveLength(0);
  });

  test.for([
    { name: 'a reset', failure: reset },
    { name: '500', failure: answer(500) },
    { name: '502', failure: answer(502) },
  ])('is looked for after $name, and asked again when it was not heard', async ({ failure }, context) => {
    const stand = await start(context);
    stand.chatbot.control.faults.add({ endpoint: 'message', ...failure });
    expect(await stand.ask(stand.user(), 'soup')).toEqual(['Tomato.']);
    expect(stand.calls('chatbot', 'history')).toHaveLength(1);
    expect(await timesHeard(stand.chatbot, 'soup')).toBe(1);
  });

  test.for([
    { name: 'a reset', failure: reset },
    { name: '500', failure: answer(500) },
    { name: '502', failure: answer(502) },
  ])(
    'is looked for after $name, and when it was heard the answer in the record is shown',
    async ({ failure }, context) => {
      const stand = await start(context);
      stand.chatbot.control.faults.add({ endpoint: 'message', ...failure, moment: 'after' });
      expect(await stand.ask(stand.user(), 'soup')).toEqual(['Tomato.']);
      expect(stand.calls('chatbot', 'message')).toHaveLength(1);
      expect(await timesHeard(stand.chatbot, 'soup')).toBe(1);
    },
  );

  test('is asked at the time that Retry-After asks for', async (context) => {
    const stand = await start(context);
    stand.chatbot.control.faults.add({ endpoint: 'message', ...answer(429, { 'retry-after': '1' }) });
    expect(await stand.ask(stand.user(), 'soup')).toEqual(['Tomato.']);
    expect(pause(stand.calls('chatbot', 'message'))).toBeGreaterThan(990);
  });
});

describe.concurrent('what may happen twice is repeated at once, whatever the failure', () => {
  const failures = [
    { name: 'a reset', failure: reset },
    { name: 'a time-out', failure: silence },
    { name: '500', failure: answer(500) },
    { name: '429', failure: answer(429) },
  ];

  test.for(failures)('opening a session, after $name', async ({ failure }, context) => {
    const stand = await start(context);
    stand.chatbot.control.faults.add({ endpoint: 'conversation', ...failure });
    expect(await stand.ask(stand.user(), 'soup')).toEqual(['Tomato.']);
    expect(stand.calls('chatbot', 'conversation')).toHaveLength(2);
  });

  test.for(failures)('authentication, after $name', async ({ failure }, context) => {
    const stand = await start(context, {
      smooch: { app_tokens: { key: 'app_key_of_the_test', secret: 'smooch-secret-of-the-test' } },
    });
    await stand.ask(stand.user(), 'soup');
    stand.chatbot.control.expireAccessTokens();
    const before = stand.calls('chatbot', 'auth').length;
    stand.chatbot.control.faults.add({ endpoint: 'auth', ...failure });
    expect(await stand.ask(stand.user(), 'soup')).toEqual(['Tomato.']);
    expect(stand.calls('chatbot', 'auth').length - before).toBe(2);
  });

  test.for(failures)('reading the history, after $name', async ({ failure }, context) => {
    const stand = await start(context);
    stand.chatbot.control.faults.add({ endpoint: 'message', ...reset, moment: 'after' });
    stand.chatbot.control.faults.add({ endpoint: 'history', ...failure });
    expect(await stand.ask(stand.user(), 'soup')).toEqual(['Tomato.']);
    expect(stand.calls('chatbot', 'history')).toHaveLength(2);
    expect(stand.calls('chatbot', 'message')).toHaveLength(1);
  });
});

describe.concurrent('an answer that cannot be understood', () => {
  const garbage = { effect: { kind: 'respond', status: 200, body: '<html>' } } as const;

  test.for([
    { name: 'once', times: 1 },
    { name: 'twice', times: 2 },
  ])('$name to the look-up of a message: it is looked for again, and not sent twice', async ({ times }, context) => {
    const stand = await start(context);
    stand.smooch.control.faults.add({ endpoint: 'message', ...reset, moment: 'after' });
    stand.smooch.control.faults.add({ endpoint: 'history', ...garbage, times });
    expect(await stand.ask(stand.user(), 'soup')).toEqual(['Tomato.']);
    expect(stand.calls('smooch', 'message')).toHaveLength(1);
    expect(stand.outcomes()).toEqual(['done']);
  });

  test('to a message: it is looked for, since it has been taken', async (context) => {
    const stand = await start(context);
    stand.smooch.control.faults.add({ endpoint: 'message', ...garbage, moment: 'after' });
    expect(await stand.ask(stand.user(), 'soup')).toEqual(['Tomato.']);
    expect(stand.calls('smooch', 'message')).toHaveLength(1);
    expect(stand.outcomes()).toEqual(['done']);
  });

  test('to the look-up of a question: a plain text is asked again', async (context) => {
    const stand = await start(context);
    stand.chatbot.control.faults.add({ endpoint: 'message', ...reset });
    stand.chatbot.control.faults.add({ endpoint: 'history', ...garbage, times: 'always' });
    expect(await stand.ask(stand.user(), 'soup')).toEqual(['Tomato.']);
    expect(stand.calls('chatbot', 'history')).toHaveLength(3);
  });

  test('to the opening of a session: it is opened again', async (context) => {
    const stand = await start(context);
    stand.chatbot.control.faults.add({ endpoint: 'conversation', ...garbage });
    expect(await stand.ask(stand.user(), 'soup')).toEqual(['Tomato.']);
    expect(stand.calls('chatbot', 'conversation')).toHaveLength(2);
  });
});

test('typing that fails disturbs nothing and is not repeated', async (context) => {
  const stand = await start(context);
  stand.smooch.control.faults.add({ endpoint: 'activity', ...answer(500), times: 'always' });
  expect(await stand.ask(stand.user(), 'soup')).toEqual(['Tomato.']);
  expect(stand.calls('smooch', 'activity')).toHaveLength(1);
});

describe.concurrent('an event for the statistics', () => {
  const rate = async (stand: TurnStand) => {
    const user = stand.user();
    await stand.ask(user, 'soup');
    user.click(user.received.at(-1)!._id, 'Yes');
    await stand.idle();
    return stand.texts(user).at(-1);
  };
  const conversation = { content_ratings: { enabled: true } };

  test.for([
    { name: '500', failure: answer(500) },
    { name: 'a reset behind its effect', failure: { ...reset, moment: 'after' as const } },
    { name: '400', failure: answer(400) },
  ])('is tracked twice, after $name', async ({ failure }, context) => {
    const stand = await start(context, { conversation });
    stand.chatbot.control.faults.add({ endpoint: 'tracking', ...failure });
    expect(await rate(stand)).toBe('Thanks!');
    expect(stand.calls('chatbot', 'tracking')).toHaveLength(2);
    expect(stand.chatbot.control.events({ type: 'rate' }).length).toBeGreaterThan(0);
  });

  test('that cannot be tracked disturbs nothing', async (context) => {
    const stand = await start(context, { conversation });
    stand.chatbot.control.faults.add({ endpoint: 'tracking', ...answer(500), times: 'always' });
    expect(await rate(stand)).toBe('Thanks!');
    expect(stand.calls('chatbot', 'tracking')).toHaveLength(2);
    expect(stand.outcomes()).toEqual(['done', 'done']);
  });
});

describe.concurrent('a call that keeps failing', () => {
  test.for([
    { name: 'the bot refuses', endpoint: 'message', failure: answer(503) },
    { name: 'nobody knows whether the bot heard', endpoint: 'message', failure: reset },
    { name: 'no session can be opened', endpoint: 'conversation', failure: answer(500) },
  ])('in a bot turn has three attempts, then the user is told: $name', async ({ endpoint, failure }, context) => {
    const stand = await start(context);
    stand.chatbot.control.faults.add({ endpoint, ...failure, times: 'always' });
    expect(await stand.ask(stand.user(), 'soup')).toEqual([SORRY]);
    expect(stand.calls('chatbot', endpoint)).toHaveLength(3);
    expect(stand.outcomes()).toEqual(['apologised']);
  });

  test('and would only be repeated after more than 20 s is given up at once', async (context) => {
    const stand = await start(context);
    stand.chatbot.control.faults.add({ endpoint: 'message', ...answer(429, { 'retry-after': '21' }), times: 'always' });
    expect(await stand.ask(stand.user(), 'soup')).toEqual([SORRY]);
    expect(stand.calls('chatbot', 'message')).toHaveLength(1);
    expect(stand.outcomes()).toEqual(['apologised']);
  });

  test('because nobody listens has three attempts, too', async (context) => {
    const stand = await start(context);
    const user = stand.user();
    await stand.ask(user, 'soup');
    await stand.chatbot.stop();
    expect(await stand.ask(user, 'soup')).toEqual(['Tomato.', SORRY]);
  });

  test('for a message to the user is repeated while its event is younger than ten minutes', async (context) => {
    const stand = await start(context);
    const { faults, journal } = stand.chatbot.control;
    const hold = faults.add({ endpoint: 'message', effect: { kind: 'hold' } });
    const user = stand.user();
    user.say('soup');
    await journal.waitFor({ endpoint: 'message' });
    stand.smooch.control.faults.add({ endpoint: 'message', ...answer(503), times: 3 });
    stand.clock.advance(9 * 60_000);
    faults.release(hold);
    await stand.idle();
    expect(stand.texts(user)).toEqual(['Tomato.']);
    expect(stand.outcomes()).toEqual(['done']);
  });

  test('for a message to the user ends with that time: the event is parked and the user told once', async (context) => {
    const stand = await start(context);
    const { faults, journal } = stand.chatbot.control;
    const hold = faults.add({ endpoint: 'message', effect: { kind: 'hold' } });
    const user = stand.user();
    user.say('soup');
    await journal.waitFor({ endpoint: 'message' });
    stand.smooch.control.faults.add({ endpoint: 'message', ...answer(503) });
    stand.clock.advance(10 * 60_000);
    faults.release(hold);
    await stand.idle();
    expect(stand.texts(user)).toEqual([SORRY]);
    expect(stand.outcomes()).toEqual(['parked']);
    expect(await stand.setAside()).toEqual([expect.stringContaining('could not be sent in time')]);
  });

  test('so that not even the user can be told: the apology is tried once', async (context) => {
    const stand = await start(context);
    stand.smooch.control.faults.add({ endpoint: 'message', ...answer(413), times: 'always' });
    expect(await stand.ask(stand.user(), 'soup')).toEqual([]);
    expect(stand.outcomes()).toEqual(['parked']);
    expect(stand.calls('smooch', 'message').map(({ body }) => (body as { text: string }).text)).toEqual([
      'Tomato.',
      SORRY,
    ]);
  });
});
