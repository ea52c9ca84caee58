import { setTimeout as delay } from 'node:timers/promises';
import type { Store } from '../src/store/schema.ts';
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.ts';
import { commitsSoFar } from './commit-probe.ts';
import { answerParent } from './parent-channel.ts';
import { percentile } from './statistics.ts';

/** The process that `bench/store.ts` measures: `FOLDER` is where it opens a store; writers write as it is told over IPC. */

export interface StoreOrder {
  writer: 'thread' | 'inline';
  writers: number;
}

/** What happened since the last look; times in milliseconds. */
export interface StoreCounts {
  at: number;
  writes: number;
  commits: number;
  /** From handing over a write to its promise. */
  wait: { p50: number; p99: number };
}

const SESSION = JSON.stringify({ version: 1, bot: { token: 'x'.repeat(40) }, asked: { abcdefghijkl: 3 } });
const PAYLOAD = { input: { kind: 'text', text: 'What are your opening hours?' }, channel: 'web', sentAt: 1 };
const RESULT = JSON.stringify({ status: 'answered', answers: [{ messages: ['x'.repeat(200)] }] });

const folder = process.argv[2] ?? '';
let running = false;
let waits: number[] = [];
let commitsBefore = 0;

async function timed<T>(write: Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await write;
  waits.push(performance.now() - began);
  return result;
}

/** A remote call between two writes takes up to this long, so that writers do not march in step. */
const LONGEST_CALL_MS = 10;

const remoteCall = () => delay(Math.random() * LONGEST_CALL_MS);

/** The three commits of a turn: append, the bot's answer, the end. */
async function writeTurns(into: Store, lane: string): Promise<void> {
  for (let turn = 0; running; turn++) {
    const at = Date.now();
    const event = { lane, kind: 'user' as const, payload: PAYLOAD, dedupe: { key: `${lane}:${turn}` }, receivedAt: at };
    const [outcome] = await timed(into.append([event]));
    const eventId = outcome?.status === 'stored' ? outcome.id : 0;
    await remoteCall();
    const [ask, render, send] = ['ask', 'render', 'send:0'].map((name, seq) => ({ seq, name, result: RESULT, at }));
    await timed(into.writeTurn({ eventId, lane, steps: [ask!, render!], chats: [] }));
    await remoteCall();
    const session = { document: SESSION, usedAt: at, hasChat: false };
    const end = { state: 'done' as const, reason: null, at };
    await timed(into.writeTurn({ eventId, lane, steps: [send!], chats: [], session, end }));
  }
}

answerParent({
  begin: async ({ writer, writers }: StoreOrder) => {
    const store = await openSqliteStore({ folder, writer });
    running = true;
    for (let number = 0; number < writers; number++) void writeTurns(store, `lane-${number}`);
  },
  counts: (): StoreCounts => {
    const counts = {
      at: performance.now(),
      writes: waits.length,
      commits: commitsSoFar() - commitsBefore,
      wait: { p50: percentile(waits, 50), p99: percentile(waits, 99) },
    };
    waits = [];
    commitsBefore += counts.commits;
    return counts;
  },
});

process.once('SIGTERM', () => process.exit(0));
// Nothing else keeps this process alive until it is told what to do.
process.channel?.ref();
console.log(JSON.stringify({ ready: true }));
