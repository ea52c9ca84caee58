/** Hours of work, in minutes from the midnight at which their day begins. */
export interface HoursRange {
  /** Under 24 hours. */
  from: number;
  /** Over 24 hours when the range ends on the day after. */
  to: number;
}

export const minutesOfDay = 24 * 60;

const pattern = /^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;

/**
 * Reads hours such as `09:00-18:00`. An end that is earlier than the begin is one of the day after: `22:00-02:00`;
 * `24:00` and `00:00` are the midnight at which the day ends.
 *
 * @returns undefined when it is no such range
 */
export function parseHoursRange(written: string): HoursRange | undefined {
  const match = pattern.exec(written);
  if (match === null) return undefined;
  const [fromHour = 0, fromMinute = 0, toHour = 24, toMinute = 0] = match
    .slice(1)
    .map((digits) => (digits === undefined ? undefined : Number(digits)));
  const from = fromHour * 60 + fromMinute;
  const end = toHour * 60 + toMinute;
  if (end === 0) return { from, to: minutesOfDay };
  if (end === from) return undefined;
  return { from, to: end < from ? end + minutesOfDay : end };
}
