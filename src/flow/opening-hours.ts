import { parseExceptionDays } from '../core/exception-days.ts';
import { minutesOfDay, parseHoursRange } from '../core/hours-range.ts';

/** Working hours as the configuration holds them; ranges such as `09:00-18:00`, which may end after midnight. */
export interface Timetable {
  monday: readonly string[];
  tuesday: readonly string[];
  wednesday: readonly string[];
  thursday: readonly string[];
  friday: readonly string[];
  saturday: readonly string[];
  sunday: readonly string[];
  /** Days (`2026-12-25`, `12-25`, `2026-12-24 to 2026-12-26`) -> their hours, in place of the weekday's. */
  exceptions: Readonly<Record<string, readonly string[]>>;
}

export interface OpeningHours {
  /** False: always open. */
  active: boolean;
  /** IANA name. */
  timeZone?: string;
  timetable: Timetable;
}

type Weekday = Exclude<keyof Timetable, 'exceptions'>;

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

/**
 * Whether agents work at a moment, by the clock on their wall. Hours after midnight are those of the day on which they
 * began, so what is said about that day holds for them.
 *
 * @param now milliseconds since 1970
 */
export function isOpen(hours: OpeningHours, now: number): boolean {
  if (!hours.active) return true;
  const { date, minutes } = wallClock(now, hours.timeZone ?? 'UTC');
  const isWithin = (day: string, minute: number) =>
    hoursOf(hours.timetable, day).some((range) => {
      const { from, to } = parseHoursRange(range) ?? { from: 0, to: 0 };
      return minute >= from && minute < to;
    });
  return isWithin(date, minutes) || isWithin(dayBefore(date), minutes + minutesOfDay);
}

function hoursOf(timetable: Timetable, date: string): readonly string[] {
  const [exception] = Object.entries(timetable.exceptions)
    .flatMap(([written, hours]) => {
      const days = parseExceptionDays(written);
      return days?.holds(date) ? [{ rank: days.rank, hours }] : [];
    })
    .toSorted((a, b) => a.rank - b.rank);
  return exception?.hours ?? timetable[weekdayOf(date)];
}

// A date by itself has no time zone and no summer time: it is counted as UTC has it.
function weekdayOf(date: string): Weekday {
  return weekdays[new Date(date).getUTCDay()] ?? 'sunday';
}

function dayBefore(date: string): string {
  const day = new Date(date);
  day.setUTCDate(day.getUTCDate() - 1);
  return day.toISOString().slice(0, 10);
}

function wallClock(now: number, timeZone: string): { date: string; minutes: number } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const parts = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
  return {
    date: `${parts.year}-${parts.month}-${parts.day}`,
    minutes: Number(parts.hour) * 60 + Number(parts.minute),
  };
}
