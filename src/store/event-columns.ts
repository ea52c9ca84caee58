import type { EventKind, Progress, StoredEvent } from '../core/turn-record.ts';

/** A row of `events`, as both databases have it. */
export interface EventColumns {
  id: number;
  origin: number | null;
  lane: string;
  kind: EventKind;
  payload: string;
  received_at: number;
  takeovers: number;
  progress: string | null;
}

/** An event as a turn gets it. The number of its claim is left out: only a claim gives that. */
export function columnsToEvent(row: EventColumns): StoredEvent {
  return {
    id: row.id,
    origin: row.origin ?? row.id,
    lane: row.lane,
    kind: row.kind,
    payload: JSON.parse(row.payload) as unknown,
    receivedAt: row.received_at,
    takeovers: row.takeovers,
    progress: row.progress === null ? undefined : (JSON.parse(row.progress) as Progress),
  };
}
