/** How long after the begin of its turn something happened: `+0.12 s`. @param ms may be below 0 by a hair */
export function showOffset(ms: number): string {
  return `+${(Math.max(0, ms) / 1000).toFixed(ms < 100_000 ? 2 : 0)} s`;
}
