/**
 * Reading of JSON that others wrote. The services add keys, leave some out, send null, and PHP's empty
 * object arrives as `[]`, so every reader answers "not there" instead of throwing.
 */

/** The parsed body of an answer, or undefined when it is no JSON. */
export function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    // A byte order mark is no JSON, but some gateways send one.
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    return undefined;
  }
}

/** The value if it is an object with keys; arrays are none. */
export function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/** The list, or the only entry as a list of one; empty when there is nothing. */
export function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

/** A string with something in it; numbers count as their digits. */
export function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  return typeof value === 'number' ? String(value) : undefined;
}

/** A number; digits in quotes count as one. */
export function asNumber(value: unknown): number | undefined {
  if (typeof value === 'string' && value.trim() === '') return undefined;
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** For `JSON.stringify`: the same text for the same map, whatever the order of its keys. */
export function sortKeys(_key: string, value: unknown): unknown {
  const record = asRecord(value);
  if (record === undefined) return value;
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
