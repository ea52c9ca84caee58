import type { Clock } from './clock.ts';

const MINUTE = 60_000;

/**
 * What strangers can make happen without end is told once a minute.
 * @returns how many were left out since the last one that was told, or undefined for one that is not to be told
 */
export function createOnceAMinute(clock: Clock): () => number | undefined {
  let toldAt = Number.NEGATIVE_INFINITY;
  let leftOut = 0;
  return () => {
    const now = clock.now();
    // A clock that was set back must not silence anything for longer.
    if (now >= toldAt && now - toldAt < MINUTE) {
      leftOut += 1;
      return undefined;
    }
    const since = leftOut;
    toldAt = now;
    leftOut = 0;
    return since;
  };
}
