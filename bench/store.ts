import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type BenchProcess, startProcess } from './bench-process.ts';
import { describeMachine } from './machine.ts';
import type { Sample } from './probe.ts';
import type { StoreCounts, StoreOrder } from './store-writers.ts';
import { renderTable } from './tables.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

/**
 * `node bench/store.ts [--seconds N]`: the SQLite store with its two writers, under turn-like load, with the disk as it
 * is and with one whose fsync takes 10 ms. The table stands in docs/adr/0002-sqlite-writer-thread.md.
 */
const { values } = parseArgs({ options: { seconds: { type: 'string', default: '3' } } });
const seconds = Math.min(60, Math.max(1, Number(values.seconds)));

const WRITERS = [1, 50, 200];
const COMMIT_MS = [0, 10];
const COMMIT_PROBE = new URL('./commit-probe.ts', import.meta.url).href;
const WARM_MS = 1_000;

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const rows: string[][] = [];
for (const commitMs of COMMIT_MS) {
  for (const writers of WRITERS) {
    for (const writer of ['thread', 'inline'] as const) rows.push(await measure(commitMs, { writer, writers }));
  }
}
console.log(`${describeMachine().join('\n')}\n`);
const header = [
  'disk',
  'writers',
  'writer',
  'writes/s',
  'commits/s',
  'writes a commit',
  'wait',
  'CPU a write',
  'main',
  'loop delay',
];
console.log(renderTable(header, rows));

/** One process per figure, so that none inherits compiled code or garbage of another. */
async function measure(commitMs: number, order: StoreOrder): Promise<string[]> {
  const folder = createTemporaryFolder();
  const child = startProcess({
    name: 'store',
    file: 'bench/store-writers.ts',
    args: [join(folder.path, 'data')],
    logFile: join(folder.path, 'store.log'),
    nodeArgs: ['--import', COMMIT_PROBE],
    env: { BENCH_COMMIT_MS: String(commitMs) },
  });
  try {
    await child.firstLine();
    await child.ask('begin', order);
    await delay(WARM_MS);
    const [, before] = await look(child);
    await delay(seconds * 1000);
    const [counts, after] = await look(child);
    return [commitMs === 0 ? 'as it is' : `+${commitMs} ms`, ...toRow(order, counts, before, after)];
  } finally {
    await child.stop();
    folder.remove();
  }
}

function look(child: BenchProcess): Promise<[StoreCounts, Sample]> {
  return Promise.all([child.ask<StoreCounts>('counts'), child.ask<Sample>('sample')]);
}

function toRow({ writer, writers }: StoreOrder, counts: StoreCounts, before: Sample, after: Sample): string[] {
  if (counts.commits === 0)
    throw new Error('no commit was seen: the store does not commit with exec("commit") any more');
  const span = (after.at - before.at) / 1000;
  const microseconds = (ms: number) => `${Math.round((ms * 1000) / counts.writes)} µs`;
  return [
    String(writers),
    writer,
    String(Math.round(counts.writes / span)),
    String(Math.round(counts.commits / span)),
    (counts.writes / counts.commits).toFixed(1),
    `${counts.wait.p50.toFixed(1)} / ${counts.wait.p99.toFixed(1)}`,
    microseconds(after.cpu - before.cpu),
    microseconds(after.mainCpu - before.mainCpu),
    `${after.delayP99.toFixed(1)} ms`,
  ];
}
