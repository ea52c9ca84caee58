import type { BenchStand } from './bench-stand.ts';
import type { BenchStorage } from './bench-storage.ts';
import type { RunFigures } from './measure-window.ts';
import { median } from './statistics.ts';
import { measureRun, underLoad } from './under-load.ts';
import { withStands } from './with-stands.ts';

/** How much is compared, and for how long. */
export interface GrowthPlan {
  /** Users at once; the first number is what the others are compared with. */
  users: number[];
  /** Finished events in the store at the start; the first number is what the others are compared with. */
  storedEvents: number[];
  /** Runs of each variant, in turns. */
  rounds: number;
  /** Seconds of one run. */
  seconds: number;
  /** Seconds of load before the first run. */
  warmSeconds: number;
}

/** One number of users, or of stored events; the middle of its runs. */
export interface GrowthVariant {
  count: number;
  /** Connector, milliseconds. */
  cpuPerTurn: number;
  turnsPerSecond: number;
  /** CPU per turn against the first variant in the same round. */
  ratio: number;
}

/** How the connector's CPU per turn changes with what there is to do, and with what is kept. */
export interface GrowthResult {
  storage: string;
  users: GrowthVariant[];
  storedEvents: GrowthVariant[];
  /** Users at once where stored events are compared. */
  usersAtEvents: number;
}

export interface GrowthOptions {
  plan: GrowthPlan;
  storage: BenchStorage;
  profileDir?: string;
}

/** Simulators that answer at once: the connector's own work is what counts. */
const LATENCIES = { bot: 0, smooch: 0 };
const USERS_AT_EVENTS = 100;

/** Measures both, each within one run in which the variants take turns. */
export async function measureGrowth(options: GrowthOptions): Promise<GrowthResult> {
  const users = await compareUsers(options);
  const storedEvents = await compareStoredEvents(options);
  return { storage: options.storage.name, users, storedEvents, usersAtEvents: USERS_AT_EVENTS };
}

/** One connector; more or fewer of its users talk. */
async function compareUsers({ plan, ...rest }: GrowthOptions): Promise<GrowthVariant[]> {
  return withStands([{ ...rest, latencies: LATENCIES, users: Math.max(...plan.users) }], ([stand]) => {
    const variants = plan.users.map((count) => ({
      count,
      stand: { ...stand!, userIds: stand!.userIds.slice(0, count) },
    }));
    return compare(variants, plan);
  });
}

/** One connector for each number of stored events, all running; one at a time has work. */
async function compareStoredEvents({ plan, ...rest }: GrowthOptions): Promise<GrowthVariant[]> {
  const base = { ...rest, latencies: LATENCIES, users: USERS_AT_EVENTS };
  const options = plan.storedEvents.map((storedEvents) => ({ ...base, storedEvents }));
  return withStands(options, (stands) =>
    compare(
      stands.map((stand, at) => ({ count: plan.storedEvents[at]!, stand })),
      plan,
    ),
  );
}

interface Variant {
  count: number;
  stand: BenchStand;
}

async function compare(variants: readonly Variant[], plan: GrowthPlan): Promise<GrowthVariant[]> {
  for (const { stand } of variants) await underLoad(stand, stand.connector, plan.warmSeconds, async () => {});
  const rounds: RunFigures[][] = [];
  for (let round = 0; round < plan.rounds; round++) {
    const figures = new Map<Variant, RunFigures>();
    // There and back, so that what changes with time falls on all of them alike.
    const order = round % 2 === 0 ? variants : variants.toReversed();
    for (const variant of order) {
      figures.set(variant, await measureRun(variant.stand, variant.stand.connector, plan.seconds));
    }
    rounds.push(variants.map((variant) => figures.get(variant)!));
  }
  return variants.map(({ count }, at) => summariseVariant(count, at, rounds));
}

function summariseVariant(count: number, at: number, rounds: readonly RunFigures[][]): GrowthVariant {
  const cpu = (runs: readonly RunFigures[], variant: number) => runs[variant]!.usage.subject.cpuPerTurn;
  return {
    count,
    cpuPerTurn: median(rounds.map((runs) => cpu(runs, at))),
    turnsPerSecond: median(rounds.map((runs) => runs[at]!.turnsPerSecond)),
    ratio: median(rounds.map((runs) => cpu(runs, at) / cpu(runs, 0))),
  };
}
