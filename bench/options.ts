import { parseArgs } from 'node:util';
import type { Latencies } from './bench-stand.ts';
import { type BenchStorage, postgresStorage, sqliteStorage } from './bench-storage.ts';
import type { GrowthPlan } from './measure-growth.ts';
import type { MemoryPlan } from './measure-memory.ts';
import type { Plan } from './measure-row.ts';

/** What is measured, and what becomes of it. */
export interface BenchOptions {
  /** Of the rows about speed and cost; none: they are not measured. */
  latencies: Latencies[];
  users: number[];
  plan: Plan;
  /** What is measured in turns, one against the other; none: nothing is. */
  storages: BenchStorage[];
  storageUsers: number[];
  /** Undefined: not measured. */
  memory: MemoryPlan | undefined;
  growth: GrowthPlan | undefined;
  quick: boolean;
  /** Whether docs/performance.md is written. */
  write: boolean;
  profileDir: string | undefined;
}

/** A command line that cannot be understood; the message is for the person who typed it. */
export class UsageError extends Error {}

export const USAGE = `npm run bench -- [options]

  --quick           short runs, one pair each: for a first look
  --users 1,50      users at once (default 1,50,200,500, for storage 200; at most 2000)
  --only PART       0ms or 300ms (speed and cost at these latencies of the simulators), storage, memory, growth
  --storage NAME    sqlite, postgres, postgres-2 (two instances); several with commas: only these are compared in the
                    part "storage"
  --seconds N       length of a run, 1 to 60 (default 3, quick 2)
  --pairs N         runs of the connector and of the forwarder, and rounds of growth, 1 to 15 (default 5, quick 1)
  --write           write docs/performance.md; not with --only
  --cpu-prof DIR    CPU profiles of the connector, written when it stops
  --help`;

const MOST_ROWS = 10;

const LATENCIES = { '0ms': { bot: 0, smooch: 0 }, '300ms': { bot: 300, smooch: 50 } };
const STORAGES = { sqlite: sqliteStorage, postgres: postgresStorage(1), 'postgres-2': postgresStorage(2) };
const PARTS = [...Object.keys(LATENCIES), 'storage', 'memory', 'growth'];
const MEMORY: MemoryPlan = { conversations: 10_000, warmTurns: 5_000 };

/**
 * Reads the command line of `npm run bench`; undefined when only help is wanted.
 * @throws UsageError
 */
export function parseOptions(args: string[]): BenchOptions | undefined {
  const { values } = readArgs(args);
  if (values.help) return undefined;
  const { quick, only } = values;
  const plan = {
    seconds: numberOf('--seconds', values.seconds ?? (quick ? '2' : '3'), 60),
    pairs: numberOf('--pairs', values.pairs ?? (quick ? '1' : '5'), 15),
    warmSeconds: quick ? 1 : 3,
  };
  if (only !== undefined && !PARTS.includes(only)) {
    throw new UsageError(`--only takes ${PARTS.join(', ')}, not "${only}"`);
  }
  const partly = only !== undefined || values.storage !== undefined;
  if (partly && values.write) throw new UsageError('--write writes the whole page: leave out --only and --storage');
  const chosen = only ?? (values.storage === undefined ? undefined : 'storage');
  const isWanted = (part: string) => chosen === undefined || chosen === part;
  return {
    latencies: Object.entries(LATENCIES).flatMap(([name, latencies]) => (isWanted(name) ? [latencies] : [])),
    users: usersOf(values.users ?? '1,50,200,500'),
    plan,
    storages: isWanted('storage') ? storagesOf(values.storage) : [],
    storageUsers: usersOf(values.users ?? '200'),
    memory: isWanted('memory') ? MEMORY : undefined,
    growth: isWanted('growth') ? growthPlanOf(plan, quick) : undefined,
    quick,
    write: values.write,
    profileDir: values['cpu-prof'],
  };
}

function growthPlanOf({ seconds, pairs, warmSeconds }: Plan, quick: boolean): GrowthPlan {
  const storedEvents = [10_000, quick ? 100_000 : 1_000_000];
  return { users: [100, 200, 400], storedEvents, rounds: pairs, seconds, warmSeconds };
}

function readArgs(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        quick: { type: 'boolean', default: false },
        users: { type: 'string' },
        only: { type: 'string' },
        storage: { type: 'string' },
        seconds: { type: 'string' },
        pairs: { type: 'string' },
        write: { type: 'boolean', default: false },
        'cpu-prof': { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function storagesOf(text = Object.keys(STORAGES).join()): BenchStorage[] {
  return text.split(',').map((name) => {
    const known = Object.entries(STORAGES).find(([one]) => one === name);
    if (known === undefined) throw new UsageError(`--storage takes ${Object.keys(STORAGES).join(', ')}, not "${name}"`);
    return known[1];
  });
}

function usersOf(text: string): number[] {
  const counts = text.split(',').map((count) => numberOf('--users', count, 2_000));
  if (counts.length > MOST_ROWS) throw new UsageError(`--users takes at most ${MOST_ROWS} numbers`);
  return counts;
}

function numberOf(name: string, text: string, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most) {
    throw new UsageError(`${name} takes whole numbers from 1 to ${most}, not "${text}"`);
  }
  return value;
}
