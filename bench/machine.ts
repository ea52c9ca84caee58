import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { median } from './statistics.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

/** What the figures depend on, as lines for people. */
export function describeMachine(): string[] {
  return [
    `${availableParallelism()} cores, ${cpus()[0]?.model ?? 'unknown CPU'}, ${Math.round(totalmem() / 1024 ** 3)} GB of memory`,
    `${type()} ${release()}, Node ${process.version}`,
    `one fsync in the data folder's file system: ${measureFsync().toFixed(2)} ms (median of 50)`,
    `measured on ${new Date().toISOString().slice(0, 10)}`,
  ];
}

/** Milliseconds that one sync of a small write to disk takes where the bench keeps its data. */
function measureFsync(): number {
  const folder = createTemporaryFolder();
  const file = openSync(join(folder.path, 'file'), 'w');
  const page = Buffer.alloc(4096);
  const times = Array.from({ length: 50 }, () => {
    writeSync(file, page);
    const began = performance.now();
    fsyncSync(file);
    return performance.now() - began;
  });
  closeSync(file);
  folder.remove();
  return median(times);
}
