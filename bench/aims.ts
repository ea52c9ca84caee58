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
