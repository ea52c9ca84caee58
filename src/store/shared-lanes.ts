import type { Clock } from '../core/clock.ts';
import type { Lanes, RunEvent, RunOutcome } from './lanes.ts';
import type { ClaimedEvent, Claims } from './schema.ts';
import { createSlots } from './slots.ts';

export interface SharedLanesOptions {
  claims: Claims;
  /** How many turns of this instance work at once. */
  concurrency: number;
  clock: Clock;
  run: RunEvent;
  /** Told when the store cannot be asked for work, and when it can again. */
  onOutage(error: unknown): void;
}

interface Held {
  id: number;
  attempt: number;
  /** Monotonic time of the last sign of life that the store has taken. */
  aliveAt: number;
  lost: boolean;
}

/** Others may take a turn over 10 s after the last sign of life; what is under way then needs time to arrive. */
const LEASE_MS = 8_000;
const SIGN_OF_LIFE_MS = 2_500;
/** Work that other instances took in, and turns whose time has come, are found by looking. */
const LOOK_MS = 250;
const OUTAGE_MS = 1_000;
const COUNT_MS = 1_000;
const LARGEST_CLAIM = 200;

/**
 * The scheduler of one of several instances that share a store. The store decides which events are its own; this one
 * asks for as many as it has places for, runs them, and keeps saying that it is alive.
 */
export function createSharedLanes(options: SharedLanesOptions): Lanes & { begin(): void } {
  const { claims, clock } = options;
  const slots = createSlots(options.concurrency);
  const held = new Map<number, Held>();
  const alarm = createAlarm();
  const counted = createCount(claims, clock);
  let stopped = false;
  let looking: Promise<void> | undefined;
  let signs: NodeJS.Timeout | undefined;
  let idle: (() => void) | undefined;
  claims.onMore(alarm.ring);

  const runClaimed = async (claimed: ClaimedEvent, mine: Held) => {
    const { event } = claimed;
    const holds = () => !mine.lost && clock.monotonic() - mine.aliveAt < LEASE_MS;
    await slots.acquire();
    const waiting = { id: event.id, lane: event.lane, kind: event.kind, notBefore: 0, claimed };
    const outcome: RunOutcome = stopped ? { status: 'stopped' } : await options.run(waiting, slots, holds);
    slots.release();
    held.delete(event.id);
    if (outcome.status === 'stopped' || outcome.status === 'interrupted') await claims.release(mine).catch(() => {});
    // There may be work that nobody had a place for.
    alarm.ring();
    if (held.size === 0) idle?.();
  };

  const claimSome = async (): Promise<'all' | 'more'> => {
    const limit = Math.min(slots.free(), LARGEST_CLAIM);
    if (limit === 0) return 'all';
    const askedAt = clock.monotonic();
    const taken = await claims.claim(limit);
    for (const claimed of taken) {
      const mine = { id: claimed.event.id, attempt: claimed.event.attempt, aliveAt: askedAt, lost: false };
      held.set(mine.id, mine);
      void runClaimed(claimed, mine);
    }
    return taken.length === limit ? 'more' : 'all';
  };

  const look = async () => {
    while (!stopped) {
      try {
        if ((await claimSome()) === 'all') await alarm.wait(LOOK_MS);
      } catch (error) {
        options.onOutage(error);
        await alarm.wait(OUTAGE_MS);
      }
    }
  };

  return {
    begin() {
      looking = look();
      // A sign that fails makes the claims of this instance doubtful, by their age.
      signs = setInterval(() => void giveSigns(options, held).catch(options.onOutage), SIGN_OF_LIFE_MS);
    },
    add: () => {
      counted.increase();
      alarm.ring();
    },
    open: counted.latest,
    countOpen: () => claims.count(),
    userEventsBehind: ({ lane, id }) => claims.userEventsBehind(lane, id),
    // Counted by the store when events are appended.
    openUserEvents: () => [],
    // What was erased has lost its place in the database's queue, too.
    wake: () => {},
    async stop() {
      stopped = true;
      alarm.ring();
      counted.stop();
      await looking;
      if (held.size > 0) {
        await new Promise<void>((resolve) => {
          idle = resolve;
        });
      }
      clearInterval(signs);
    },
  };
}

/** Says that this instance is alive. What the store does not count as its own any more, another one has. */
async function giveSigns({ claims, clock }: SharedLanesOptions, held: ReadonlyMap<number, Held>): Promise<void> {
  const askedAt = clock.monotonic();
  const mine = [...held.values()].filter(({ lost }) => !lost);
  if (mine.length === 0) return;
  const kept = new Set(await claims.keep(mine));
  for (const one of mine) {
    if (kept.has(one.id)) one.aliveAt = askedAt;
    else one.lost = true;
  }
}

/** Ends a wait early. One that rings while nobody waits ends the next wait at once. */
function createAlarm() {
  let wake: (() => void) | undefined;
  let rung = false;
  return {
    ring() {
      rung = true;
      wake?.();
    },
    async wait(ms: number) {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      wake = undefined;
      rung = false;
    },
  };
}

/** How many events are open, asked for every second: near enough for a limit of 50,000. */
function createCount(claims: Claims, clock: Clock) {
  let count = 0;
  let asking = false;
  let askedAt = Number.NEGATIVE_INFINITY;
  let stopped = false;
  const ask = async () => {
    asking = true;
    askedAt = clock.monotonic();
    count = await claims.count().catch(() => count);
    asking = false;
  };
  return {
    latest() {
      if (!stopped && !asking && clock.monotonic() - askedAt >= COUNT_MS) void ask();
      return count;
    },
    increase() {
      count += 1;
    },
    stop() {
      stopped = true;
    },
  };
}
