import type { ApiError, ApiErrorCode } from '../core/errors.ts';
import type { HttpResponse } from '../net/http-client.ts';
import { asList, asNumber, asRecord, asText, parseJson } from '../net/loose-json.ts';
import { responseToApiError } from '../net/response-error.ts';
import { safeReason } from '../net/safe-reason.ts';

/** What an error body says. */
export interface BotFailure {
  message: string;
  /** The API's own code, which repeats the HTTP status. */
  code?: number;
}

const slowBackend = 'Endpoint request timed out';
const unknownPath = /missing equal-sign/i;

/**
 * Finds the error in a body. The Chatbot API has four shapes: `{errors: [{code, message}]}`, `{error: {code, message}}`,
 * and the gateway's `{Message}` and `{message}` (Inbenta docs: API errors, gateway errors).
 *
 * @param loneMessage whether `{message}` is one: true unless the body holds what was asked for
 */
export function bodyToFailure(body: unknown, loneMessage: boolean): BotFailure | undefined {
  const record = asRecord(body);
  if (record === undefined) return undefined;
  return (
    entryToFailure(asList(record.errors)[0]) ??
    entryToFailure(record.error) ??
    entryToFailure(record.Message) ??
    (loneMessage ? entryToFailure(record.message) : undefined)
  );
}

function entryToFailure(entry: unknown): BotFailure | undefined {
  const record = asRecord(entry);
  // A bare `false` or `0` says that there is no error.
  const text = record === undefined && typeof entry === 'string' ? entry : (record?.message ?? record?.Message);
  const message = asText(text);
  const code = asNumber(record?.code);
  if (message === undefined && !code) return undefined;
  return { message: message ?? 'without a message', code };
}

function failureToCode(message: string): ApiErrorCode | undefined {
  if (message.includes(slowBackend)) return 'gateway-timeout';
  return /^\s*session expired\.?\s*$/i.test(message) ? 'session-expired' : undefined;
}

/** A 200 can carry an error; the flow is then told the status that the body or the text stands for. */
function statusOf(response: HttpResponse, code: ApiErrorCode | undefined, failure: BotFailure | undefined): number {
  if (response.status >= 400) return response.status;
  if (code === 'gateway-timeout') return 504;
  const named = failure?.code ?? 0;
  return named >= 400 && named < 600 ? named : response.status;
}

/** An answer of the authorization or Chatbot API that is an error, whatever its shape; the body may be no JSON. */
export function parseBotError(
  operation: string,
  response: HttpResponse,
  nowMs: number,
  secrets: readonly string[] = [],
): ApiError {
  const failure = bodyToFailure(parseJson(response.text), true);
  const message = failure?.message ?? response.text;
  const code = failureToCode(message);
  const hint = unknownPath.test(message) ? ' (the gateway says so when a path does not exist)' : '';
  return responseToApiError(
    response,
    {
      service: 'chatbot',
      operation,
      reason: safeReason(message, secrets) + hint,
      code,
      status: statusOf(response, code, failure),
    },
    nowMs,
  );
}
