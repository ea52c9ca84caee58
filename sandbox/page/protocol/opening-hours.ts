import type { ConnectorSettings } from './page-protocol.ts';

/** The days of the timetable, as its keys are called. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

type Hours = Pick<ConnectorSettings['chat'], 'timezoneWorkingHours' | 'timetable'>;

/** Which day it is there, and how late; undefined for a time zone that does not exist. @param now milliseconds since 1970 */
export function wallClock(timeZone: string, now: number): { weekday: Weekday; time: string } | undefined {
  try {
    const format = { timeZone, hourCycle: 'h23', weekday: 'long', hour: '2-digit', minute: '2-digit' } as const;
    const parts = new Intl.DateTimeFormat('en-GB', format).formatToParts(now);
    const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
    return { weekday: of('weekday').toLowerCase() as Weekday, time: `${of('hour')}:${of('minute')}` };
  } catch {
    return undefined;
  }
}

/** Whether it is open by the timetable; exceptions aside, of which the sandbox has none. */
export function isOpenAt({ timezoneWorkingHours, timetable }: Hours, now: number): boolean {
  const clock = wallClock(timezoneWorkingHours, now);
  if (clock === undefined) return false;
  const { weekday, time } = clock;
  const yesterday = WEEKDAYS[(WEEKDAYS.indexOf(weekday) + 6) % 7] ?? weekday;
  return (
    timetable[weekday].map(endsOf).some(({ from, to }) => time >= from && (time < to || to <= from)) ||
    timetable[yesterday].map(endsOf).some(({ from, to }) => to <= from && time < to)
  );
}

/** An end that is not after the begin is one of the day after. */
function endsOf(range: string): { from: string; to: string } {
  const [from = '', to = ''] = range.split('-').map((time) => time.trim());
  return { from, to };
}
