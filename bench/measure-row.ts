import { setTimeout as delay } from 'node:timers/promises';
import {
  type BenchStand,
  type BenchStandOptions,
  type Latencies,
  type Subject,
  startBenchStand,
} from './bench-stand.ts';
import type { InsideFigures } from './inside-probe.ts';
import type { RunFigures } from './measure-window.ts';
import { AGAIN_SECONDS, measureRun, underLoad } from './under-load.ts';

/** How long and how often is measured. */
export interface Plan {
  /** Seconds of one run. */
  seconds: number;
  /** Runs of the connector, each beside one of the forwarder. */
  pairs: number;
  /** Seconds of load before the first run, so that code is compiled and connections stand. */
  warmSeconds: number;
}

/** Everything that was measured with so many users at such latencies. */
export interface Row {
  latencies: Latencies;
  users: number;
  connector: RunFigures[];
  forwarder: RunFigures[];
  inside: InsideFigures[];
  insideForwarder: InsideFigures[];
}

export type RowOptions = BenchStandOptions & { plan: Plan };

/** Starts everything anew, measures one row of the table, and stops it again. */
export async function measureRow({ plan, ...options }: RowOptions): Promise<Row> {
  const stand = await startBenchStand(options);
  try {
    const { connector, forwarder } = stand;
    for (const subject of [forwarder, connector]) await underLoad(stand, subject, plan.warmSeconds, async () => {});
    const { latencies, users } = options;
    const row: Row = { latencies, users, connector: [], forwarder: [], inside: [], insideForwarder: [] };
    for (let pair = 0; pair < plan.pairs; pair++) {
      row.forwarder.push(await measureRun(stand, forwarder, plan.seconds));
      row.connector.push(await measureRun(stand, connector, plan.seconds));
      row.insideForwarder.push(await measureInside(stand, forwarder, plan.seconds));
      row.inside.push(await measureInside(stand, connector, plan.seconds));
    }
    return row;
  } finally {
    await stand.stop();
  }
}

/** The probe looks into single turns here, which costs time; so nothing else is measured meanwhile. */
function measureInside(stand: BenchStand, subject: Subject, seconds: number): Promise<InsideFigures> {
  return underLoad(stand, subject, AGAIN_SECONDS, async () => {
    await subject.process.ask('inside-begin');
    await delay(seconds * 1000);
    const figures = await subject.process.ask<InsideFigures>('inside-figures');
    await subject.process.ask('inside-end');
    return figures;
  });
}
