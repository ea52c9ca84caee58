import { z } from 'zod';
import { parseExceptionDays } from '../../core/exception-days.ts';
import { parseHoursRange } from '../../core/hours-range.ts';
import { listOf, mapWith, text } from '../field-types.ts';

function haveNoOverlap(ranges: readonly string[]): boolean {
  const sorted = ranges.flatMap((range) => parseHoursRange(range) ?? []).sort((a, b) => a.from - b.from);
  return sorted.every((range, index) => index === 0 || range.from >= (sorted[index - 1]?.to ?? 0));
}

const rangeAccepts = 'hours such as 09:00-18:00, 22:00-02:00 (until the next morning) or 00:00-24:00 (the whole day)';

const range = text(rangeAccepts)
  .overwrite((value) => value.replaceAll(/\s/g, ''))
  .refine((value) => parseHoursRange(value) !== undefined, { error: `must be ${rangeAccepts}` });

const hoursAccept = 'a list of hours such as ["09:00-13:00", "15:00-18:00"], or [] for closed';

const hoursList = listOf(range, hoursAccept).refine(haveNoOverlap, { error: 'has hours that overlap' });

/** `{hours: [...]}` is the list in it. */
const openingHours = z
  .union([hoursList, mapWith({ hours: hoursList })], { error: () => `must be ${hoursAccept}` })
  .transform((hours) => (Array.isArray(hours) ? hours : hours.hours))
  .meta({ accepts: hoursAccept });

const daysAccept = 'days such as 2026-12-25, 12-25 (every year) or 2026-12-24 to 2026-12-26';

const exceptions = z
  .record(z.string(), openingHours, { error: () => 'must be a map of dates to lists of hours' })
  .superRefine((days, context) => {
    for (const written of Object.keys(days).filter((written) => parseExceptionDays(written) === undefined)) {
      context.addIssue({ code: 'custom', path: [written], message: `must stand under ${daysAccept}` });
    }
  })
  .meta({ accepts: `a map of ${daysAccept} to lists of hours` });

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
