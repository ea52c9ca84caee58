import type { ApiError } from '../../core/errors.ts';
import type { HttpResponse } from '../../net/http-client.ts';
import { asList, asNumber, asRecord, asText, parseJson } from '../../net/loose-json.ts';
import { responseToApiError } from '../../net/response-error.ts';
import { safeReason } from '../../net/safe-reason.ts';

interface BodyError {
  message: string;
  code?: number;
}

/** Finds `{error: {code, message}}` in a body, or its neighbours' `{errors: [...]}` (HyperChat docs: errors). */
export function findBodyError(body: unknown): BodyError | undefined {
  const record = asRecord(body);
  const [entry] = asList(record?.error || record?.errors);
  if (entry === undefined) return undefined;
  const message = asText(entry) ?? asText(asRecord(entry)?.message) ?? 'without a message';
  return { message, code: asNumber(asRecord(entry)?.code) };
}

/**
 * An answer of HyperChat that is an error. A 200 can carry one: the status is then the error's code, or 400.
 *
 * @param secret must not appear in the error
 */
export function parseHyperChatError(
  operation: string,
  response: HttpResponse,
  nowMs: number,
  secret: string,
): ApiError {
  const error = findBodyError(parseJson(response.text));
  const status = response.status >= 300 ? response.status : codeToStatus(error?.code);
  return responseToApiError(
    response,
    {
      service: 'desk',
      operation,
      status,
      reason: safeReason(error?.message ?? response.text, [secret]),
      code: status === 401 ? 'credentials-refused' : undefined,
    },
    nowMs,
  );
}

function codeToStatus(code: number | undefined): number {
  return code !== undefined && Number.isInteger(code) && code >= 400 && code < 600 ? code : 400;
}
