import { ApiError, type ApiErrorCode, type Service } from '../core/errors.ts';
import type { HttpResponse } from './http-client.ts';
import { parseRetryAfter } from './retry-after.ts';

export interface ResponseFailure {
  service: Service;
  operation: string;
  /** What the service said, without secrets. Empty: described by the status alone. */
  reason: string;
  code?: ApiErrorCode;
  /** Stands in for the HTTP status where a 200 carries an error. */
  status?: number;
}

function statusToReason(response: HttpResponse): string {
  const { location } = response.headers;
  if (response.status >= 300 && response.status < 400 && typeof location === 'string') {
    const target = URL.parse(location);
    return `redirected to ${target?.origin ?? 'another path'}; the configured address has to be the final one`;
  }
  return 'without any explanation';
}

/**
 * An HTTP answer that is an error. 429 and 503 are the two statuses with which a service promises that it did not
 * act; a 504 says that nobody knows.
 *
 * @param nowMs the wall-clock time, for a `Retry-After` that is a date
 */
export function responseToApiError(response: HttpResponse, failure: ResponseFailure, nowMs: number): ApiError {
  const status = failure.status ?? response.status;
  const code = failure.code ?? (status === 504 ? 'gateway-timeout' : undefined);
  return new ApiError({
    service: failure.service,
    operation: failure.operation,
    status,
    reason: failure.reason === '' ? statusToReason(response) : failure.reason,
    code,
    retryAfterMs: parseRetryAfter(response.headers['retry-after'], nowMs),
    nothingHappened: status === 429 || status === 503,
    timedOut: code === 'gateway-timeout',
  });
}
