import { ApiError, NotConfiguredError, WireError } from '../core/errors.ts';
import { BudgetUsedUpError } from './turn-outcome.ts';

/** What became of a call that may fail. */
export type Attempt<T> =
  | { ok: true; value: T }
  | { ok: false; reason: string; status?: number; code?: string; timedOut: boolean };

/** A service failed, or said something that cannot be understood; anything else is a failure of ours. */
export function isOfService(error: unknown): error is ApiError | WireError {
  return error instanceof ApiError || error instanceof WireError;
}

/** Nobody knows whether the call took effect. */
export function isAmbiguous(error: unknown): boolean {
  return error instanceof WireError || (error instanceof ApiError && error.ambiguous);
}

/** Failures of a service are results; everything else ends the turn. */
export function toFailure<T>(error: unknown): Attempt<T> {
  const cause = error instanceof BudgetUsedUpError ? (error.cause ?? error) : error;
  const reason = error instanceof Error ? error.message : String(error);
  if (cause instanceof ApiError) {
    return { ok: false, reason, status: cause.status, code: cause.code, timedOut: cause.timedOut };
  }
  if (error instanceof BudgetUsedUpError || error instanceof WireError) return { ok: false, reason, timedOut: false };
  throw error;
}

/** Keys that are missing or refused, and a plan that is not paid: only the operator can mend these. */
export function needsOperator(error: unknown): error is Error {
  if (error instanceof NotConfiguredError) return true;
  return error instanceof ApiError && error.service === 'smooch' && (error.status === 401 || error.status === 402);
}
