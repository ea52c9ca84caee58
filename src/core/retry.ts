import { ApiError, WireError } from './errors.ts';

/** How often and how long a kind of call is tried; data, so that a reader finds every budget in one place. */
export interface RetryPolicy {
  /** Attempts in all, the first included; `Infinity` when only time limits them. */
  readonly attempts: number;
  /** No further attempt begins later than this, milliseconds. */
  readonly withinMs: number;
  /** Wait before the second attempt, milliseconds; doubled with each further one. */
  readonly firstDelayMs: number;
  /** The longest wait of our own choice, milliseconds; a service's `Retry-After` may ask for more. */
  readonly maxDelayMs: number;
}

/** The budgets of the connector, by kind of call. */
export const retryPolicies = {
  /** Calls to the bot, and all others inside a bot turn: the user is waiting. */
  botTurn: { attempts: 3, withinMs: 20_000, firstDelayMs: 300, maxDelayMs: 5_000 },
  /** A message to the user; counted from the arrival of the event it answers. */
  userMessage: { attempts: Number.POSITIVE_INFINITY, withinMs: 600_000, firstDelayMs: 500, maxDelayMs: 30_000 },
  /** A message of the user to an agent: it is a conversation, so it is soon too late. */
  agentMessage: { attempts: Number.POSITIVE_INFINITY, withinMs: 120_000, firstDelayMs: 500, maxDelayMs: 15_000 },
  /** Finding out whether an earlier attempt took effect. */
  lookUp: { attempts: 3, withinMs: 20_000, firstDelayMs: 500, maxDelayMs: 4_000 },
  /** Tracking never holds a turn up. */
  tracking: { attempts: 2, withinMs: 5_000, firstDelayMs: 200, maxDelayMs: 1_000 },
} as const satisfies Record<string, RetryPolicy>;

/**
 * A call that nobody waits for any more, because it timed out or its process died, may take effect later than that. It
 * is looked for after `firstMs`. What is not there is looked for again, every `againMs`, before the call is made once
 * more: until a call that timed out has had as long again as it had, and, where the look-up itself took longer than
 * `slowMs`, until `slowFactor` times as long as that: a service that is slow to say what is there is slow to do what it
 * was asked. Never longer than `longestMs`. All in milliseconds.
 */
export const settling = { firstMs: 2_000, againMs: 4_000, slowMs: 500, slowFactor: 5, longestMs: 10_000 } as const;

export interface RetryCircumstances {
  /** What the service asked for, milliseconds. */
  retryAfterMs?: number | undefined;
  /** Time since the budget began, milliseconds. */
  elapsedMs: number;
  /** A number from 0 up to 1 that spreads the attempts of many; `Math.random()`. */
  random: number;
}

/**
 * How long to wait before the next attempt.
 * @param attempt attempts made so far, at least 1
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

/** Answers to a call that a later attempt may cure. */
function isPassing(status: number | undefined): boolean {
  return status === undefined || status >= 500 || status === 408 || status === 409 || status === 429;
}

/** The flow opens a new session, the operator mends the key; another attempt does neither. */
function needsOtherCure(error: ApiError): boolean {
  return error.code === 'credentials-refused' || error.code === 'session-expired';
}

/**
 * Whether a failed call may simply be made again.
 * @param callIsSafe true for calls that may happen twice: reading, authentication, typing, opening a bot session,
 *   variables. All others are repeated only when the service certainly did not act.
 */
export function mayRepeat(error: unknown, callIsSafe: boolean): boolean {
  if (error instanceof WireError) return callIsSafe;
  if (!(error instanceof ApiError)) return false;
  return !needsOtherCure(error) && (error.nothingHappened || (callIsSafe && isPassing(error.status)));
}

/**
 * Whether a call that must not happen twice may be made again once a look-up has shown that it did not happen:
 * time-outs, resets, 5xx, answers that cannot be understood, and a 409, with which Smooch also reports two updates at
 * the same time (Smooch docs: errors).
 */
export function mayRepeatAfterLookUp(error: unknown): boolean {
  if (error instanceof WireError) return true;
  if (!(error instanceof ApiError) || needsOtherCure(error)) return false;
  return error.nothingHappened || error.ambiguous || error.status === 408 || error.status === 409;
}
