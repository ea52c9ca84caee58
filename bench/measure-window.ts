import { cpus } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { BenchProcess } from './bench-process.ts';
import type { BenchStand, Subject } from './bench-stand.ts';
import type { LoadCounts } from './create-load.ts';
import type { PostgresProbe, PostgresSample } from './postgres-probe.ts';
import type { Sample } from './probe.ts';

/** The processes of a measured run, by what they do in it. `subject` is the connector or the forwarder. */
export const roles = ['subject', 'chatbot', 'smooch', 'load'] as const;
export type Role = (typeof roles)[number];

/** What one process used in a run. */
export interface Usage {
  /** CPU of all threads, milliseconds per finished turn. */
  cpuPerTurn: number;
  /** The part of it that its JavaScript thread used. */
  mainCpuPerTurn: number;
  /** Share of the time in which its event loop had something to do; at 1 it can do no more. */
  loopShare: number;
  /** Milliseconds. */
  delayP99: number;
  rssBytes: number;
  heapBytes: number;
}

/** What one run of some seconds gave. */
export interface RunFigures {
  acknowledgedPerSecond: number;
  turnsPerSecond: number;
  /** Webhook to reply, milliseconds. */
  reply: { p50: number; p99: number };
  usage: Record<Role, Usage>;
  /** Share of all cores that was busy, whoever used it. */
  machineShare: number;
  refused: number;
  wrong: number;
  /** Where the storage is a PostgreSQL server. */
  postgres?: PostgresFigures;
}

/** What one turn cost PostgreSQL. */
export interface PostgresFigures {
  /** CPU of all its processes, milliseconds. */
  cpuPerTurn: number;
  commitsPerTurn: number;
  /** 0 in runs in which they were not counted. */
  statementsPerTurn: number;
}

/** Measures for some seconds a load that has begun before. Ends nothing. */
export async function measureWindow(stand: BenchStand, subject: Subject, seconds: number): Promise<RunFigures> {
  const instances = [subject, ...subject.beside].map(({ process }) => process);
  const { chatbot, smooch, load, postgres } = stand;
  const processes = { subject: instances, chatbot: [chatbot], smooch: [smooch], load: [load] };
  const before = await look(processes, postgres);
  await delay(seconds * 1000);
  const after = await look(processes, postgres);
  const span = (after.counts.at - before.counts.at) / 1000;
  const turnsPerSecond = after.counts.turns / span;
  const usageOf = (role: Role) => samplesToUsage(before.samples[role], after.samples[role], turnsPerSecond);
  return {
    acknowledgedPerSecond: after.counts.acknowledged / span,
    turnsPerSecond,
    reply: after.counts.reply,
    usage: Object.fromEntries(roles.map((role) => [role, usageOf(role)])) as Record<Role, Usage>,
    machineShare: busyShare(before.cores, after.cores),
    refused: after.counts.refused,
    wrong: after.counts.wrong,
    ...(before.postgres && after.postgres && { postgres: toPostgres(before.postgres, after.postgres, turnsPerSecond) }),
  };
}

interface Look {
  samples: Record<Role, Sample>;
  counts: LoadCounts;
  cores: CoreTimes;
  postgres: PostgresSample | undefined;
}

/** Everything at one moment; each process notes its own time, so that a slow answer falsifies nothing. */
async function look(processes: Record<Role, BenchProcess[]>, probe: PostgresProbe | undefined): Promise<Look> {
  const cores = coreTimes();
  const [counts, postgres, ...samples] = await Promise.all([
    processes.load[0]!.ask<LoadCounts>('counts'),
    probe?.sample(),
    ...roles.map((role) => sampleAll(processes[role])),
  ]);
  return {
    samples: Object.fromEntries(roles.map((role, at) => [role, samples[at]])) as Look['samples'],
    counts,
    cores,
    postgres,
  };
}

/** Instances are seen as one that uses what all of them use; its loop is as busy as theirs are on average. */
async function sampleAll(processes: readonly BenchProcess[]): Promise<Sample> {
  const samples = await Promise.all(processes.map((process) => process.ask<Sample>('sample')));
  const sum = (figure: (sample: Sample) => number) => samples.reduce((total, sample) => total + figure(sample), 0);
  return {
    at: sum((sample) => sample.at) / samples.length,
    cpu: sum((sample) => sample.cpu),
    mainCpu: sum((sample) => sample.mainCpu),
    loopBusy: sum((sample) => sample.loopBusy) / samples.length,
    delayP99: Math.max(...samples.map((sample) => sample.delayP99)),
    rssBytes: sum((sample) => sample.rssBytes),
    heapBytes: sum((sample) => sample.heapBytes),
    externalBytes: sum((sample) => sample.externalBytes),
  };
}

function toPostgres(before: PostgresSample, after: PostgresSample, turnsPerSecond: number): PostgresFigures {
  const turns = (turnsPerSecond * (after.at - before.at)) / 1000;
  const perTurn = (figure: 'cpu' | 'commits' | 'statements') => (after[figure] - before[figure]) / turns;
  return { cpuPerTurn: perTurn('cpu'), commitsPerTurn: perTurn('commits'), statementsPerTurn: perTurn('statements') };
}

function samplesToUsage(before: Sample, after: Sample, turnsPerSecond: number): Usage {
  const ms = after.at - before.at;
  const turns = (turnsPerSecond * ms) / 1000;
  const { delayP99, rssBytes, heapBytes } = after;
  return {
    cpuPerTurn: (after.cpu - before.cpu) / turns,
    mainCpuPerTurn: (after.mainCpu - before.mainCpu) / turns,
    loopShare: (after.loopBusy - before.loopBusy) / ms,
    delayP99,
    rssBytes,
    heapBytes,
  };
}

interface CoreTimes {
  busy: number;
  all: number;
}

function coreTimes(): CoreTimes {
  const times = cpus().map((core) => core.times);
  const idle = times.reduce((sum, core) => sum + core.idle, 0);
  const busy = times.reduce((sum, core) => sum + core.user + core.nice + core.sys + core.irq, 0);
  return { busy, all: busy + idle };
}

function busyShare(before: CoreTimes, after: CoreTimes): number {
  return (after.busy - before.busy) / Math.max(1, after.all - before.all);
}
