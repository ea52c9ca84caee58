import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ApiError, type ApiFailure, NotConfiguredError } from '../../src/core/errors.ts';
import { type RetryPolicy, retryPolicies } from '../../src/core/retry.ts';
import type { StepSpec } from '../../src/flow/step-spec.ts';
import { Turn, type TurnTools } from '../../src/flow/turn.ts';
import {
  BudgetUsedUpError,
  ParkError,
  PutDownError,
  StoppedError,
  UndeliverableError,
} from '../../src/flow/turn-outcome.ts';
import type { Store } from '../../src/store/schema.ts';
import { createSlots } from '../../src/store/slots.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { createTurnLog } from '../../src/store/steps.ts';
import { temporaryFolder } from '../support/conf-folder.ts';
import { createMovableClock, type MovableClock } from '../support/movable-clock.ts';

const folder = temporaryFolder('turn');
let store: Store;
let clock: MovableClock;
let eventId: number;
let ending: AbortController;

beforeEach(async () => {
  clock = createMovableClock();
  store = await openSqliteStore({ folder: folder.path, clock, writer: 'inline' });
  const event = { lane: 'lane', kind: 'user' as const, payload: {}, receivedAt: clock.now() };
  const [outcome] = await store.append([event]);
  eventId = outcome?.status === 'stored' ? outcome.id : 0;
  ending = new AbortController();
});
afterEach(async () => {
  await store.close();
  folder.remove();
});

/** Begins the turn from what the store has, as a process does. */
async function begin(how: { rerun?: boolean; tools?: Partial<TurnTools> } = {}): Promise<Turn> {
  const recorded = await store.steps(eventId);
  const event = (await store.event(eventId))!;
  return new Turn(event, recorded, how.rerun ?? recorded.length > 0, {
    log: createTurnLog(store),
    clock,
    slots: createSlots(1),
    random: () => 0,
    stopping: () => ending.signal.aborted,
    holds: () => true,
    onOperatorNeeded: () => {},
    stopSignal: ending.signal,
    lookUpsFrom: 0,
    ...how.tools,
  });
}

/** A call that answers in turn with these: a value, or a failure. */
function answering<T>(...answers: (T | Error)[]) {
  const made: number[] = [];
  const call = async (): Promise<T> => {
    const answer = answers[made.push(clock.now()) - 1];
    if (answer instanceof Error) throw answer;
    return answer as T;
  };
  return { call, times: () => made.length };
}

const failure = (more: Partial<ApiFailure>): ApiError =>
  new ApiError({ service: 'smooch', operation: 'send message', reason: 'no', nothingHappened: false, ...more });
const refusedConnection = failure({ nothingHappened: true });
const busy = (retryAfterMs?: number) => failure({ status: 429, nothingHappened: true, retryAfterMs });
const reset = failure({});

const policy: RetryPolicy = { attempts: 3, withinMs: 20_000, firstDelayMs: 1, maxDelayMs: 4 };
const spec = <T>(call: () => Promise<T>, more: Partial<StepSpec<T>> = {}): StepSpec<T> => ({ call, policy, ...more });

