import { laneToUser, type RecordedEvent } from './connector-record.ts';

/** From when to when the connector was at work on an event, milliseconds since 1970. */
export interface EventSpan {
  event: RecordedEvent;
  userId: string | undefined;
  start: number;
  /** Infinity while it is not finished. */
  end: number;
}

/** A lane does one event after another, so the next one begins when the one before it is done, at the earliest. */
export function eventsToSpans(events: readonly RecordedEvent[]): EventSpan[] {
  const ends = new Map<string, number>();
  return events.map((event) => {
    const start = Math.max(event.receivedAt, ends.get(event.lane) ?? 0);
    const end = event.finishedAt ?? Number.POSITIVE_INFINITY;
    ends.set(event.lane, end);
    return { event, userId: laneToUser(event.lane), start, end };
  });
}
