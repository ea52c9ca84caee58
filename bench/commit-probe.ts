import { DatabaseSync } from 'node:sqlite';
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';

/**
 * Loaded with `node --import` into every thread of a process that measures the store: counts commits, and with
 * `BENCH_COMMIT_MS` makes each of them block that many milliseconds longer in the thread that commits, which is what
 * a disk does whose fsync is slow. The store itself is the one that ships.
 */
const NAME = 'bench-commits';
const delayMs = Number(process.env.BENCH_COMMIT_MS ?? '0');

if (isMainThread) setEnvironmentData(NAME, new SharedArrayBuffer(4));
const counter = new Int32Array(getEnvironmentData(NAME) as SharedArrayBuffer);
const never = new Int32Array(new SharedArrayBuffer(4));

const exec = DatabaseSync.prototype.exec;
DatabaseSync.prototype.exec = function execCounted(this: DatabaseSync, sql: string): void {
  exec.call(this, sql);
  if (sql !== 'commit') return;
  Atomics.add(counter, 0, 1);
  if (delayMs > 0) Atomics.wait(never, 0, 0, delayMs);
};

/** Commits of all threads since the process began. */
export function commitsSoFar(): number {
  return Atomics.load(counter, 0);
}
