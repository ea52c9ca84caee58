import { availableParallelism } from 'node:os';
import type { Latencies } from './bench-stand.ts';
import type { Row } from './measure-row.ts';
import { type Role, type RunFigures, roles, type Usage } from './measure-window.ts';
import { median } from './statistics.ts';

type Percentiles = { p50: number; p99: number };

/** The middle of all runs of the connector, or of the forwarder. */
export interface SubjectSummary extends Omit<RunFigures, 'refused' | 'wrong'> {
  /** Share of all cores that went to programs which are no part of the bench. */
  othersShare: number;
  /** What kept it from more turns per second. */
  limit: string;
}

/** One row of the tables. Times in milliseconds. */
export interface RowSummary {
  latencies: Latencies;
  users: number;
  connector: SubjectSummary;
  forwarder: SubjectSummary;
  /** Turns per second of the connector against those of the forwarder, the middle of all pairs of runs. */
  ratio: number;
  /** Reply time of the connector minus the forwarder's, the middle of all pairs of runs. */
  outside: Percentiles;
  inside: Percentiles;
  /** The same with everything counted as inside but the time that the simulators were told to wait. */
  insideAtMost: Percentiles;
  insideForwarder: Percentiles;
  /** Webhooks that were refused, and replies with another text, over all runs; both have to be 0. */
  failures: number;
}

/** From this share of the time on, a process whose event loop is busy is taken for the limit. */
const FULL = 0.9;

/** Reduces the runs of a row to one figure each. */
export function summariseRow(row: Row): RowSummary {
  const { latencies, users, connector, forwarder, inside, insideForwarder } = row;
  const overPairs = (figure: (connector: RunFigures, forwarder: RunFigures) => number) =>
    median(connector.map((run, at) => figure(run, forwarder[at]!)));
  const told = latencies.bot + latencies.smooch;
  return {
    latencies,
    users,
    connector: summariseRuns('connector', connector),
    forwarder: summariseRuns('forwarder', forwarder),
    ratio: overPairs((ours, theirs) => ours.turnsPerSecond / theirs.turnsPerSecond),
    outside: {
      p50: overPairs((ours, theirs) => ours.reply.p50 - theirs.reply.p50),
      p99: overPairs((ours, theirs) => ours.reply.p99 - theirs.reply.p99),
    },
    inside: middleOf(inside.map((figures) => figures.inside)),
    insideAtMost: middleOf(inside.map(({ whole }) => ({ p50: whole.p50 - told, p99: whole.p99 - told }))),
    insideForwarder: middleOf(insideForwarder.map((figures) => figures.inside)),
    failures: [...connector, ...forwarder].reduce((sum, run) => sum + run.refused + run.wrong, 0),
  };
}

function middleOf(runs: readonly Percentiles[]): Percentiles {
  return { p50: median(runs.map((run) => run.p50)), p99: median(runs.map((run) => run.p99)) };
}

function summariseRuns(name: string, runs: readonly RunFigures[]): SubjectSummary {
  const middle = (figure: (run: RunFigures) => number) => median(runs.map(figure));
  const usageOf = (role: Role): Usage => ({
    cpuPerTurn: middle((run) => run.usage[role].cpuPerTurn),
    mainCpuPerTurn: middle((run) => run.usage[role].mainCpuPerTurn),
    loopShare: middle((run) => run.usage[role].loopShare),
    delayP99: middle((run) => run.usage[role].delayP99),
    rssBytes: middle((run) => run.usage[role].rssBytes),
    heapBytes: middle((run) => run.usage[role].heapBytes),
  });
  const summary = {
    acknowledgedPerSecond: middle((run) => run.acknowledgedPerSecond),
    turnsPerSecond: middle((run) => run.turnsPerSecond),
    reply: { p50: middle((run) => run.reply.p50), p99: middle((run) => run.reply.p99) },
    usage: Object.fromEntries(roles.map((role) => [role, usageOf(role)])) as Record<Role, Usage>,
    machineShare: middle((run) => run.machineShare),
    othersShare: middle(othersShareOf),
  };
  return { ...summary, limit: limitOf(name, summary) };
}

function othersShareOf({ usage, turnsPerSecond, machineShare }: RunFigures): number {
  const ourCores = roles.reduce((sum, role) => sum + (usage[role].cpuPerTurn * turnsPerSecond) / 1000, 0);
  return Math.max(0, machineShare - ourCores / availableParallelism());
}

/** Names the processes that had no more to give, or says that none was at its end. */
function limitOf(name: string, { usage, machineShare }: Omit<SubjectSummary, 'limit'>): string {
  const names: Record<Role, string> = {
    subject: name,
    chatbot: 'bot simulator',
    smooch: 'Smooch simulator',
    load: 'load',
  };
  const full = roles.filter((role) => usage[role].loopShare >= FULL);
  const cores = machineShare >= FULL ? ', and all cores were busy' : '';
  if (full.length === 0) return machineShare >= FULL ? `not the ${name}: all cores were busy` : 'none: users waited';
  const listed = full.map((role) => names[role]).join(' and ');
  return full.includes('subject') ? `the ${listed}${cores}` : `not the ${name}: the ${listed}${cores}`;
}
