import { setTimeout as delay } from 'node:timers/promises';
import { type BenchStand, type BenchStandOptions, type Latencies, startBenchStand } from './bench-stand.ts';
import type { BenchStorage } from './bench-storage.ts';
import type { LoadCounts, LoadOrder } from './create-load.ts';
import type { Sample } from './probe.ts';
import { failure, LONGEST_WAIT_MS } from './under-load.ts';

/** Memory of the connector's process after its garbage was collected, bytes. */
export interface Memory {
  rss: number;
  /** Its JavaScript heap, and what buffers hold outside of it. */
  heap: number;
}

/** What so many conversations cost in memory. */
export interface MemoryResult {
  storage: string;
  conversations: number;
  /** Ready, before the first webhook. */
  start: Memory;
  /** After some thousand turns of a few users: code is compiled, connections and the pages of the database stand. */
  warm: Memory;
  /** Every conversation has had one turn, nothing is under way. */
  idle: Memory;
  /** Every conversation has a turn that waits: the bot does not answer. */
  waiting: Memory;
  /** All of them were answered then. */
  after: Memory;
}

/** Few enough to be no part of what is measured. */
const WARM_USERS = 50;
/** So many talk at the same time, so that nobody waits long for a reply. */
const AT_ONCE = 50;
/** So many ask a bot that does not answer, in a second. */
const ASKED_A_SECOND = 500;
const LATENCIES: Latencies = { bot: 0, smooch: 0 };

export interface MemoryPlan {
  conversations: number;
  /** Turns of a few users before anything is compared. */
  warmTurns: number;
}

export interface MemoryOptions {
  plan: MemoryPlan;
  storage: BenchStorage;
}

/** Measures a connector with many conversations, first idle, then all waiting for a bot that does not answer. */
export async function measureMemory({ plan, storage }: MemoryOptions): Promise<MemoryResult> {
  const { conversations, warmTurns } = plan;
  const options: BenchStandOptions = {
    latencies: LATENCIES,
    users: conversations + WARM_USERS,
    storage,
    nodeArgs: ['--expose-gc'],
    // The calls that are held would end before the last webhook has come.
    server: { timeouts: { bot_ms: 300_000 } },
  };
  const stand = await startBenchStand(options);
  try {
    const [few, many] = [stand.userIds.slice(0, WARM_USERS), stand.userIds.slice(WARM_USERS)];
    const start = await memoryOf(stand);
    await talk(stand, few, warmTurns / WARM_USERS);
    const warm = await memoryOf(stand);
    await talk(stand, many, 1);
    const idle = await memoryOf(stand);
    const release = await holdBot(stand);
    const spreadMs = (many.length / ASKED_A_SECOND) * 1000;
    await begin(stand, { userIds: many, turnsOfEach: 1, spreadMs });
    await untilCounted(stand, 'acknowledged', many.length);
    const waiting = await memoryOf(stand);
    await release();
    await untilCounted(stand, 'turns', many.length);
    await untilIdle(stand);
    const after = await memoryOf(stand);
    return { storage: storage.name, conversations, start, warm, idle, waiting, after };
  } finally {
    await stand.stop();
  }
}

/** The user has his reply a little before the turn has ended. */
async function untilIdle({ connector }: BenchStand): Promise<void> {
  const open = async () => ((await (await fetch(`${connector.url}/readyz`)).json()) as { open: number }).open;
  while ((await open()) > 0) await delay(50);
}

async function memoryOf({ connector }: BenchStand): Promise<Memory> {
  await connector.process.ask('collect-garbage', undefined, LONGEST_WAIT_MS);
  const { rssBytes, heapBytes, externalBytes } = await connector.process.ask<Sample>('sample');
  return { rss: rssBytes, heap: heapBytes + externalBytes };
}

/** Every one of the users has so many turns, one after another; resolves when the last is answered. */
async function talk(stand: BenchStand, userIds: string[], turnsOfEach: number): Promise<void> {
  await begin(stand, { userIds, turnsOfEach, spreadMs: 0, atOnce: AT_ONCE });
  await untilCounted(stand, 'turns', userIds.length * turnsOfEach);
  await untilIdle(stand);
}

async function begin({ load, connector }: BenchStand, order: Omit<LoadOrder, 'targets'>): Promise<void> {
  await load.ask('begin', { targets: [connector.url], ...order });
}

async function untilCounted(stand: BenchStand, what: 'turns' | 'acknowledged', count: number): Promise<void> {
  const deadline = performance.now() + 4 * LONGEST_WAIT_MS;
  for (let counted = 0; counted < count; ) {
    const counts = await stand.load.ask<LoadCounts>('counts');
    counted += counts[what];
    if (counts.refused + counts.wrong > 0) {
      throw new Error(failure(stand.connector, `refused ${counts.refused} and answered ${counts.wrong} wrongly`));
    }
    if (performance.now() > deadline) throw new Error(failure(stand.connector, `has ${counted} of ${count} ${what}`));
    await delay(50);
  }
}

/** Keeps the bot from answering until the returned function is called. */
async function holdBot({ chatbotOrigin }: BenchStand): Promise<() => Promise<void>> {
  const rule = { endpoint: 'message', effect: { kind: 'hold' }, times: 'always' };
  const headers = { 'content-type': 'application/json' };
  const faults = `${chatbotOrigin}/sandbox/faults`;
  const response = await fetch(faults, { method: 'POST', headers, body: JSON.stringify(rule) });
  if (!response.ok) throw new Error(`the bot's simulator refused to wait: ${response.status}`);
  return async () => void (await fetch(faults, { method: 'DELETE' }));
}
