import { laneToConversation } from '../core/conversation.ts';
import type { SweepLimits } from './write-operations.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Parked events wait this long for an operator. */
const PARKED_DAYS = 90;
const ENDED_CHAT_DAYS = 30;

/** Before when each kind of row has outlived its time, milliseconds since 1970. */
export function outlivedBefore({ now, eventsBefore, sessionsBefore }: SweepLimits) {
  return {
    // As long as the events, but never less than Smooch may deliver again.
    dedupe: now - Math.max(DAY, now - eventsBefore),
    deliveries: now - HOUR,
    sessions: sessionsBefore,
    chats: now - ENDED_CHAT_DAYS * DAY,
  };
}

/** What the sweep looks at of an event. */
export interface EventTimes {
  id: number;
  lane: string;
  kind: string;
  state: string;
  received_at: number;
  finished_at: number | null;
}

/**
 * Of the next events in the order of their ids: those to delete, and where the next batch begins (0: at the begin).
 * Events that were received within the retention end the walk.
 */
export function outlivedEvents(rows: readonly EventTimes[], limits: SweepLimits): { ids: number[]; nextId: number } {
  const old = rows.filter((row) => row.received_at < limits.eventsBefore);
  const ids = old.flatMap((row) => {
    const { id, finished_at: finishedAt } = row;
    // Retrying does not make it younger: these are all old enough.
    if (isNobodys(row)) return finishedAt === null ? [] : [id];
    const before = row.state === 'done' ? limits.eventsBefore : limits.now - PARKED_DAYS * DAY;
    return finishedAt !== null && finishedAt < before ? [id] : [];
  });
  return { ids, nextId: old.length === rows.length ? (rows.at(-1)?.id ?? 0) : 0 };
}

/** Nobody who asks to be erased can be told to whom it belongs. */
function isNobodys({ kind, lane }: EventTimes): boolean {
  return kind === 'not-understood' && laneToConversation(lane) === undefined;
}
