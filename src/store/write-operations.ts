import type { FloodLimits, TurnWrite } from './schema.ts';

/** An event as it is written: payload as JSON. */
export interface EventRow {
  lane: string;
  kind: string;
  payload: string;
  dedupeKey: string | null;
  dedupeWithinMs: number | null;
  receivedAt: number;
  /** The reason for which it is a dead letter from the beginning. */
  setAside: string | null;
}

/** What became of an event that was appended: its id, or why it was not stored. */
export type Appended = number | 'duplicate' | 'flood';

/** Every write of a store, as data: it can wait for others to be committed with, and travel to another thread. */
export type WriteOperation =
  | { type: 'append'; events: EventRow[]; flood?: FloodLimits | undefined }
  | { type: 'turn'; write: TurnWrite }
  | { type: 'take-over'; eventId: number }
  | { type: 'replay'; eventId: number }
  | { type: 'release'; eventId: number; attempt: number }
  | { type: 'put'; space: string; key: string; value: string; at: number }
  | { type: 'remove'; space: string; key: string }
  | { type: 'delivery'; message: string; outcome: string; at: number }
  | { type: 'erase'; lane: string }
  | ({ type: 'sweep' } & SweepLimits)
  | { type: 'probe' };

/**
 * What one operation came to. `broken` is its own fault, `lost` means that another instance has claimed the event; the
 * others of its batch are committed all the same.
 */
export type WriteResult = { value: unknown } | { broken: string } | { lost: true };

/** Where the sweep stands: it walks the events from the oldest on, a batch at a time. */
export interface SweepLimits {
  afterId: number;
  eventsBefore: number;
  sessionsBefore: number;
  now: number;
}

/** What one batch of the sweep came to. */
export interface Swept {
  /** Where the next batch begins among the events; 0 at their begin. */
  nextId: number;
  /** Something may be left that has outlived its time. */
  more: boolean;
}

/** Applies operations in one transaction with one sync to disk. Throws when the commit fails: then nothing was written. */
export type ApplyBatch = (operations: WriteOperation[]) => WriteResult[];
