import { setTimeout as delay } from 'node:timers/promises';
import { type Clock, systemClock } from '../core/clock.ts';
import { ApiError } from '../core/errors.ts';

/** How often and how long a kind of call is tried. */
export interface RetryPolicy {
  /** Tries in all, the first included; `Infinity` when only time limits them. */
  readonly attempts: number;
  /** No further try begins later than this, milliseconds. */
  readonly withinMs: number;
  /** Wait before the second try, milliseconds; doubled with each further one. */
  readonly firstDelayMs: number;
  /** The longest wait of our own choice, milliseconds; a service's `Retry-After` may ask for more. */
  readonly maxDelayMs: number;
}

/** The budgets of the connector, by kind of call. */
export const retryPolicies = {
  /** Calls to the bot, and all others inside a bot turn. */
  botTurn: { attempts: 3, withinMs: 20_000, firstDelayMs: 300, maxDelayMs: 5_000 },
  /** A message to the user; counted from the arrival of the event it answers. */
  userMessage: { attempts: Number.POSITIVE_INFINITY, withinMs: 600_000, firstDelayMs: 500, maxDelayMs: 30_000 },
  /** A message of the user to an agent. */
  agentMessage: { attempts: Number.POSITIVE_INFINITY, withinMs: 120_000, firstDelayMs: 500, maxDelayMs: 15_000 },
  /** Tracking never holds a turn up. */
  tracking: { attempts: 2, withinMs: 5_000, firstDelayMs: 200, maxDelayMs: 1_000 },
  /** Calls nobody waits for, such as the refresh of ExtraInfo. */
  background: { attempts: 3, withinMs: 60_000, firstDelayMs: 1_000, maxDelayMs: 10_000 },
} as const satisfies Record<string, RetryPolicy>;

export interface RetryCircumstances {
  /** What the service asked for, milliseconds. */
  retryAfterMs?: number;
  /** Time since the budget began, milliseconds. */
  elapsedMs: number;
  /** A number from 0 up to 1 that spreads the tries of many; `Math.random()`. */
  random: number;
}

/**
 * How long to wait before the next try.
 *
 * @param attempt tries made so far, at least 1
 * @returns milliseconds; undefined when the budget is used up, or would be at the end of the wait
 */
export function retryDelayMs(policy: RetryPolicy, attempt: number, given: RetryCircumstances): number | undefined {
  if (attempt >= policy.attempts) return undefined;
  const backoff = Math.min(policy.maxDelayMs, policy.firstDelayMs * 2 ** (attempt - 1));
  // Retry-After is a "not before": the jitter comes on top of it.
  const wait =
    given.retryAfterMs === undefined
      ? backoff * (0.5 + given.random / 2)
      : Math.max(0, given.retryAfterMs) + policy.firstDelayMs * given.random;
  return given.elapsedMs + wait > policy.withinMs ? undefined : Math.round(wait);
}

export interface RetryOptions {
  /** Whether this failure allows another try. */
  mayRepeat: (error: unknown) => boolean;
  clock?: Clock;
  sleep?: (ms: number) => Promise<void>;
  random?: () => number;
}

/**
 * Makes a call until it succeeds or its budget is used up. For calls outside of turns: inside a turn each try is
 * a step of its own.
 *
 * @throws the error of the last try
 */
export async function callWithRetry<T>(policy: RetryPolicy, call: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { mayRepeat, clock = systemClock, sleep = delay, random = Math.random } = options;
  const began = clock.monotonic();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      const retryAfterMs = error instanceof ApiError ? error.retryAfterMs : undefined;
      const elapsedMs = clock.monotonic() - began;
      const wait = mayRepeat(error)
        ? retryDelayMs(policy, attempt, { retryAfterMs, elapsedMs, random: random() })
        : undefined;
      if (wait === undefined) throw error;
      await sleep(wait);
    }
  }
}
