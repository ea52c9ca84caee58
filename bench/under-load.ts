import { setTimeout as delay } from 'node:timers/promises';
import type { BenchStand, Subject } from './bench-stand.ts';
import type { LoadCounts, LoadOrder } from './create-load.ts';
import { measureWindow, type RunFigures } from './measure-window.ts';

/** Nobody waits longer for a reply that is still to come; then the run has failed. */
export const LONGEST_WAIT_MS = 30_000;

/** Seconds of load before each run; everything is warm by then. */
export const AGAIN_SECONDS = 0.2;

/** One run of some seconds, with all users of the stand. */
export function measureRun(stand: BenchStand, subject: Subject, seconds: number): Promise<RunFigures> {
  return underLoad(stand, subject, AGAIN_SECONDS, () => measureWindow(stand, subject, seconds));
}

/** Lets all users talk to one subject, does something once each of them got replies, and waits until all is answered. */
export async function underLoad<T>(
  stand: BenchStand,
  subject: Subject,
  warmSeconds: number,
  work: () => Promise<T>,
): Promise<T> {
  const { load, userIds } = stand;
  const targets = [subject, ...subject.beside].map(({ url }) => url);
  const order: LoadOrder = { targets, userIds, spreadMs: stand.latencies.bot + stand.latencies.smooch };
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

/** A sentence with the end of what the subject printed. */
export function failure({ process, beside }: Subject, what: string): string {
  const logs = [process, ...beside.map((one) => one.process)].map((one) => one.log());
  return `The ${process.name} ${what}. The end of its log:\n${logs.join('\n')}`;
}
