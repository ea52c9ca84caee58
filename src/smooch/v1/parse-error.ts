import type { ApiError } from '../../core/errors.ts';
import type { HttpResponse } from '../../net/http-client.ts';
import { asList, asRecord, asText, parseJson } from '../../net/loose-json.ts';
import { responseToApiError } from '../../net/response-error.ts';
import { safeReason } from '../../net/safe-reason.ts';

/**
 * An answer of Smooch that is an error: `{error: {code, description}}` in v1.1, `{errors: [{code, title}]}` in v2, or a
 * gateway's page (Smooch docs: errors).
 */
export function parseSmoochError(
  operation: string,
  response: HttpResponse,
  nowMs: number,
  secrets: readonly string[] = [],
): ApiError {
  return responseToApiError(
    response,
    {
      service: 'smooch',
      operation,
      reason: safeReason(bodyToReason(response.text), secrets),
      code: response.status === 401 ? 'credentials-refused' : undefined,
    },
    nowMs,
  );
}

function bodyToReason(text: string): string {
  const body = asRecord(parseJson(text));
  const entries = body?.error === undefined ? asList(body?.errors) : [body.error];
  const reasons = entries.map(entryToReason).filter((reason) => reason !== '');
  return reasons.length === 0 ? text : reasons.join('; ');
}

function entryToReason(entry: unknown): string {
  const record = asRecord(entry);
  if (record === undefined) return asText(entry) ?? '';
  const words = [asText(record.code), asText(record.description) ?? asText(record.title)];
  return words.filter((word) => word !== undefined).join(': ');
}
