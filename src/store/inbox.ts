import type { Clock } from '../core/clock.ts';
import type { Lanes } from './lanes.ts';
import type { AppendOutcome, FloodLimits, NewEvent, Store, WaitingEvent } from './schema.ts';

export type AcceptOutcome = 'stored' | 'duplicate' | 'flood';

/** The one way events come in: limits, durable append, lane. */
export interface Inbox {
  /**
   * Stores the events of one delivery, all or none, and lets their lanes go on.
   * @throws StoreUnavailableError when the disk does not take them
   * @throws InboxFullError when too many events wait
   */
  accept(events: NewEvent[]): Promise<AcceptOutcome[]>;
}

export class InboxFullError extends Error {
  constructor(limit: number) {
    super(`${limit} events are waiting (server.max_waiting): new ones are refused until some are handled`);
    this.name = 'InboxFullError';
  }
}

const MINUTE = 60_000;

export interface InboxOptions {
  store: Store;
  lanes: Lanes;
  flood: FloodLimits;
  maxWaiting: number;
  clock: Clock;
}

/** Creates the inbox of one process. */
export function createInbox(options: InboxOptions): Inbox {
  const { store, lanes, flood, maxWaiting } = options;
  // What several instances take in only the store can count.
  const append =
    store.claims === undefined ? createLimitedAppend(options) : (events: NewEvent[]) => store.append(events, flood);
  /** Events that are being stored: with a slow disk these would gather without end. */
  let storing = 0;
  return {
    async accept(events) {
      if (lanes.open() + storing + events.length > maxWaiting) throw new InboxFullError(maxWaiting);
      storing += events.length;
      const outcomes = await append(events).finally(() => {
        storing -= events.length;
      });
      return events.map((event, index) => {
        const outcome = outcomes[index] ?? { status: 'flood' };
        if (outcome.status === 'stored' && event.setAside === undefined) lanes.add(toWaiting(event, outcome.id));
        return outcome.status;
      });
    },
  };
}

/** Appends what the limits let through; all other events are `flood`. */
function createLimitedAppend({
  store,
  lanes,
  flood,
  clock,
}: InboxOptions): (events: NewEvent[]) => Promise<AppendOutcome[]> {
  const arrivals = flood.per_minute > 0 ? createArrivals(clock) : NO_ARRIVALS;
  /** User events that are being stored, by lane: they will wait in a moment. */
  const onTheirWay = new Map<string, number>();
  const count = (lane: string, change: number) => {
    const now = (onTheirWay.get(lane) ?? 0) + change;
    if (now === 0) onTheirWay.delete(lane);
    else onTheirWay.set(lane, now);
  };
  const remembered = (async () => {
    for (const { lane, receivedAt } of await store.arrivalsSince(clock.now() - MINUTE)) arrivals.add(lane, receivedAt);
  })();
  const isFlood = (lane: string) =>
    (flood.waiting > 0 && lanes.openUserEvents(lane) + (onTheirWay.get(lane) ?? 0) >= flood.waiting) ||
    (flood.per_minute > 0 && arrivals.lastMinute(lane) >= flood.per_minute);

  return async (events) => {
    await remembered;
    const wanted = events.filter((event) => {
      if (event.kind !== 'user') return true;
      if (isFlood(event.lane)) return false;
      arrivals.add(event.lane, event.receivedAt);
      count(event.lane, 1);
      return true;
    });
    const leave = () => {
      for (const event of wanted) if (event.kind === 'user') count(event.lane, -1);
    };
    const outcomes = wanted.length === 0 ? [] : await appendOrForget(store, wanted, arrivals).finally(leave);
    const byEvent = new Map(wanted.map((event, index) => [event, outcomes[index]]));
    return events.map((event) => byEvent.get(event) ?? { status: 'flood' });
  };
}

function toWaiting(event: NewEvent, id: number): WaitingEvent {
  const { lane, kind, payload, receivedAt } = event;
  return { id, lane, kind, notBefore: 0, fresh: { id, origin: id, lane, kind, payload, receivedAt, takeovers: 0 } };
}

/** Duplicates, and what the store refused, do not count as arrivals. */
async function appendOrForget(store: Store, events: NewEvent[], arrivals: Arrivals) {
  try {
    const outcomes = await store.append(events);
    events.forEach((event, index) => {
      if (outcomes[index]?.status === 'duplicate') arrivals.forget(event.lane, event.receivedAt);
    });
    return outcomes;
  } catch (error) {
    for (const event of events) arrivals.forget(event.lane, event.receivedAt);
    throw error;
  }
}

interface Arrivals {
  add(lane: string, at: number): void;
  forget(lane: string, at: number): void;
  lastMinute(lane: string): number;
}

/** Nobody asks for them. */
const NO_ARRIVALS: Arrivals = { add: () => {}, forget: () => {}, lastMinute: () => 0 };

/** Arrival times of the last minute, per conversation; conversations that fell silent are dropped. */
function createArrivals(clock: Clock): Arrivals {
  let recent = new Map<string, number[]>();
  let cleanedAt = clock.now();
  const inLastMinute = (times: number[]) => times.filter((time) => time > clock.now() - MINUTE);
  const clean = () => {
    if (clock.now() - cleanedAt < MINUTE) return;
    cleanedAt = clock.now();
    recent = new Map(
      [...recent].map(([lane, times]) => [lane, inLastMinute(times)] as const).filter(([, t]) => t.length > 0),
    );
  };
  return {
    add(lane, at) {
      clean();
      const times = recent.get(lane);
      if (times === undefined) recent.set(lane, [at]);
      else times.push(at);
    },
    forget(lane, at) {
      const times = recent.get(lane) ?? [];
      const index = times.lastIndexOf(at);
      if (index >= 0) times.splice(index, 1);
    },
    lastMinute(lane) {
      const times = inLastMinute(recent.get(lane) ?? []);
      if (times.length > 0) recent.set(lane, times);
      return times.length;
    },
  };
}
