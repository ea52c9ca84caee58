/** Working hours as the configuration holds them; ranges such as `09:00-18:00`, the end may be `24:00`. */
export interface Timetable {
  monday: readonly string[];
  tuesday: readonly string[];
  wednesday: readonly string[];
  thursday: readonly string[];
  friday: readonly string[];
  saturday: readonly string[];
  sunday: readonly string[];
  /** Date (`2026-12-25`) -> hours of that day, in place of its weekday's. */
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

/** Whether agents work at a moment, by the clock on their wall. @param now milliseconds since 1970 */
export function isOpen(hours: OpeningHours, now: number): boolean {
  if (!hours.active) return true;
  const { date, weekday, minutes } = wallClock(now, hours.timeZone ?? 'UTC');
  const { timetable } = hours;
  const ranges = Object.hasOwn(timetable.exceptions, date) ? (timetable.exceptions[date] ?? []) : timetable[weekday];
  return ranges.some((range) => {
    const [from = 0, to = 0] = range.split('-').map(minutesOf);
    return minutes >= from && minutes < to;
  });
}

function wallClock(now: number, timeZone: string): { date: string; weekday: Weekday; minutes: number } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    weekday: 'long',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const parts = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
  return {
    date: `${parts.year}-${parts.month}-${parts.day}`,
    weekday: (parts.weekday ?? '').toLowerCase() as Weekday,
    minutes: Number(parts.hour) * 60 + Number(parts.minute),
  };
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.trim().split(':').map(Number);
  return hours * 60 + minutes;
}
