import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { createAgents } from './agents.ts';
import { type CallLog, createCallLog } from './call-log.ts';
import { startCrowd } from './crowd.ts';
import type { Instance } from './instances.ts';
import type { Evidence, Row } from './judge/evidence.ts';
import { judgeHandling } from './judge/handled.ts';
import { judgeOrder } from './judge/order.ts';
import { judgeRepeats } from './judge/repeats.ts';
import { createKiller, type KillCounts } from './killer.ts';
import { createLedger, type Ledger } from './ledger.ts';
import type { Mode, TortureOptions } from './options.ts';
import { createRandom } from './random.ts';
import { readStore } from './read-store.ts';
import { startTortureStand, type TortureStand } from './stand.ts';
import { startStorms } from './storms.ts';

/** What a run came to. */
export interface TortureResult {
  mode: Mode;
  seed: string;
  kills: KillCounts;
  storms: Record<string, number>;
  people: number;
  ledger: Pick<Ledger, 'deeds' | 'refusals'>;
  calls: number;
  rows: Row[];
  /** Milliseconds until everything was done after the last trouble; undefined when it never was. */
  settledMs: number | undefined;
  /** Largest memory of this process, megabytes. */
  memoryMb: number;
  /** How late at most timers of this process were, and calls that reached the simulators in it; milliseconds. */
  lateMs: number;
}

export type RunOptions = Omit<TortureOptions, 'modes' | 'killsPerStep'> & {
  mode: Mode;
  /** Ends the trouble early; what was seen until then is judged. */
  enough: AbortSignal;
  say(line: string): void;
};

const SETTLE_PATIENCE_MS = 240_000;
const PROGRESS_MS = 15_000;
/** Pauses of a minute are for runs that have the time. */
const LONG_RUN_MINUTES = 8;
const WARM_UP_MS = 3_000;

/** Tortures one kind of storage and judges what was seen. */
export async function runTorture(options: RunOptions): Promise<TortureResult> {
  const stand = await startTortureStand(options);
  try {
    return await torture(stand, options);
  } finally {
    for (const { control } of [stand.chatbot, stand.smooch, stand.desk]) control.faults.clear();
    await stand.stop();
  }
}

async function torture(stand: TortureStand, options: RunOptions): Promise<TortureResult> {
  const { mode, seed, users, say } = options;
  const random = createRandom(`${seed}/${mode}`);
  const { chatbot, smooch, desk, instances, picture } = stand;
  const ledger = createLedger();
  smooch.control.events.on('delivery', (delivery) => ledger.onSmooch(delivery));
  desk.control.events.on('delivery', (delivery) => ledger.onDesk(delivery));
  const calls = createCallLog({ chatbot, smooch, desk });
  const agents = createAgents({ control: desk.control, ledger, random: random.fork('agents'), file: picture });
  const crowd = startCrowd({ smooch: smooch.control, ledger, random: random.fork('crowd'), users, picture });
  await delay(WARM_UP_MS);
  const storms = startStorms(stand, random.fork('storms'));
  const killer = createKiller({
    random: random.fork('kills'),
    instances: instances.length,
    long: options.minutes >= LONG_RUN_MINUTES,
    connectors: instances,
    simulators: { chatbot, smooch, desk },
    calls,
    say,
  });
  const health = watch(() => progress(options, { kills: killer.counts, ledger, calls, instances }));
  const deadline = Date.now() + options.minutes * 60_000;
  while (!options.enough.aborted && Date.now() < deadline && killer.counts.inTurn < options.killsInTurn)
    await killer.next();
  say('the trouble is over; waiting until everything is done');
  await storms.stop();
  for (const { control } of [chatbot, smooch, desk]) control.faults.clear();
  await crowd.stop();
  agents.goHome();
  for (const instance of instances) await instance.revive();
  const settledMs = await settle(stand, ledger);
  const openAtTheEnd = await openEvents(instances);
  const { memoryMb, lateMs } = health.stop();
  await Promise.all(instances.map((instance) => instance.end()));
  calls.stop();
  const evidence: Evidence = {
    deeds: ledger.deeds,
    calls: calls.calls,
    lives: instances.flatMap(({ lives }) => lives),
    outages: storms.outages,
    chats: agents.chats,
    posts: agents.posts,
    stored: await readStore(stand.store),
    openAtTheEnd,
  };
  const crashes: Row = {
    name: 'connectors that ended by themselves',
    mustBeZero: true,
    findings: instances.flatMap((instance) => instance.crashes.map((text) => ({ text }))),
  };
  const rows = [...judgeHandling(evidence), ...judgeRepeats(evidence), judgeOrder(evidence), crashes];
  const counted = { kills: killer.counts, storms: storms.counts, people: crowd.people, calls: calls.calls.length };
  return { mode, seed, ...counted, ledger, rows, settledMs, memoryMb, lateMs: Math.max(lateMs, calls.latestMs) };
}

/** Resolves when nothing is under way, and stays so for a while. @returns milliseconds; undefined when it never was */
async function settle({ smooch, desk, instances }: TortureStand, ledger: Ledger): Promise<number | undefined> {
  const began = Date.now();
  let quietSince: number | undefined;
  let before = '';
  while (Date.now() - began < SETTLE_PATIENCE_MS) {
    const counts = [smooch.control.webhooks.log.counts(), desk.control.webhooks.log.counts()];
    const now = JSON.stringify([counts, ledger.deeds.length]);
    const quiet = counts.every(({ waiting }) => waiting === 0) && (await openEvents(instances)) === 0 && now === before;
    quietSince = quiet ? (quietSince ?? Date.now()) : undefined;
    before = now;
    if (quietSince !== undefined && Date.now() - quietSince > 1_500) return quietSince - began;
    await delay(100);
  }
  return undefined;
}

async function openEvents(instances: readonly Instance[]): Promise<number> {
  const open = await Promise.all(instances.map((instance) => instance.openEvents()));
  return open.reduce<number>((sum, count) => sum + (count ?? 1), 0);
}

/** Says something now and then, and looks at how this process does. */
function watch(saySomething: () => void) {
  let most = 0;
  const delays = monitorEventLoopDelay({ resolution: 20 });
  delays.enable();
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
    saySomething();
  }, PROGRESS_MS);
  return {
    stop() {
      clearInterval(timer);
      delays.disable();
      const memoryMb = Math.round(Math.max(most, process.memoryUsage.rss()) / 1024 / 1024);
      return { memoryMb, lateMs: Math.round(delays.max / 1e6) };
    },
  };
}

function progress(
  { mode, say }: RunOptions,
  seen: { kills: KillCounts; ledger: Ledger; calls: CallLog; instances: readonly Instance[] },
): void {
  const { kills, ledger, calls } = seen;
  const memory = Math.round(process.memoryUsage.rss() / 1024 / 1024);
  const { deeds, refusals } = ledger;
  const refused = refusals.answered + refusals.unanswered;
  say(
    `${mode}: ${deeds.length} events sent (${ledger.waiting()} not acknowledged yet, ${refused} refusals), ${calls.calls.length} calls, ${kills.inTurn} of ${kills.kills} kills inside a turn, ${kills.pauses} pauses, ${memory} MB`,
  );
}
