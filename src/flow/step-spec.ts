import type { RetryPolicy } from '../core/retry.ts';
import type { ChatLink } from '../core/turn-record.ts';

/** One remote call of a turn. */
export interface StepSpec<T> {
  call(): Promise<T>;
  policy: RetryPolicy;
  /** The call may be made twice without harm. */
  safe?: boolean;
  /** No remote call, but code that runs in this process, and may end it. */
  local?: boolean;
  /** When the budget began, milliseconds since 1970; without it, at the first attempt. */
  since?: number;
  /** Finds out whether an earlier attempt took effect: its result, or undefined when it did not. Throws ApiError. */
  lookUp?(): Promise<T | undefined>;
  /** Links of chats that are committed together with the result. */
  links?(value: T): ChatLink[];
  /**
   * What to do when the look-up itself fails: make the call again, give up with its error, or go on looking for as
   * long as the policy lasts.
   */
  ifUnknown?: 'repeat' | 'fail' | 'look-on';
}
