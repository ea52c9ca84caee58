/** Days on which other hours hold. */
export interface ExceptionDays {
  /** Of two that hold a day the lower one counts: a day of one year, days of one year, a day of every year, days of every year. */
  rank: 0 | 1 | 2 | 3;
  /** @param date `2026-12-25` */
  holds(date: string): boolean;
}

const pattern = /^((?:\d{4}-)?\d\d-\d\d)(?:\s+to\s+((?:\d{4}-)?\d\d-\d\d))?$/;

/**
 * Reads days such as `2026-12-25`, every year's `12-25`, or from one to another, `2026-12-24 to 2026-12-26`; those of
 * every year may go on over its end, `12-24 to 01-06`.
 *
 * @returns undefined when they are no such days
 */
export function parseExceptionDays(written: string): ExceptionDays | undefined {
  const [, first, last] = pattern.exec(written.trim()) ?? [];
  if (first === undefined || !isDay(first) || (last !== undefined && !isDay(last))) return undefined;
  const isYearly = first.length === 5;
  if (last === undefined) return { rank: isYearly ? 2 : 0, holds: (date) => date.endsWith(first) };
  if (last.length !== first.length) return undefined;
  if (isYearly) return { rank: 3, holds: (date) => isBetweenYearly(date.slice(5), first, last) };
  return first <= last ? { rank: 1, holds: (date) => date >= first && date <= last } : undefined;
}

function isBetweenYearly(day: string, first: string, last: string): boolean {
  return first <= last ? day >= first && day <= last : day >= first || day <= last;
}

/** Whether it is in the calendar; the 29th of February is every year's in those that have it. */
function isDay(day: string): boolean {
  const date = day.length === 5 ? `2000-${day}` : day;
  return new Date(`${date}T00:00Z`).toJSON()?.startsWith(date) === true;
}