/** The error that ends a turn. */
const endOf = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a step', () => {
  test('that has a result is not called again', async () => {
    const first = await begin();
    await first.step('ask', spec(answering('hello').call));
    await first.finish({});
    const again = answering('something else');
    const second = await begin();
    expect(await second.step('ask', spec(again.call))).toBe('hello');
    expect(again.times()).toBe(0);
  });

  test('is on disk before the next call is made', async () => {
    const turn = await begin();
    await turn.step(
      'one',
      spec(async () => 1),
    );
    const onDisk = await turn.step(
      'two',
      spec(async () => (await store.steps(eventId)).map(({ name, result }) => ({ name, result }))),
    );
    expect(onDisk).toEqual([{ name: 'one', result: '1' }]);
  });

  test('tells when it got its result, also on a second run', async () => {
    const first = await begin();
    await first.step(
      'ask',
      spec(async () => 1),
    );
    const at = first.lastStepAt;
    await first.finish({});
    clock.advance(60_000);
    const second = await begin();
    await second.step(
      'ask',
      spec(async () => 2),
    );
    expect(second.lastStepAt).toBe(at);
  });

  test('of a name that the earlier run did not have there parks the event as changed by upgrade', async () => {
    const first = await begin();
    await first.step(
      'ask',
      spec(async () => 1),
    );
    await first.finish({});
    const call = answering(2);
    const end = await endOf((await begin()).step('send:0', spec(call.call)));
    expect(end).toBeInstanceOf(ParkError);
    expect(String(end)).toContain('changed by upgrade: step 1 was "ask" and would now be "send:0"');
    expect(call.times()).toBe(0);
  });

  test('that failed for good has no result', async () => {
    const turn = await begin();
    const refused = failure({ status: 403 });
    expect(await endOf(turn.step('send:0', spec(answering(refused).call)))).toBe(refused);
    await turn.finish({});
    expect(await store.steps(eventId)).toEqual([]);
  });

  test('whose failure does not end the turn fails the same way on a second run', async () => {
    const first = await begin();
    const failed = await first.attempt('ask', spec(answering(failure({ status: 403, reason: 'closed' })).call));
    expect(failed).toMatchObject({ ok: false, status: 403, timedOut: false });
    await first.finish({});
    const again = answering('hello');
    expect(await (await begin()).attempt('ask', spec(again.call))).toEqual(failed);
    expect(again.times()).toBe(0);
  });

  test('throws what is no failure of a service as it is', async () => {
    const mistake = new TypeError('a bug of ours');
    expect(await endOf((await begin()).attempt('ask', spec(answering(mistake).call)))).toBe(mistake);
  });
});

describe('a value that may differ', () => {
  test('is worked out once', async () => {
    const first = await begin();
    const value = first.record('clock', () => ({ now: 1 }));
    await first.finish({});
    const second = await begin();
    expect(second.record('clock', () => ({ now: 2 }))).toEqual(value);
  });

  test('is on disk before the next call', async () => {
    const turn = await begin();
    turn.record('render', () => ['a', 'b']);
    const onDisk = await turn.step(
      'send:0',
      spec(async () => (await store.steps(eventId)).length),
    );
    expect(onDisk).toBe(1);
  });

  test('says whether the turn is past what was recorded', async () => {
    const first = await begin();
    first.record('render', () => 1);
    await first.finish({});
    const second = await begin();
    expect(second.beyondRecord).toBe(false);
    second.record('render', () => 2);
    expect(second.beyondRecord).toBe(true);
  });
});

describe('the end of a turn', () => {
  test('is committed with its last step', async () => {
    const turn = await begin();
    await turn.step(
      'send:0',
      spec(async () => 'sent'),
    );
    const session = { document: '{"lang":"en"}', usedAt: clock.now(), hasChat: false };
    await turn.finish({ session, end: { state: 'done', reason: null, at: clock.now() } });
    expect((await store.steps(eventId)).map(({ name }) => name)).toEqual(['send:0']);
    expect(await store.waiting()).toEqual([]);
    expect(await store.session('lane')).toBe('{"lang":"en"}');
  });

  test('is kept with its reason when it is set aside', async () => {
    const turn = await begin();
    const { message } = new UndeliverableError('the user is gone');
    await turn.finish({ end: { state: 'undeliverable', reason: message, at: clock.now() } });
    expect(await store.parked()).toMatchObject([{ id: eventId, state: 'undeliverable', reason: 'the user is gone' }]);
  });
});

