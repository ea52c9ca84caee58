import type { Clock } from '../core/clock.ts';
import { type Acts, countActs } from './flood.ts';

/** One act of a person: a message, or media in a row. */
export interface Arrival {
  media: boolean;
  /** When the last of its events arrived, milliseconds since 1970. */
  at: number;
  events: number;
}

/** Acts of the last minute, per conversation. */
export interface Arrivals {
  add(lane: string, at: number, media: boolean): Arrival;
  /** One of its events turned out to be a duplicate, or could not be stored. */
  forget(arrival: Arrival): void;
  lastMinute(lane: string): Acts;
}

const MINUTE = 60_000;

/** Nobody asks for them. */
export const NO_ARRIVALS: Arrivals = {
  add: (_lane, at, media) => ({ at, media, events: 1 }),
  forget: () => {},
  lastMinute: () => countActs([]),
};

/** Creates the memory of one process; conversations that fell silent are dropped from it. */
export function createArrivals(clock: Clock): Arrivals {
  let recent = new Map<string, Arrival[]>();
  let cleanedAt = clock.now();
  const counted = (arrivals: Arrival[]) => arrivals.filter(({ at, events }) => events > 0 && at > clock.now() - MINUTE);
  const clean = () => {
    if (clock.now() - cleanedAt < MINUTE) return;
    cleanedAt = clock.now();
    recent = new Map(
      [...recent].map(([lane, arrivals]) => [lane, counted(arrivals)] as const).filter(([, { length }]) => length > 0),
    );
  };
  return {
    add(lane, at, media) {
      clean();
      const arrivals = recent.get(lane) ?? [];
      recent.set(lane, arrivals);
      const last = arrivals.at(-1);
      if (media && last?.media && last.events > 0) {
        last.at = at;
        last.events += 1;
        return last;
      }
      const arrival = { media, at, events: 1 };
      arrivals.push(arrival);
      return arrival;
    },
    forget(arrival) {
      arrival.events -= 1;
    },
    lastMinute(lane) {
      const arrivals = counted(recent.get(lane) ?? []);
      if (arrivals.length > 0) recent.set(lane, arrivals);
      return countActs(arrivals.map(({ media }) => media));
    },
  };
}
