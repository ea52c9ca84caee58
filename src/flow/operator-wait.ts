import type { Clock } from '../core/clock.ts';
import type { Progress, StoredEvent } from '../core/turn-record.ts';
import { ParkError, PutDownError } from './turn-outcome.ts';

/** An app without keys, with refused ones, or that is not paid for: tried every minute, for a day. */
const RETRY_MS = 60_000;
const PATIENCE_MS = 24 * 3_600_000;

/** How long a turn has waited for the operator: that time counts in no budget. */
export interface OperatorWait {
  /** Milliseconds, all waits of the turn together. */
  readonly totalMs: number;
  /** Takes the wait that has just ended out of a step's time. */
  leaveOut(progress: Progress): Progress;
  /** Keeps what was waited so far, for whoever goes on with the turn. */
  note(progress: Progress): Progress;
  /** Puts the turn down for a minute. @throws PutDownError, or ParkError when it has waited for a day */
  begin(progress: Progress, error: Error): never;
}

/** Reads from an event how long it has waited. */
export function createOperatorWait({ progress, receivedAt }: StoredEvent, clock: Clock): OperatorWait {
  const { waitedMs: earlierMs = 0, waitsSince } = progress ?? {};
  const lastMs = waitsSince === undefined ? 0 : Math.max(0, clock.now() - waitsSince);
  const totalMs = earlierMs + lastMs;
  const note = ({ waitsSince: _ended, ...of }: Progress): Progress =>
    totalMs === 0 ? of : { ...of, waitedMs: totalMs };
  return {
    totalMs,
    note,
    leaveOut: (of) => note({ ...of, since: of.since + lastMs }),
    begin(of, error) {
      const now = clock.now();
      if (now - receivedAt > PATIENCE_MS) throw new ParkError(error.message, error);
      throw new PutDownError(now + RETRY_MS, { ...note(of), waitsSince: now }, error.message);
    },
  };
}
