import { ApiError, WireError } from '../core/errors.ts';

/** Answers to a call that a later try may cure. */
function isPassing(status: number | undefined): boolean {
  return status === undefined || status >= 500 || status === 408 || status === 409 || status === 429;
}

/** The flow opens a new session, the operator mends the key; another try does neither. */
function needsOtherCure(error: ApiError): boolean {
  return error.code === 'credentials-refused' || error.code === 'session-expired';
}

/**
 * Whether a failed call may simply be made again.
 *
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
 * time-outs, resets, 5xx, and a 409, with which Smooch also reports two updates at the same time (Smooch docs: errors).
 */
export function mayRepeatAfterLookUp(error: unknown): boolean {
  if (!(error instanceof ApiError) || needsOtherCure(error)) return false;
  return error.nothingHappened || error.ambiguous || error.status === 408 || error.status === 409;
}
