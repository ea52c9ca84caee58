import type { NewEvent } from './schema.ts';
import type { EventRow } from './write-operations.ts';

/** An event as the databases keep it. Throws when the payload cannot be JSON. */
export function eventToRow(event: NewEvent): EventRow {
  return {
    lane: event.lane,
    kind: event.kind,
    payload: JSON.stringify(event.payload),
    dedupeKey: event.dedupe?.key ?? null,
    dedupeWithinMs: event.dedupe?.withinMs ?? null,
    receivedAt: event.receivedAt,
    setAside: event.setAside ?? null,
  };
}
