import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchStand } from './bench-stand.ts';
import type { BenchStorage } from './bench-storage.ts';
import type { Plan } from './measure-row.ts';
import type { PostgresFigures, RunFigures } from './measure-window.ts';
import type { PostgresProbe } from './postgres-probe.ts';
import { median } from './statistics.ts';
import { AGAIN_SECONDS, measureRun, underLoad } from './under-load.ts';
import { withStands } from './with-stands.ts';

/** What turns cost with one storage; the middle of its runs. Times in milliseconds. */
export interface StorageResult {
  storage: string;
  instances: number;
  users: number;
  turnsPerSecond: number;
  /** Turns per second against the first storage in the same round. */
  ratio: number;
  reply: { p50: number; p99: number };
  /** Of all instances together. */
  cpuPerTurn: number;
  /** The average of the instances. */
  loopShare: number;
  machineShare: number;
  postgres: PostgresFigures | undefined;
  /** Webhooks that were refused, and wrong replies; has to be 0. */
  failures: number;
}

export interface StoragesOptions {
  storages: readonly BenchStorage[];
  users: number;
  plan: Plan;
  profileDir?: string | undefined;
}

/** Simulators that answer at once: the connector's own work is what counts. */
const LATENCIES = { bot: 0, smooch: 0 };
const KINDS_OF_STATEMENTS = 40;

/** Measures the storages within one run in which they take turns, so that they are comparable. */
export async function measureStorages({
  storages,
  users,
  plan,
  profileDir,
}: StoragesOptions): Promise<StorageResult[]> {
  const options = storages.map((storage) => ({ latencies: LATENCIES, users, storage, profileDir }));
  return withStands(options, async (stands) => {
    for (const stand of stands) await underLoad(stand, stand.connector, plan.warmSeconds, async () => {});
    const rounds: RunFigures[][] = [];
    for (let round = 0; round < plan.pairs; round++) rounds.push(await measureRound(stands, round, plan.seconds));
    const statements: number[] = [];
    for (const stand of stands) statements.push(await countStatements(stand, plan.seconds));
    if (profileDir !== undefined) await writeStatements(stands, storages, profileDir);
    return storages.map(({ name, instances }, at) => ({
      storage: name,
      instances,
      users,
      ...summarise(rounds, at, statements[at]!),
    }));
  });
}

/** There and back, so that what changes with time falls on all of them alike. */
async function measureRound(stands: readonly BenchStand[], round: number, seconds: number): Promise<RunFigures[]> {
  const figures = new Map<BenchStand, RunFigures>();
  for (const stand of round % 2 === 0 ? stands : stands.toReversed()) {
    figures.set(stand, await measureRun(stand, stand.connector, seconds));
  }
  return stands.map((stand) => figures.get(stand)!);
}

/** A run of its own, since counting costs PostgreSQL time. @returns statements per turn */
async function countStatements(stand: BenchStand, seconds: number): Promise<number> {
  const { connector, postgres } = stand;
  if (postgres === undefined) return 0;
  await postgres.countStatements(true);
  // Every connection has heard of it after a first statement.
  await underLoad(stand, connector, AGAIN_SECONDS, async () => {});
  const { postgres: counted } = await measureRun(stand, connector, seconds);
  await postgres.countStatements(false);
  return counted?.statementsPerTurn ?? 0;
}

function summarise(
  rounds: readonly RunFigures[][],
  at: number,
  statementsPerTurn: number,
): Omit<StorageResult, 'storage' | 'instances' | 'users'> {
  const runs = rounds.map((round) => round[at]!);
  const middle = (figure: (run: RunFigures) => number) => median(runs.map(figure));
  const postgres = runs[0]?.postgres && {
    cpuPerTurn: middle((run) => run.postgres!.cpuPerTurn),
    commitsPerTurn: middle((run) => run.postgres!.commitsPerTurn),
    statementsPerTurn,
  };
  return {
    turnsPerSecond: middle((run) => run.turnsPerSecond),
    ratio: median(rounds.map((round) => round[at]!.turnsPerSecond / round[0]!.turnsPerSecond)),
    reply: { p50: middle((run) => run.reply.p50), p99: middle((run) => run.reply.p99) },
    cpuPerTurn: middle((run) => run.usage.subject.cpuPerTurn),
    loopShare: middle((run) => run.usage.subject.loopShare),
    machineShare: middle((run) => run.machineShare),
    postgres,
    failures: runs.reduce((sum, run) => sum + run.refused + run.wrong, 0),
  };
}

/** Beside the CPU profiles: what PostgreSQL spent its time on while statements were counted. */
async function writeStatements(
  stands: readonly BenchStand[],
  storages: readonly BenchStorage[],
  folder: string,
): Promise<void> {
  for (const [at, { postgres }] of stands.entries()) {
    if (postgres !== undefined)
      writeFileSync(join(folder, `statements-${storages[at]!.instances}.txt`), await listOf(postgres));
  }
}

async function listOf(postgres: PostgresProbe): Promise<string> {
  const statements = await postgres.statements();
  const lines = statements
    .slice(0, KINDS_OF_STATEMENTS)
    .map(
      ({ text, calls, ms, rows }) =>
        `${Math.round(ms)} ms in ${calls} calls, ${rows} rows: ${text.replaceAll(/\s+/g, ' ').slice(0, 400)}`,
    );
  return `${lines.join('\n')}\n`;
}
