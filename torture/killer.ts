import { setTimeout as delay } from 'node:timers/promises';
import type { FaultRule } from '../sandbox/control/faults.ts';
import type { SimulatorControl } from '../sandbox/control/gate.ts';
import type { CallLog, Service } from './call-log.ts';
import type { Instance } from './instances.ts';
import { type Act, type Moment, nextAct, type PlanOptions, STEP_NAMES, STEPS, type StepName } from './kill-plan.ts';

/** What was done to the instances. */
export interface KillCounts {
  kills: number;
  /** Kills at which at least one call of the instance was open. */
  inTurn: number;
  /** Calls that were open at kills. */
  openCalls: number;
  /** Kills at which a call of this kind was open. */
  byStep: Record<StepName, number>;
  pauses: number;
  longPauses: number;
  ends: number;
}

export interface KillerOptions extends PlanOptions {
  connectors: readonly Instance[];
  simulators: Record<Service, { control: SimulatorControl }>;
  calls: CallLog;
  /** Told of every act; a line for people. */
  say(line: string): void;
}

export interface Killer {
  readonly counts: KillCounts;
  /** Does the next act of the plan, and waits until the instance is back and has had some calm. */
  next(): Promise<void>;
}

const AIM_PATIENCE_MS = 4_000;
/** A backlog that grows and grows proves nothing: the next act waits until some of it is done, so long at most. */
const CATCH_UP_MS = 5_000;
const CAUGHT_UP = 60;
const LEASE_MS = 10_000;

export function createKiller(options: KillerOptions): Killer {
  const counts: KillCounts = {
    kills: 0,
    inTurn: 0,
    openCalls: 0,
    byStep: Object.fromEntries(STEP_NAMES.map((step) => [step, 0])) as Record<StepName, number>,
    pauses: 0,
    longPauses: 0,
    ends: 0,
  };
  return {
    counts,
    async next() {
      for (const connector of options.connectors) await connector.revive();
      const { act, instance, calmMs } = nextAct(options);
      const victim = options.connectors[instance]!;
      if (act.do === 'pause') await pause(victim, act.ms, counts);
      else if (act.do === 'end') await end(victim, act.downMs, counts);
      else await kill(options, victim, act, counts);
      await delay(calmMs);
      await catchUp(options.connectors);
    },
  };
}

async function pause(victim: Instance, ms: number, counts: KillCounts): Promise<void> {
  counts.pauses++;
  if (ms > LEASE_MS) counts.longPauses++;
  await victim.pause(ms);
}

async function end(victim: Instance, downMs: number, counts: KillCounts): Promise<void> {
  counts.ends++;
  await victim.end();
  await delay(downMs);
  await victim.begin();
}

async function kill(
  options: KillerOptions,
  planned: Instance,
  { aim, downMs, withAnother }: Extract<Act, { do: 'kill' }>,
  counts: KillCounts,
): Promise<void> {
  const aimed = aim && (await takeAim(options, aim.step, aim.moment));
  const victim = options.connectors.find(({ life }) => life.tag === aimed?.life) ?? planned;
  const other = withAnother ? options.connectors.find(({ number }) => number !== victim.number) : undefined;
  const victims = other === undefined ? [victim] : [victim, other];
  await Promise.all(victims.map((one) => strike(options, one, counts)));
  if (aim && aimed) setTimeout(aimed.letGo, aim.moment === 'on its way' ? aim.lateMs : 0);
  await delay(downMs);
  await Promise.all(victims.map((one) => one.begin()));
}

/** Kills one instance, and counts what it was at. */
async function strike(options: KillerOptions, victim: Instance, counts: KillCounts): Promise<void> {
  const open = options.calls.open(victim.life.tag);
  const killed = victim.kill();
  const steps = STEP_NAMES.filter((step) => open.includes(STEPS[step]));
  counts.kills++;
  counts.openCalls += open.length;
  if (steps.length > 0) counts.inTurn++;
  for (const step of steps) counts.byStep[step]++;
  options.say(`killed ${victim.life.tag} with ${open.length} calls open (${steps.join(', ') || 'no turn'})`);
  await killed;
}

/** Stops the next call of a step where it is wanted. Resolves when it stands there, or does not come. */
async function takeAim({ simulators, calls }: KillerOptions, step: StepName, moment: Moment) {
  const [service, endpoint] = STEPS[step].split(':') as [Service, string];
  const { faults, journal } = simulators[service].control;
  let life: string | undefined;
  const matches: FaultRule['matches'] = ({ headers }) => {
    life = String(headers['x-torture-life']);
    return true;
  };
  const id = faults.add({ endpoint, matches, ...momentToFault(moment) });
  const deadline = Date.now() + AIM_PATIENCE_MS;
  while (life === undefined && Date.now() < deadline) await delay(10);
  const stands = () => {
    const held = journal.listRaw({ endpoint, finished: false }).filter(({ fault }) => fault !== undefined);
    return moment === 'done' ? held.some(({ ran }) => ran !== undefined) : held.length > 0;
  };
  while (life !== undefined && !stands() && Date.now() < deadline) await delay(5);
  if (life === undefined || !calls.open(life).includes(STEPS[step])) {
    faults.release(id);
    return undefined;
  }
  return { life, letGo: () => void faults.release(id) };
}

function momentToFault(moment: Moment): Pick<FaultRule, 'effect' | 'moment'> {
  if (moment === 'on its way') return { effect: { kind: 'hold' } };
  return { effect: { kind: 'timeout' }, moment: moment === 'done' ? 'after' : 'before' };
}

async function catchUp(connectors: readonly Instance[]): Promise<void> {
  const deadline = Date.now() + CATCH_UP_MS;
  for (;;) {
    const open = await Promise.all(connectors.map((connector) => connector.openEvents()));
    if (open.every((count) => count !== undefined && count < CAUGHT_UP) || Date.now() > deadline) return;
    await delay(100);
  }
}
