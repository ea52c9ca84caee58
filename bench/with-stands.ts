import { type BenchStand, type BenchStandOptions, startBenchStand } from './bench-stand.ts';

/** Starts several stands, which then take turns on this machine, and stops them again. */
export async function withStands<T>(
  options: readonly BenchStandOptions[],
  work: (stands: BenchStand[]) => Promise<T>,
): Promise<T> {
  const stands: BenchStand[] = [];
  try {
    for (const one of options) stands.push(await startBenchStand(one));
    return await work(stands);
  } finally {
    for (const stand of stands) await stand.stop();
  }
}
