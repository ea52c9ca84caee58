import { z } from 'zod';
import { listOf, mapWith, text } from '../field-types.ts';

const rangePattern = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]|24):([0-5]\d)$/;

/** Begin and end of `09:00-18:00` in minutes of the day; undefined when it is no range inside one day. */
function rangeToMinutes(range: string): { from: number; to: number } | undefined {
  const [, fromHour, fromMinute, toHour, toMinute] = rangePattern.exec(range)?.map(Number) ?? [];
  if (fromHour === undefined || fromMinute === undefined || toHour === undefined || toMinute === undefined) return;
  const from = fromHour * 60 + fromMinute;
  const to = toHour * 60 + toMinute;
  return from < to && to <= 24 * 60 ? { from, to } : undefined;
}

function haveNoOverlap(ranges: readonly string[]): boolean {
  const sorted = ranges.flatMap((range) => rangeToMinutes(range) ?? []).sort((a, b) => a.from - b.from);
  return sorted.every((range, index) => index === 0 || range.from >= (sorted[index - 1]?.to ?? 0));
}

const rangeAccepts = 'hours of one day such as 09:00-18:00 (two entries for hours across midnight)';

const range = text(rangeAccepts)
  .overwrite((value) => value.replaceAll(/\s/g, ''))
  .refine((value) => rangeToMinutes(value) !== undefined, { error: `must be ${rangeAccepts}` });

const openingHours = listOf(range, 'a list of hours such as ["09:00-13:00", "15:00-18:00"], or [] for closed')
  .refine(haveNoOverlap, { error: 'has hours that overlap' })
  .meta({ accepts: 'a list of hours such as ["09:00-13:00", "15:00-18:00"], or [] for closed' });

function isDate(date: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(date) && new Date(`${date}T00:00Z`).toJSON()?.startsWith(date) === true;
}

const exceptions = z
  .record(z.string(), openingHours, { error: () => 'must be a map of dates to lists of hours' })
  .superRefine((days, context) => {
    for (const date of Object.keys(days).filter((date) => !isDate(date))) {
      context.addIssue({ code: 'custom', path: [date], message: 'must stand under a date such as 2026-12-25' });
    }
  })
  .meta({ accepts: 'a map of dates (2026-12-25) to lists of hours' });

/** When agents work: hours for each weekday, and dates that are different. */
export const timetableSchema = mapWith({
  monday: openingHours,
  tuesday: openingHours,
  wednesday: openingHours,
  thursday: openingHours,
  friday: openingHours,
  saturday: openingHours,
  sunday: openingHours,
  exceptions,
});