describe('a step that may have been under way when the last run ended', () => {
  test('is looked for, and not called when it took effect', async () => {
    const call = answering('again');
    const turn = await begin({ rerun: true });
    expect(await turn.step('send:0', spec(call.call, { lookUp: async () => 'found' }))).toBe('found');
    expect(call.times()).toBe(0);
  });

  test('is called when it did not take effect', async () => {
    const turn = await begin({ rerun: true });
    expect(await turn.step('send:0', spec(answering('sent').call, { lookUp: async () => undefined }))).toBe('sent');
  });

  test('is the first one without a result, no other', async () => {
    const lookUp = answering<string | undefined>('found', 'found');
    const turn = await begin({ rerun: true });
    await turn.step(
      'send:0',
      spec(async () => 'sent', { lookUp: lookUp.call }),
    );
    expect(
      await turn.step(
        'send:1',
        spec(async () => 'sent', { lookUp: lookUp.call }),
      ),
    ).toBe('sent');
    expect(lookUp.times()).toBe(1);
  });

  test('is simply called when that does no harm', async () => {
    const lookUp = answering<string | undefined>('found');
    const turn = await begin({ rerun: true });
    expect(
      await turn.step(
        'session',
        spec(async () => 'new', { safe: true, lookUp: lookUp.call }),
      ),
    ).toBe('new');
    expect(lookUp.times()).toBe(0);
  });

  test('is looked for no earlier than what was on its way can have arrived', async () => {
    const from = clock.monotonic() + 50;
    let lookedAt = 0;
    const lookUp = async () => {
      lookedAt = clock.monotonic();
      return 'found';
    };
    const turn = await begin({ rerun: true, tools: { lookUpsFrom: from } });
    await turn.step(
      'send:0',
      spec(async () => 'sent', { lookUp }),
    );
    // A timer may be a millisecond early.
    expect(lookedAt).toBeGreaterThan(from - 2);
  });

  test('is called when the look-up fails, or given up, as the step says', async () => {
    const lookUp = async () => {
      throw failure({ status: 400 });
    };
    const repeated = await begin({ rerun: true });
    expect(await repeated.step('ask', spec(answering('hi').call, { lookUp, ifUnknown: 'repeat' }))).toBe('hi');
    const call = answering('hi');
    const givenUp = await begin({ rerun: true });
    const end = await endOf(givenUp.step('ask', spec(call.call, { lookUp, ifUnknown: 'fail' })));
    expect(end).toBeInstanceOf(BudgetUsedUpError);
    expect(call.times()).toBe(0);
  });

  test('is looked for as long as the policy lasts, and never called blindly, where the step says so', async () => {
    const down = Array.from({ length: 6 }, () => failure({ status: 500 }));
    const call = answering('again');
    const lookUp = answering<string | undefined>(...down, 'found');
    const looking = await begin({ rerun: true });
    expect(await looking.step('send:0', spec(call.call, { lookUp: lookUp.call, ifUnknown: 'look-on' }))).toBe('found');
    const never = async () => {
      throw failure({ status: 500 });
    };
    const givenUp = await begin({ rerun: true });
    const end = await endOf(givenUp.step('send:0', spec(call.call, { lookUp: never, ifUnknown: 'look-on' })));
    expect(end).toBeInstanceOf(BudgetUsedUpError);
    expect(call.times()).toBe(0);
  });

  test('waits for the operator when the look-up is refused, and is looked for afterwards', async () => {
    const call = answering<string>(failure({ status: 401 }), 'sent');
    const lookUp = answering<string | undefined>(failure({ status: 401 }), 'found');
    const turn = await begin({ rerun: true });
    const end = await endOf(turn.step('send:0', spec(call.call, { lookUp: lookUp.call, ifUnknown: 'repeat' })));
    expect(end).toBeInstanceOf(PutDownError);
    const { notBefore, progress } = end as PutDownError;
    await turn.finish({ putDown: { notBefore, progress } });
    const resumed = await begin({ rerun: true });
    expect(await resumed.step('send:0', spec(call.call, { lookUp: lookUp.call, ifUnknown: 'repeat' }))).toBe('found');
  });
});

