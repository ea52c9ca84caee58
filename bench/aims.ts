import type { GrowthResult, GrowthVariant } from './measure-growth.ts';
import type { MemoryResult } from './measure-memory.ts';
import type { StorageResult } from './measure-storages.ts';
import type { RowSummary } from './summarise-row.ts';

/** What the connector is measured against, and whether it is met; undefined when that row was not measured. */
export interface Aim {
  text: string;
  measured: string;
  met: boolean | undefined;
}

type Judge = (row: RowSummary) => { measured: string; met: boolean };

const ratioOf = (least: number): Judge => {
  return ({ ratio }) => ({ measured: `${Math.round(ratio * 100)}%`, met: ratio >= least });
};
const below = (limit: number, figure: (row: RowSummary) => number): Judge => {
  return (row) => ({ measured: `${figure(row).toFixed(2)} ms`, met: figure(row) <= limit });
};

const aims: readonly { botMs: number; users: number; text: string; judge: Judge }[] = [
  { botMs: 0, users: 200, text: "at least 50% of the forwarder's turns per second", judge: ratioOf(0.5) },
  { botMs: 0, users: 200, text: 'at most 1.2 ms of CPU per turn', judge: below(1.2, cpuOf) },
  { botMs: 300, users: 200, text: "at least 90% of the forwarder's turns per second", judge: ratioOf(0.9) },
  { botMs: 300, users: 500, text: "at least 75% of the forwarder's turns per second", judge: ratioOf(0.75) },
  { botMs: 300, users: 50, text: 'time inside under 6 ms (p50)', judge: below(6, (row) => row.inside.p50) },
  { botMs: 300, users: 50, text: 'time inside under 25 ms (p99)', judge: below(25, (row) => row.inside.p99) },
];

function cpuOf(row: RowSummary): number {
  return row.connector.usage.subject.cpuPerTurn;
}

/** Compares what was measured with every aim. */
export function judgeAims(rows: readonly RowSummary[]): Aim[] {
  return aims.map(({ botMs, users, text, judge }) => {
    const row = rows.find((one) => one.latencies.bot === botMs && one.users === users);
    const where = `${botMs === 0 ? '0 ms' : '300/50 ms'}, ${users} users`;
    if (row === undefined) return { text: `${where}: ${text}`, measured: 'not measured', met: undefined };
    return { text: `${where}: ${text}`, ...judge(row) };
  });
}

const MEGABYTE = 1024 * 1024;
const MOST_IDLE_MB = 15;
const MOST_WAITING_MB = 200;
const MOST_GROWTH = 1.2;

/** What conversations may cost in memory. */
export function judgeMemory({ storage, conversations, start, idle, waiting }: MemoryResult): Aim[] {
  const above = (bytes: number, base: number) => (bytes - base) / MEGABYTE;
  const [idleMb, waitingMb] = [above(idle.rss, start.rss), above(waiting.rss, start.rss)];
  const count = conversations.toLocaleString('en');
  return [
    {
      text: `${storage}, ${count} idle conversations: RSS under ${MOST_IDLE_MB} MB above the start`,
      measured: `${idleMb.toFixed(1)} MB`,
      met: idleMb < MOST_IDLE_MB,
    },
    {
      text: `${storage}, ${count} turns waiting at once: RSS under ${MOST_WAITING_MB} MB above the start`,
      measured: `${waitingMb.toFixed(1)} MB`,
      met: waitingMb < MOST_WAITING_MB,
    },
  ];
}

/** Turns a second by the number of instances on PostgreSQL, all on the machine of the bench. */
const FEWEST_TURNS = new Map([
  [1, 300],
  [2, 250],
]);

/** How fast the connector has to be on PostgreSQL. */
export function judgeStorage({ storage, instances, users, turnsPerSecond, postgres }: StorageResult): Aim[] {
  const fewest = FEWEST_TURNS.get(instances);
  if (postgres === undefined || fewest === undefined) return [];
  return [
    {
      text: `${storage}, 0 ms, ${users} users: at least ${fewest} turns per second`,
      measured: String(Math.round(turnsPerSecond)),
      met: turnsPerSecond >= fewest,
    },
  ];
}

/** A turn may not cost more because there are more users, or more stored events. Costing less is welcome. */
export function judgeGrowth({ storage, users, storedEvents }: GrowthResult): Aim[] {
  const factors = users.map(({ count }) => `${count / users[0]!.count}x`).join(', ');
  const events = storedEvents.map(({ count }) => count.toLocaleString('en')).join(' and ');
  return [
    judgeVariants(`${storage}, ${factors} users: CPU per turn grows by at most 20%`, users),
    judgeVariants(`${storage}, ${events} stored events: CPU per turn grows by at most 20%`, storedEvents),
  ];
}

function judgeVariants(text: string, variants: readonly GrowthVariant[]): Aim {
  const ratios = variants.slice(1).map(({ ratio }) => ratio);
  const measured = ratios.map((ratio) => `${ratio < 1 ? '' : '+'}${Math.round((ratio - 1) * 100)}%`).join(', ');
  return { text, measured, met: ratios.every((ratio) => ratio <= MOST_GROWTH) };
}
