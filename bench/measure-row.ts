import { setTimeout as delay } from 'node:timers/promises';
import {
  type BenchStand,
  type BenchStandOptions,
  type Latencies,
  type Subject,
  startBenchStand,
} from './bench-stand.ts';
import type { LoadCounts, LoadOrder } from './create-load.ts';
import type { InsideFigures } from './inside-probe.ts';
import { measureWindow, type RunFigures } from './measure-window.ts';

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

/** Nobody waits longer for a reply that is still to come; then the run has failed. */
const LONGEST_WAIT_MS = 30_000;

/** Seconds of load before each run; everything is warm by then. */
const AGAIN_SECONDS = 0.2;

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

function measureRun(stand: BenchStand, subject: Subject, seconds: number): Promise<RunFigures> {
  return underLoad(stand, subject, AGAIN_SECONDS, () => measureWindow(stand, subject, seconds));
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

/** Lets all users talk to one subject, does something once each of them got replies, and waits until all is answered. */
async function underLoad<T>(
  stand: BenchStand,
  subject: Subject,
  warmSeconds: number,
  work: () => Promise<T>,
): Promise<T> {
  const { load, userIds } = stand;
  const order: LoadOrder = { target: subject.url, userIds, spreadMs: stand.latencies.bot + stand.latencies.smooch };
  await load.ask('begin', order);
  await delay(warmSeconds * 1000);
  await untilAllTalk(stand, subject);
  const result = await work();
  const unanswered = await load.ask<number>('end', LONGEST_WAIT_MS, LONGEST_WAIT_MS + 5_000);
  if (unanswered > 0) throw new Error(failure(subject, `left ${unanswered} users without a reply`));
  return result;
}

async function untilAllTalk({ load }: BenchStand, subject: Subject): Promise<void> {
  const deadline = performance.now() + LONGEST_WAIT_MS;
  for (;;) {
    const counts = await load.ask<LoadCounts>('counts');
    if (counts.wrong > 0) throw new Error(failure(subject, 'sent something else than the answer of the bot'));
    if (counts.fewestOfAUser > 0) return;
    if (performance.now() > deadline) throw new Error(failure(subject, 'did not reply to every user'));
    await delay(50);
  }
}

function failure({ process }: Subject, what: string): string {
  return `The ${process.name} ${what}. The end of its log:\n${process.log()}`;
}
