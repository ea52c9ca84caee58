import type { Clock } from '../core/clock.ts';

/** What the calls of a turn need of the process they run in. */
export interface CallTools {
  clock: Clock;
  /** Gives the turn's place to others while it waits. */
  slots: { acquire(): Promise<void>; release(): void };
  random(): number;
  /** True once the process is asked to end and the grace time is over. */
  stopping(): boolean;
  /** False when another instance may have taken the turn over: then nothing is called any more. */
  holds(): boolean;
  /** Told what an operator has to mend before turns can go on. */
  onOperatorNeeded(problem: string): void;
  /** Aborted when the process is asked to end: cuts waits short. */
  stopSignal: AbortSignal;
  /** No look-up of a message at Smooch happens before this time of the monotonic clock: what was in flight at a crash must have arrived. */
  lookUpsFrom: number;
}