describe('the last word of a turn that is set aside', () => {
  test('is said without a look-up by a first run, and after one by another', async () => {
    const lookUp = answering<string | undefined>('said before', undefined);
    const call = answering('said');
    const word = { call: call.call, lookUp: lookUp.call };
    expect(await (await begin()).lastWord(word)).toBe('said');
    expect(lookUp.times()).toBe(0);
    expect(await (await begin({ rerun: true })).lastWord(word)).toBe('said before');
    expect(call.times()).toBe(1);
  });

  test('is not said when nobody can tell whether it was', async () => {
    const call = answering('said');
    const lookUp = async () => {
      throw failure({ status: 404 });
    };
    expect(await endOf((await begin({ rerun: true })).lastWord({ call: call.call, lookUp }))).toBeInstanceOf(Error);
    expect(call.times()).toBe(0);
  });
});

describe('a call that fails', () => {
  test('and did not happen is repeated without a look-up, as often as the policy allows', async () => {
    const lookUp = answering<string | undefined>('found');
    const call = answering<string>(refusedConnection, busy(), 'sent');
    expect(await (await begin()).step('send:0', spec(call.call, { lookUp: lookUp.call }))).toBe('sent');
    expect(lookUp.times()).toBe(0);
    const never = answering<string>(busy(), busy(), busy(), 'too late');
    expect(await endOf((await begin()).step('send:0', spec(never.call)))).toBeInstanceOf(BudgetUsedUpError);
    expect(never.times()).toBe(3);
  });

  test('and may have happened is repeated behind a look-up only', async () => {
    const call = answering<string>(reset, 'sent');
    const lookUp = answering<string | undefined>(undefined);
    expect(await (await begin()).step('send:0', spec(call.call, { lookUp: lookUp.call }))).toBe('sent');
    expect([call.times(), lookUp.times()]).toEqual([2, 1]);
    const unlooked = answering<string>(reset, 'sent');
    expect(await endOf((await begin()).step('track', spec(unlooked.call)))).toBe(reset);
    expect(unlooked.times()).toBe(1);
  });

  test('and may have happened stays so, also when the next attempt was refused', async () => {
    const call = answering<string>(reset, busy(), 'sent');
    const lookUp = answering<string | undefined>(undefined, 'found');
    expect(await (await begin()).step('send:0', spec(call.call, { lookUp: lookUp.call }))).toBe('found');
    expect(call.times()).toBe(2);
  });

  test('but does no harm twice is repeated at once', async () => {
    const call = answering<string>(reset, failure({ status: 500 }), 'open');
    expect(await (await begin()).step('session', spec(call.call, { safe: true }))).toBe('open');
  });

  test('is given up when its time is over, counted from where the step says', async () => {
    const call = answering<string>(busy(), 'sent');
    const since = clock.now() - policy.withinMs;
    expect(await endOf((await begin()).step('send:0', spec(call.call, { since })))).toBeInstanceOf(BudgetUsedUpError);
    expect(call.times()).toBe(1);
  });
});

describe('a wait of more than 5 s', () => {
  test('puts the turn down until then, with its budget', async () => {
    const turn = await begin();
    const end = await endOf(turn.step('send:0', spec(answering(busy(), busy(6_000)).call)));
    expect(end).toBeInstanceOf(PutDownError);
    const { notBefore, progress } = end as PutDownError;
    expect(notBefore - clock.now()).toBeGreaterThan(5_900);
    expect(progress).toMatchObject({ step: 'send:0', attempts: 2, nothingHappened: true });
    await turn.finish({ putDown: { notBefore, progress } });
    expect(await store.waiting()).toEqual([{ id: eventId, lane: 'lane', kind: 'user', notBefore }]);
    const last = answering<string>(busy());
    expect(await endOf((await begin()).step('send:0', spec(last.call)))).toBeInstanceOf(BudgetUsedUpError);
    expect(last.times()).toBe(1);
  });

  test('keeps that the call may have happened', async () => {
    const turn = await begin();
    const lookUp = answering<string | undefined>(undefined, 'found');
    const call = answering<string>(reset, busy(6_000));
    const end = await endOf(turn.step('send:0', spec(call.call, { lookUp: lookUp.call })));
    expect((end as PutDownError).progress).toMatchObject({ nothingHappened: false });
    const { notBefore, progress } = end as PutDownError;
    await turn.finish({ putDown: { notBefore, progress } });
    expect(await (await begin()).step('send:0', spec(call.call, { lookUp: lookUp.call }))).toBe('found');
    expect(call.times()).toBe(2);
  });

  test('for a time that comes earlier by an event ends with the event', async () => {
    const turn = await begin();
    await turn.waitUntil(clock.now() + 60_000, Promise.resolve());
    expect(
      await turn.step(
        'send:1',
        spec(async () => 'sent'),
      ),
    ).toBe('sent');
  });
});

