import type { Clock } from '../core/clock.ts';
import type { RunOutcome } from '../store/lanes.ts';
import { createSlots, type Slots } from '../store/slots.ts';

/**
 * Turns that were open when processes ended one after another: one of them may be what ends them. They run one at a
 * time, those that were begun least often first, so that a death is nobody else's, and the innocent get done.
 */
export interface Suspects {
  /** Runs a turn when it is its turn. @param takeovers how often it was begun without an end */
  run(takeovers: number, slots: Slots, run: (alone: Slots) => Promise<RunOutcome>): Promise<RunOutcome>;
  /** Those that have not begun do not begin any more. */
  stop(): void;
}

/** All that are open are known by then, so that the most suspect one is not first by chance. */
const GATHER_MS = 100;

/** Creates the queue of suspected turns. One that rests lets the next one work. */
export function createSuspects(clock: Pick<Clock, 'monotonic'>): Suspects {
  const alone = createSlots(1);
  const waiting: { takeovers: number; begin(mayRun: boolean): void }[] = [];
  const opensAt = clock.monotonic() + GATHER_MS;
  let stopped = false;
  let asking = false;

  const next = async () => {
    if (asking) return;
    asking = true;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, opensAt - clock.monotonic())));
    while (waiting.length > 0) {
      await alone.acquire();
      // Nobody waits any more once the process is asked to end.
      if (waiting.length === 0) return alone.release();
      const least = waiting.reduce((a, b) => (b.takeovers < a.takeovers ? b : a));
      waiting.splice(waiting.indexOf(least), 1);
      least.begin(true);
    }
    asking = false;
  };

  return {
    async run(takeovers, slots, run) {
      // It keeps no place of the others while it waits; one more that works at a time does not matter.
      slots.release();
      const mayRun = await new Promise<boolean>((begin) => {
        if (stopped) return begin(false);
        waiting.push({ takeovers, begin });
        void next();
      });
      try {
        return mayRun ? await run(alone) : { status: 'stopped' };
      } finally {
        if (mayRun) alone.release();
        await slots.acquire();
      }
    },
    stop() {
      stopped = true;
      for (const { begin } of waiting.splice(0)) begin(false);
    },
  };
}
