import type { z } from 'zod';
import { parseLikePhp, type Tolerance } from '../../control/parse-like-php.ts';
import { badRequest } from './smooch-api-error.ts';

/** Text as a JSON object of this shape. Throws the 400 that Smooch would answer. */
export function parseBody<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  tolerance: Tolerance,
): z.output<Schema> {
  const result = parseLikePhp(schema, parseJsonObject(text), tolerance);
  if (result.success) return result.data;
  throw badRequest(result.error.issues.map(issueToSentence).join('; '));
}

function parseJsonObject(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest('The request body is not valid JSON');
  }
  // PHP writes an empty map as []; the schema sees to that.
  const isList = Array.isArray(value) && value.length > 0;
  if (value === null || typeof value !== 'object' || isList) {
    throw badRequest('The request body must be a JSON object');
  }
  return value;
}

function issueToSentence(issue: z.core.$ZodIssue): string {
  const path = issue.path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return path === '' ? issue.message : `${path.replace(/^\./, '')}: ${issue.message}`;
}
