import { parseArgs } from 'node:util';

export type Mode = 'sqlite' | 'postgres';

/** What is tortured, and how long. */
export interface TortureOptions {
  modes: Mode[];
  /** The same seed makes the same plan. */
  seed: string;
  minutes: number;
  users: number;
  /** Of the connector, with PostgreSQL; SQLite always has one. */
  instances: number;
  /** Stop as soon as so many kills fell inside a turn. */
  killsInTurn: number;
  /** How often each kind of step has to be hit for a passing run. */
  killsPerStep: number;
  /** Where the connectors' logs and data stay; a temporary folder when empty. */
  keep: string | undefined;
}

/** A command line that cannot be understood; the message is for the person who typed it. */
export class UsageError extends Error {}

export const USAGE = `npm run torture -- --minutes N [options]

  --minutes N           how long, 1 to 600; a run ends earlier with --kills-in-turn
  --mode MODE           sqlite, postgres or both (default both)
  --seed TEXT           repeats the plan of another run (default: a new one)
  --users N             at once, 1 to 2000 (default 500)
  --instances N         connectors on PostgreSQL, 1 to 5 (default 3)
  --kills-in-turn K     stop when so many kills fell inside a turn (default: only the time counts)
  --kills-per-step K    each kind of step must have been hit so often (default 5)
  --keep DIR            keep data folders and logs there
  --help`;

/**
 * Reads the command line of `npm run torture`; undefined when only help is wanted.
 * @throws UsageError
 */
export function parseOptions(args: string[]): TortureOptions | undefined {
  const values = readArgs(args);
  if (values.help) return undefined;
  return {
    modes: modesOf(values.mode),
    seed: values.seed ?? Math.random().toString(36).slice(2, 10),
    minutes: numberOf('--minutes', values.minutes, 600, true),
    users: numberOf('--users', values.users, 2_000),
    instances: numberOf('--instances', values.instances, 5),
    killsInTurn: values['kills-in-turn'] ? numberOf('--kills-in-turn', values['kills-in-turn'], 100_000) : Infinity,
    killsPerStep: numberOf('--kills-per-step', values['kills-per-step'], 1_000, true),
    keep: values.keep,
  };
}

function readArgs(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        minutes: { type: 'string', default: '10' },
        mode: { type: 'string', default: 'both' },
        seed: { type: 'string' },
        users: { type: 'string', default: '500' },
        instances: { type: 'string', default: '3' },
        'kills-in-turn': { type: 'string' },
        'kills-per-step': { type: 'string', default: '5' },
        keep: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function modesOf(mode: string): Mode[] {
  if (mode === 'both') return ['sqlite', 'postgres'];
  if (mode === 'sqlite' || mode === 'postgres') return [mode];
  throw new UsageError(`--mode takes sqlite, postgres or both, not "${mode}"`);
}

function numberOf(name: string, text: string, most: number, fractions = false): number {
  const value = Number(text);
  if (!(value >= (fractions ? 0 : 1) && value <= most) || !(fractions || Number.isInteger(value))) {
    throw new UsageError(`${name} takes numbers up to ${most}, not "${text}"`);
  }
  return value;
}
