import type { Clock } from '../core/clock.ts';
import type { Awaitable, WaitingEvent } from './schema.ts';
import { createSlots, type Slots } from './slots.ts';

/**
 * What became of an event that was run. `put-down`: it goes on later, and its lane stays closed until then.
 * `interrupted`: it could not be kept, or another instance has it.
 */
export type RunOutcome =
  | { status: 'finished' }
  | { status: 'put-down'; notBefore: number }
  | { status: 'stopped' }
  | { status: 'interrupted' };

/** @param holds false when another instance may have taken the event over */
export type RunEvent = (event: WaitingEvent, slots: Slots, holds: () => boolean) => Promise<RunOutcome>;

interface Lane {
  key: string;
  queue: WaitingEvent[];
  /** The event at the front is running, resting or waiting for a slot. */
  busy: boolean;
  /** Ends the rest of the front. */
  wake?: () => void;
}

/** Decides which event runs next: one at a time in each lane, in the order of append; lanes side by side. */
export interface Lanes {
  add(event: WaitingEvent): void;
  /** The first event of a lane was erased: nothing is to be waited for any more. */
  wake(lane: string): void;
  /** Events that are not finished; of several instances' events, as they were counted a moment ago. */
  open(): number;
  /** The same, counted now. */
  countOpen(): Awaitable<number>;
  /** User events behind one that runs. */
  userEventsBehind(event: { lane: string; id: number }): Awaitable<number>;
  /** User events of a lane that are not finished, in their order: whether each is a picture or a file. */
  openUserEvents(lane: string): boolean[];
  /** No further event begins. Resolves when none is running. */
  stop(): Promise<void>;
}

/** After a failure of the store itself. */
const STORE_RETRY_MS = 5_000;
const LONGEST_TIMER_MS = 2_000_000_000;

/**
 * Creates the scheduler of one process. Of waiting events it keeps the ids only.
 * @param concurrency how many turns work at once; one that waits gives its place back
 */
export function createLanes(options: { concurrency: number; clock: Clock; run: RunEvent }): Lanes {
  const lanes = new Map<string, Lane>();
  const slots = createSlots(options.concurrency);
  const rests = createRests();
  let open = 0;
  let running = 0;
  let stopped = false;
  let allStopped: (() => void) | undefined;

  const proceed = (lane: Lane) => {
    const next = lane.queue[0];
    if (next === undefined) {
      lanes.delete(lane.key);
      return;
    }
    lane.busy = true;
    const rest = next.notBefore - options.clock.now();
    if (rest > 0) {
      lane.wake = rests.after(rest, () => proceed(lane));
      return;
    }
    lane.wake = undefined;
    // It may have to wait for long: then it is read back when it runs.
    if (slots.free() === 0) next.fresh = undefined;
    // Not in this tick: what the turn does before its first call would delay the 200 to its own webhook.
    void slots.acquire().then(() => setImmediate(() => runFront(lane, next)));
  };

  const runFront = async (lane: Lane, event: WaitingEvent) => {
    if (stopped) return slots.release();
    running += 1;
    const outcome = await options.run(event, slots, () => true);
    running -= 1;
    slots.release();
    settle(lane, event, outcome);
    if (stopped && running === 0) allStopped?.();
  };

  const settle = (lane: Lane, event: WaitingEvent, outcome: RunOutcome) => {
    if (outcome.status === 'stopped') return;
    event.fresh = undefined;
    if (outcome.status === 'put-down') event.notBefore = outcome.notBefore;
    else if (outcome.status === 'interrupted') event.notBefore = options.clock.now() + STORE_RETRY_MS;
    else {
      lane.queue.shift();
      open -= 1;
    }
    lane.busy = false;
    if (!stopped) proceed(lane);
  };

  return {
    add(event) {
      open += 1;
      let lane = lanes.get(event.lane);
      if (lane === undefined) {
        lane = { key: event.lane, queue: [], busy: false };
        lanes.set(event.lane, lane);
      }
      lane.queue.push(event);
      if (!lane.busy && !stopped) proceed(lane);
      else event.fresh = undefined;
      if (event.kind === 'user-deleted') endRest(lane);
    },
    wake: (key) => endRest(lanes.get(key)),
    open: () => open,
    openUserEvents: (key) => usersOf(lanes.get(key)?.queue ?? []).map(({ media }) => media === true),
    countOpen: () => open,
    userEventsBehind: ({ lane }) => usersOf(lanes.get(lane)?.queue.slice(1) ?? []).length,
    stop: async () => {
      stopped = true;
      rests.clear();
      if (running === 0) return;
      await new Promise<void>((resolve) => {
        allStopped = resolve;
      });
    },
  };
}

function endRest(lane: Lane | undefined): void {
  const front = lane?.queue[0];
  if (lane?.wake === undefined || front === undefined) return;
  front.notBefore = 0;
  lane.wake();
}

function usersOf(events: readonly WaitingEvent[]): WaitingEvent[] {
  return events.filter((event) => event.kind === 'user');
}

/** Timers of lanes whose first event goes on later. */
function createRests() {
  const timers = new Set<NodeJS.Timeout>();
  return {
    /** @returns what ends the rest early */
    after(ms: number, proceed: () => void): () => void {
      const end = () => {
        clearTimeout(timer);
        if (timers.delete(timer)) proceed();
      };
      const timer = setTimeout(end, Math.min(ms, LONGEST_TIMER_MS));
      timers.add(timer);
      return end;
    },
    clear() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