describe('a short wait', () => {
  test('gives the place away and takes it back', async () => {
    const slots = createSlots(1);
    await slots.acquire();
    const turn = await begin({ tools: { slots } });
    let free = () => {};
    const wake = new Promise<void>((resolve) => {
      free = resolve;
    });
    const waited = turn.waitUntil(clock.now() + 4_000, wake);
    await slots.acquire();
    free();
    let isBack = false;
    void waited.then(() => {
      isBack = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isBack).toBe(false);
    slots.release();
    await waited;
  });

  test('is none when the time is over', async () => {
    const slots = createSlots(0);
    const turn = await begin({ tools: { slots } });
    await turn.waitUntil(clock.now() - 1);
    expect(turn.beyondRecord).toBe(true);
  });
});

describe('a process that ends', () => {
  test('stops the turn between two steps', async () => {
    const turn = await begin();
    await turn.step(
      'ask',
      spec(async () => {
        ending.abort();
        return 'hello';
      }),
    );
    const call = answering('sent');
    expect(await endOf(turn.step('send:0', spec(call.call)))).toBeInstanceOf(StoppedError);
    expect(call.times()).toBe(0);
    expect((await store.steps(eventId)).map(({ name }) => name)).toEqual(['ask']);
  });

  test('cuts waits short', async () => {
    const turn = await begin();
    const call = answering<string>(busy(4_000), 'sent');
    const end = endOf(turn.step('send:0', spec(call.call)));
    ending.abort();
    expect(await end).toBeInstanceOf(StoppedError);
    expect(call.times()).toBe(1);
  });
});

describe('a call that was given up', () => {
  const timedOut = failure({ timedOut: true });
  /** Gives up after so long. */
  const givenUpAfter = (ms: number) => {
    const made: number[] = [];
    const call = async () => {
      if (made.push(clock.monotonic()) > 1) return 'sent';
      clock.advance(ms);
      throw timedOut;
    };
    return { call, made };
  };
  const once: RetryPolicy = { ...policy, withinMs: 600_000 };

  test('is looked for as long again as it took, before it is made once more', async () => {
    const given = givenUpAfter(7_000);
    const from = clock.monotonic() + 7_000;
    const lookUp = async () => {
      // It takes effect five seconds after it was given up.
      if (clock.monotonic() - from >= 5_000) return 'found late';
      clock.advance(1_000);
      return undefined;
    };
    const result = await (await begin()).step('send:0', spec(given.call, { policy: once, lookUp }));
    expect([result, given.made.length]).toEqual(['found late', 1]);
  }, 20_000);

  test('quickly is looked for once', async () => {
    const given = givenUpAfter(100);
    const lookUp = answering<string | undefined>(undefined);
    expect(await (await begin()).step('send:0', spec(given.call, { policy: once, lookUp: lookUp.call }))).toBe('sent');
    expect(lookUp.times()).toBe(1);
  });

  test('is made once more when it has not come for ten seconds', async () => {
    const given = givenUpAfter(60_000);
    const looked: number[] = [];
    const lookUp = async () => {
      looked.push(clock.monotonic());
      clock.advance(4_000);
      return undefined;
    };
    expect(await (await begin()).step('send:0', spec(given.call, { policy: once, lookUp }))).toBe('sent');
    expect(looked.length).toBeGreaterThan(1);
    expect(given.made[1]! - looked[0]!).toBeGreaterThan(7_900);
  }, 20_000);

  test('by a process that died is looked for again where the service is slow to tell', async () => {
    let looks = 0;
    const lookUp = async () => {
      looks += 1;
      clock.advance(1_500);
      return looks < 3 ? undefined : 'found late';
    };
    const call = answering('again');
    const turn = await begin({ rerun: true });
    expect(await turn.step('send:0', spec(call.call, { lookUp }))).toBe('found late');
    expect(call.times()).toBe(0);
  }, 20_000);
});

describe('a beginning', () => {
  const begun = async () => (await store.event(eventId))?.takeovers;

  test('counts from its first step on, and once', async () => {
    const turn = await begin();
    turn.record('meaning', () => 1);
    expect(await begun()).toBe(0);
    const seen: unknown[] = [];
    const look = async () => seen.push(await begun());
    await turn.step('ask', spec(look));
    await turn.step('send:0', spec(look));
    expect(seen).toEqual([1, 1]);
  });

  test('counts when it has lived for a while without a step, unless it is over by then', async () => {
    const turn = await begin();
    await turn.count();
    expect(await begun()).toBe(1);
    const over = await begin();
    const progress = { step: 'ask', attempts: 1, since: clock.now(), nothingHappened: true };
    await over.finish({ putDown: { notBefore: 1, progress } });
    await over.count();
    expect(await begun()).toBe(0);
  });

  test('of another instance by now counts nothing', async () => {
    await (await begin({ tools: { holds: () => false } })).count();
    expect(await begun()).toBe(0);
  });

  test('that comes to no step counts nothing', async () => {
    const first = await begin();
    await first.step('ask', spec(answering('hi').call));
    await first.finish({});
    const again = await begin();
    await again.step('ask', spec(answering('hi').call));
    expect(await begun()).toBe(1);
  });

  test('under suspicion counts until its first call to others, and from its first result on', async () => {
    const turn = await begin({ tools: { suspected: true } });
    await turn.begin();
    const seen: unknown[] = [await begun()];
    const look = async () => seen.push(await begun());
    await turn.step('hook:beforeBot', spec(look, { local: true }));
    seen.push(await begun());
    expect(seen).toEqual([1, 1, 1]);
    const other = await begin({ tools: { suspected: true } });
    expect(other.event.takeovers).toBe(1);
    await other.begin();
    const inHook: unknown[] = [];
    await other.step('hook:beforeBot', spec(look, { local: true }));
    await other.step(
      'ask',
      spec(async () => inHook.push(await begun())),
    );
    expect(inHook).toEqual([1]);
    expect(await begun()).toBe(2);
    expect((await store.steps(eventId)).map(({ name }) => name)).toEqual(['hook:beforeBot', 'ask']);
  });
});

describe('what only the operator can mend', () => {
  test.each([
    ['a missing key', new NotConfiguredError('there is no key')],
    ['a refused key', failure({ status: 401, code: 'credentials-refused' })],
    ['a plan that is not paid', failure({ status: 402 })],
  ])('puts the turn down for a minute: %s', async (_name, error) => {
    const problems: string[] = [];
    const turn = await begin({ tools: { onOperatorNeeded: (problem) => void problems.push(problem) } });
    const end = await endOf(turn.step('send:0', spec(answering(error).call, { policy: retryPolicies.userMessage })));
    expect(end).toBeInstanceOf(PutDownError);
    expect((end as PutDownError).notBefore - clock.now()).toBeGreaterThan(59_000);
    expect(problems).toEqual([error.message]);
  });

  test('parks the event after a day', async () => {
    const turn = await begin();
    clock.advance(24 * 3_600_000 + 1);
    expect(await endOf(turn.step('send:0', spec(answering(failure({ status: 402 })).call)))).toBeInstanceOf(ParkError);
  });

  test('is no matter of the bot: its refusals are results', async () => {
    const refused = failure({ service: 'chatbot', status: 401, code: 'credentials-refused' });
    expect(await endOf((await begin()).step('ask', spec(answering(refused).call)))).toBe(refused);
  });
});
