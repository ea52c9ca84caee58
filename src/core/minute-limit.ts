import type { Clock } from './clock.ts';

const MINUTE = 60_000;

/**
 * Lets so many through in any minute, counted for each key of its own.
 * @returns whether one more may pass now; those that may not are not counted
 */
export function createMinuteLimit(most: number, clock: Clock): (key: string) => boolean {
  const passed = new Map<string, number[]>();
  return (key) => {
    const now = clock.monotonic();
    const recent = (passed.get(key) ?? []).filter((at) => now - at < MINUTE);
    const may = recent.length < most;
    if (may) recent.push(now);
    passed.set(key, recent);
    return may;
  };
}
