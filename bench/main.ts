import { writeFileSync } from 'node:fs';
import { judgeAims, judgeGrowth, judgeMemory, judgeStorage } from './aims.ts';
import { sqliteStorage } from './bench-storage.ts';
import { describeMachine } from './machine.ts';
import { type GrowthResult, measureGrowth } from './measure-growth.ts';
import { type MemoryResult, measureMemory } from './measure-memory.ts';
import { measureRow } from './measure-row.ts';
import { measureStorages, type StorageResult } from './measure-storages.ts';
import { type BenchOptions, parseOptions, USAGE, UsageError } from './options.ts';
import { type BenchResult, renderFigures, renderPage } from './performance-page.ts';
import { type RowSummary, summariseRow } from './summarise-row.ts';

/** Each is measured for memory and growth. */
const STORAGES = [sqliteStorage];

const PAGE = new URL('../docs/performance.md', import.meta.url);

// The processes that were started end when this one does; see bench/probe.ts.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

try {
  const options = parseOptions(process.argv.slice(2));
  if (options === undefined) console.log(USAGE);
  else await run(options);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = 64;
}

async function run(options: BenchOptions): Promise<void> {
  const { plan } = options;
  const machine = describeMachine();
  const rows = await measureAll(options);
  const storages = await compareStorages(options);
  const memory = await measureMemories(options);
  const growth = await measureGrowths(options);
  const aims = [
    ...(rows.length === 0 ? [] : judgeAims(rows)),
    ...storages.flatMap(judgeStorage),
    ...memory.flatMap(judgeMemory),
    ...growth.flatMap(judgeGrowth),
  ];
  const result: BenchResult = { machine, rows, storages, memory, growth, aims, plan };
  console.log(`${machine.join('\n')}\n\n${renderFigures(result)}`);
  if (options.quick) console.log('\nShort runs: the figures are rough.');
  if (!options.write) return;
  writeFileSync(PAGE, renderPage(result));
  console.error('docs/performance.md is written.');
}

async function measureAll({ latencies, users, plan, profileDir }: BenchOptions): Promise<RowSummary[]> {
  const rows: RowSummary[] = [];
  for (const latency of latencies) {
    for (const count of users) {
      const began = performance.now();
      process.stderr.write(`bot ${latency.bot} ms, Smooch ${latency.smooch} ms, ${count} users at once ... `);
      const row = summariseRow(await measureRow({ latencies: latency, users: count, plan, profileDir }));
      rows.push(row);
      const seconds = Math.round((performance.now() - began) / 1000);
      process.stderr.write(`${Math.round(row.connector.turnsPerSecond)} turns/s (${seconds} s)\n`);
    }
  }
  return rows;
}

async function compareStorages({ storages, storageUsers, plan, profileDir }: BenchOptions): Promise<StorageResult[]> {
  const results: StorageResult[] = [];
  if (storages.length === 0) return results;
  for (const count of storageUsers) {
    process.stderr.write(`${storages.map(({ name }) => name).join('; ')}: ${count} users at once ...\n`);
    results.push(...(await measureStorages({ storages, users: count, plan, profileDir })));
  }
  return results;
}

async function measureMemories({ memory: plan }: BenchOptions): Promise<MemoryResult[]> {
  const results: MemoryResult[] = [];
  if (plan === undefined) return results;
  for (const storage of STORAGES) {
    process.stderr.write(`memory of ${plan.conversations} conversations, ${storage.name} ...\n`);
    results.push(await measureMemory({ plan, storage }));
  }
  return results;
}

async function measureGrowths({ growth: plan, profileDir }: BenchOptions): Promise<GrowthResult[]> {
  const results: GrowthResult[] = [];
  if (plan === undefined) return results;
  for (const storage of STORAGES) {
    process.stderr.write(`growth to ${Math.max(...plan.storedEvents)} stored events, ${storage.name} ...\n`);
    results.push(await measureGrowth({ plan, storage, profileDir }));
  }
  return results;
}
