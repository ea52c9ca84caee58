import type { Clock } from '../../src/core/clock.ts';

/** The machine's time, and as much later as a test wants. */
export interface MovableClock extends Clock {
  advance(ms: number): void;
}

/** Creates a clock that goes on by itself and can be put forward (or, with a negative number, back). */
export function createMovableClock(): MovableClock {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    monotonic: () => performance.now() + ahead,
    advance(ms) {
      ahead += ms;
    },
  };
}
