const weekday = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/i;

/**
 * Reads a `Retry-After` header: seconds, or one of the three HTTP date forms (RFC 9110, 5.6.7).
 *
 * @param nowMs the wall-clock time a date is compared with
 * @returns milliseconds to wait, never negative; undefined when the header is missing or says nothing
 */
export function parseRetryAfter(header: string | readonly string[] | undefined, nowMs: number): number | undefined {
  const value = (typeof header === 'string' ? header : header?.[0])?.trim();
  if (!value) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000);
  // `Date.parse` takes nearly anything for a date, so only what starts like an HTTP date is handed to it.
  if (!weekday.test(value)) return undefined;
  const date = Date.parse(/GMT$/i.test(value) ? value : `${value} GMT`);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
