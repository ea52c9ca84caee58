import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ApiError, type ApiFailure, WireError } from '../../src/core/errors.ts';
import {
  mayRepeat,
  mayRepeatAfterLookUp,
  type RetryPolicy,
  retryDelayMs,
  retryPolicies,
} from '../../src/core/retry.ts';
import { parseRetryAfter } from '../../src/net/retry-after.ts';

function apiError(rest: Partial<ApiFailure>): ApiError {
  return new ApiError({ service: 'chatbot', operation: 'ask', reason: 'no', nothingHappened: false, ...rest });
}

const policy: RetryPolicy = { attempts: 3, withinMs: 20_000, firstDelayMs: 300, maxDelayMs: 5_000 };

describe('the wait before the next try', () => {
  test('grows with every try, and is never longer than its limit', () => {
    const forever = { ...policy, attempts: Number.POSITIVE_INFINITY };
    const waits = [1, 2, 3, 9].map((attempt) => retryDelayMs(forever, attempt, { elapsedMs: 0, random: 1 }));
    expect(waits).toEqual([300, 600, 1_200, 5_000]);
    expect(retryDelayMs(forever, 1, { elapsedMs: 0, random: 0 })).toBe(150);
  });

  test('ends with the last attempt, and where the wait would pass the time limit', () => {
    expect(retryDelayMs(policy, 3, { elapsedMs: 0, random: 0 })).toBeUndefined();
    expect(retryDelayMs(policy, 1, { elapsedMs: 19_900, random: 1 })).toBeUndefined();
    expect(retryDelayMs(policy, 1, { elapsedMs: 0, random: 0, retryAfterMs: 21_000 })).toBeUndefined();
  });

  test('is never shorter than the service asked for, and stays in the budget', () => {
    const circumstances = fc.record({
      elapsedMs: fc.nat(30_000),
      random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      retryAfterMs: fc.option(fc.integer({ min: -5, max: 40_000 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(retryPolicies)),
        fc.integer({ min: 1, max: 2_000 }),
        circumstances,
        (any, attempt, given) => {
          const wait = retryDelayMs(any, attempt, given);
          if (wait === undefined) return;
          expect(attempt).toBeLessThan(any.attempts);
          expect(wait).toBeGreaterThanOrEqual(Math.max(0, given.retryAfterMs ?? 0));
          expect(given.elapsedMs + wait).toBeLessThanOrEqual(any.withinMs + 1);
        },
      ),
    );
  });

  test('a bot turn has three tries within 20 seconds, a message to the user ten minutes', () => {
    expect(retryPolicies.botTurn).toMatchObject({ attempts: 3, withinMs: 20_000 });
    expect(retryPolicies.userMessage).toMatchObject({ attempts: Number.POSITIVE_INFINITY, withinMs: 600_000 });
    expect(retryPolicies.tracking.attempts).toBe(2);
  });
});

describe('Retry-After', () => {
  const now = Date.UTC(2024, 4, 2, 10, 0, 0);
  test.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['1.5', 1_500],
    ['Thu, 02 May 2024 10:01:00 GMT', 60_000],
    ['Thursday, 02-May-24 10:00:30 GMT', 30_000],
    ['Thu May  2 10:00:10 2024', 10_000],
    ['Thu, 02 May 2024 09:00:00 GMT', 0],
  ])('"%s" is a wait of %i ms', (header, ms) => {
    expect(parseRetryAfter(header, now)).toBe(ms);
  });

  test.each([undefined, '', 'soon', '-5', 'retry 1', 'Thu, 99 Foo', '12 minutes'])('%j says nothing', (header) => {
    expect(parseRetryAfter(header, now)).toBeUndefined();
  });

  test('of several the first counts', () => {
    expect(parseRetryAfter(['3', '9'], now)).toBe(3_000);
  });
});

describe('what may be repeated', () => {
  test.each([
    ['a refused connection', apiError({ nothingHappened: true }), true, true, true],
    ['a 429', apiError({ status: 429, nothingHappened: true }), true, true, true],
    ['a 503', apiError({ status: 503, nothingHappened: true }), true, true, true],
    ['a time-out or reset', apiError({ timedOut: true }), true, false, true],
    ['a 500', apiError({ status: 500 }), true, false, true],
    ['a 502', apiError({ status: 502 }), true, false, true],
    ['a 504', apiError({ status: 504, code: 'gateway-timeout' }), true, false, true],
    ['a 409', apiError({ status: 409 }), true, false, true],
    ['a 400', apiError({ status: 400 }), false, false, false],
    ['a 404', apiError({ status: 404 }), false, false, false],
    ['an expired session', apiError({ status: 400, code: 'session-expired' }), false, false, false],
    ['an answer nobody understands', new WireError('x', ['y']), true, false, true],
    ['a mistake of ours', new TypeError('x'), false, false, false],
  ])('%s', (_name, error, whenSafe, whenNot, afterLookUp) => {
    expect(mayRepeat(error, true)).toBe(whenSafe);
    expect(mayRepeat(error, false)).toBe(whenNot);
    expect(mayRepeatAfterLookUp(error)).toBe(afterLookUp);
  });

  test('a refused key is never tried again, though nothing happened', () => {
    const error = apiError({ code: 'credentials-refused', nothingHappened: true });
    expect([mayRepeat(error, true), mayRepeat(error, false), mayRepeatAfterLookUp(error)]).toEqual([
      false,
      false,
      false,
    ]);
  });
});
