import { ApiError } from './errors.ts';

/** How often and how long a call is tried; data, so that a reader finds every budget in one place. */
export interface RetryPolicy {
  /** Attempts in all, the first included. */
  attempts: number;
  /** No attempt begins later than this after the first one, milliseconds. */
  withinMs: number;
  firstDelayMs: number;
  maxDelayMs: number;
}

/** Calls of a bot turn: the user is waiting. */
export const BOT_CALL: RetryPolicy = { attempts: 3, withinMs: 20_000, firstDelayMs: 400, maxDelayMs: 4_000 };

/** Look-ups and other calls that may simply be made again. */
export const SAFE_CALL: RetryPolicy = { attempts: 4, withinMs: 20_000, firstDelayMs: 250, maxDelayMs: 4_000 };

/** A message to the user; its turn counts the ten minutes from the arrival of the event. */
export const USER_MESSAGE: RetryPolicy = {
  attempts: Number.POSITIVE_INFINITY,
  withinMs: 600_000,
  firstDelayMs: 500,
  maxDelayMs: 30_000,
};

/** Tracking: tried twice, whatever the failure; a double event is accepted. */
export const TRACKING: RetryPolicy = { attempts: 2, withinMs: 20_000, firstDelayMs: 300, maxDelayMs: 1_000 };

/** Where a call stands when it has just failed. */
export interface FailedAttempt {
  /** Attempts made so far. */
  attempts: number;
  /** Milliseconds since the budget began. */
  elapsedMs: number;
  /** What the service asked for, milliseconds. */
  retryAfterMs?: number | undefined;
  /** 0 to 1. */
  random: number;
}

/**
 * How long to wait before the next attempt: exponential with jitter, never shorter than the service asked for.
 * @returns milliseconds, or undefined when the budget is used up
 */
export function retryDelayMs(policy: RetryPolicy, failed: FailedAttempt): number | undefined {
  if (failed.attempts >= policy.attempts) return undefined;
  const ceiling = Math.min(policy.maxDelayMs, policy.firstDelayMs * 2 ** Math.min(failed.attempts - 1, 30));
  const delay = Math.max(failed.retryAfterMs ?? 0, Math.round(ceiling * (0.5 + failed.random / 2)));
  return failed.elapsedMs + delay > policy.withinMs ? undefined : delay;
}

/**
 * Whether the same call may simply be made again. A call that is not safe only when the service certainly
 * did not act on it (refused connection, 429, 503); otherwise a look-up has to come first.
 */
export function mayRepeat(error: unknown, safe: boolean): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.nothingHappened || (safe && error.ambiguous);
}
