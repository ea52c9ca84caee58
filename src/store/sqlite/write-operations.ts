import type { ChatLink } from '../../core/turn-record.ts';
import type { TurnWrite } from '../schema.ts';
import type { SweepLimits } from './delete-rows.ts';

/** An event as it is written: payload as JSON. */
export interface EventRow {
  lane: string;
  kind: string;
  payload: string;
  dedupeKey: string | null;
  dedupeWithinMs: number | null;
  receivedAt: number;
}

/** Every write of the SQLite store, as data, so that it can travel to the thread that owns the connection. */
export type WriteOperation =
  | { type: 'append'; events: EventRow[] }
  | { type: 'turn'; write: TurnWrite }
  | { type: 'take-over'; eventId: number }
  | { type: 'replay'; eventId: number }
  | { type: 'chat'; write: ChatLink }
  | { type: 'put'; space: string; key: string; value: string; at: number }
  | { type: 'remove'; space: string; key: string }
  | { type: 'delivery'; message: string; outcome: string; at: number }
  | { type: 'clear-session'; lane: string }
  | { type: 'erase'; lane: string }
  | ({ type: 'sweep' } & SweepLimits)
  | { type: 'probe' };

/** What one operation came to. `broken` is its own fault; the others of its batch are committed all the same. */
export type WriteResult = { value: unknown } | { broken: string };

/** Applies operations in one transaction with one sync to disk. Throws when the commit fails: then nothing was written. */
export type ApplyBatch = (operations: WriteOperation[]) => WriteResult[];
