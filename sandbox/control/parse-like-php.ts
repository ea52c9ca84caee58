import type { z } from 'zod';

export interface Tolerance {
  /** `drop`: a key that the schema does not know is left out, as if it had not been sent. Default `refuse`. */
  unknownKeys?: 'drop' | 'refuse';
}

/** A repair can bring a fault to light that was behind it; more layers than this no body has. */
const MOST_ROUNDS = 20;

type Issue = z.core.$ZodIssue;

/**
 * Parses what a client sent as services parse it that are written for clients in PHP: PHP has one type for lists and maps
 * and writes an empty one as `[]`, so wherever an object belongs `[]` is an empty object.
 */
export function parseLikePhp<Schema extends z.ZodType>(
  schema: Schema,
  sent: unknown,
  tolerance: Tolerance = {},
): z.ZodSafeParseResult<z.output<Schema>> {
  let result = schema.safeParse(sent);
  // Only a body with a fault is copied and looked at again: the usual one costs nothing more.
  let value = result.success ? undefined : structuredClone(sent);
  for (let round = 0; !result.success && round < MOST_ROUNDS; round++) {
    const repaired = repair(value, result.error.issues, tolerance);
    if (repaired === undefined) return result;
    value = repaired.value;
    result = schema.safeParse(value);
  }
  return result;
}

/** The value without the faults that are none; undefined when there is no such fault. */
function repair(value: unknown, issues: readonly Issue[], tolerance: Tolerance): { value: unknown } | undefined {
  const root = { value };
  const repaired = issues.filter((issue) => repairOne(root, issue, tolerance));
  return repaired.length > 0 ? root : undefined;
}

function repairOne(root: { value: unknown }, issue: Issue, { unknownKeys = 'refuse' }: Tolerance): boolean {
  const { holder, key } = placeOf(root, issue.path);
  const found = holder[key];
  if (issue.code === 'invalid_type' && (issue.expected === 'object' || issue.expected === 'record')) {
    if (!Array.isArray(found) || found.length > 0) return false;
    holder[key] = {};
    return true;
  }
  if (issue.code !== 'unrecognized_keys' || unknownKeys === 'refuse') return false;
  for (const unknown of issue.keys) delete (found as Record<string, unknown>)[unknown];
  return true;
}

/** Where the value of a path hangs. */
function placeOf(
  root: { value: unknown },
  path: readonly PropertyKey[],
): { holder: Record<PropertyKey, unknown>; key: PropertyKey } {
  let holder: Record<PropertyKey, unknown> = root;
  let key: PropertyKey = 'value';
  for (const step of path) {
    holder = holder[key] as Record<PropertyKey, unknown>;
    key = step;
  }
  return { holder, key };
}
