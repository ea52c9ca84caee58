import type { Clock } from '../core/clock.ts';
import { type Arrival, type Arrivals, createArrivals, NO_ARRIVALS } from './arrivals.ts';
import { admit, countActs, type FloodTally, limitsOf, mayOverflow } from './flood.ts';
import type { Lanes } from './lanes.ts';
import { isMedia } from './media-mark.ts';
import type { AppendOutcome, FloodLimits, NewEvent, Store } from './schema.ts';

const MINUTE = 60_000;

export interface LimitedAppendParts {
  store: Store;
  lanes: Lanes;
  flood: FloodLimits;
  clock: Clock;
}

/** An event that the limits let through, until it is stored; what counts of it only where it is a user's. */
interface Admitted {
  event: NewEvent;
  arrival?: Arrival;
}

/** Creates the append of a store that this process has for itself: what the limits do not let through is `flood`. */
export function createLimitedAppend(parts: LimitedAppendParts): (events: NewEvent[]) => Promise<AppendOutcome[]> {
  const { store, flood, clock } = parts;
  const arrivals = flood.per_minute > 0 ? createArrivals(clock) : NO_ARRIVALS;
  const onTheirWay = createOnTheirWay();
  const { readLimits, count } = createCounts(parts, arrivals, onTheirWay);
  const whenRemembered = createRemembering(parts, arrivals);

  const letIn = (event: NewEvent, tallies: ReadonlyMap<string, FloodTally>): Admitted | undefined => {
    if (event.kind !== 'user') return { event };
    const media = isMedia(event.payload);
    const tally = tallies.get(event.lane);
    if (tally !== undefined && !admit(tally, media)) return undefined;
    return { event, arrival: arrivals.add(event.lane, event.receivedAt, media) };
  };

  return async (events) => {
    await whenRemembered();
    const limits = await readLimits(events);
    // From here to the append nobody else comes in between.
    const tallies = new Map([...limits].map(([lane, limit]) => [lane, count(lane, limit)]));
    const admitted = events.map((event) => letIn(event, tallies));
    const wanted = admitted.filter((one) => one !== undefined);
    const outcomes = wanted.length === 0 ? [] : await appendOrForget(store, wanted, arrivals, onTheirWay);
    let next = 0;
    return admitted.map((one) => (one === undefined ? { status: 'flood' } : (outcomes[next++] as AppendOutcome)));
  };
}

/** What arrived before the start is read once; a store that cannot be read refuses what comes, until it can. */
function createRemembering({ store, clock }: LimitedAppendParts, arrivals: Arrivals): () => Promise<void> {
  const remember = async () => {
    const known = await store.arrivalsSince(clock.now() - MINUTE);
    for (const { lane, receivedAt, media } of known) arrivals.add(lane, receivedAt, media);
  };
  let remembered: Promise<void> | undefined;
  const whenRemembered = () => {
    remembered ??= remember().catch((error: unknown) => {
      remembered = undefined;
      throw error;
    });
    return remembered;
  };
  whenRemembered().catch(() => {});
  return whenRemembered;
}

/** Creates what knows the limits of conversations, and counts what they have. */
function createCounts({ store, lanes, flood }: LimitedAppendParts, arrivals: Arrivals, onTheirWay: OnTheirWay) {
  const count = (lane: string, limits: FloodLimits): FloodTally => ({
    limits,
    waiting: countActs(flood.waiting > 0 ? [...lanes.openUserEvents(lane), ...onTheirWay.of(lane)] : []),
    arrived: arrivals.lastMinute(lane),
  });
  /** Only where it matters the session is read: an agent may have accepted. */
  const limitsIn = async (lane: string, more: number): Promise<FloodLimits> => {
    const { waiting, arrived } = count(lane, flood);
    const isNear = mayOverflow(flood, { waiting: waiting.count, arrived: arrived.count }, more);
    return isNear ? limitsOf(flood, await store.session(lane)) : flood;
  };
  const readLimits = async (events: readonly NewEvent[]): Promise<Map<string, FloodLimits>> => {
    const news = new Map<string, number>();
    for (const { kind, lane } of events) if (kind === 'user') news.set(lane, (news.get(lane) ?? 0) + 1);
    const limits = new Map<string, FloodLimits>();
    for (const [lane, more] of news) limits.set(lane, await limitsIn(lane, more));
    return limits;
  };
  return { readLimits, count };
}

/** Duplicates, and what the store refused, do not count as arrivals. */
async function appendOrForget(
  store: Store,
  admitted: readonly Admitted[],
  arrivals: Arrivals,
  onTheirWay: OnTheirWay,
): Promise<AppendOutcome[]> {
  const arrive = onTheirWay.add(admitted);
  let outcomes: AppendOutcome[] = [];
  try {
    outcomes = await store.append(admitted.map(({ event }) => event));
    return outcomes;
  } finally {
    arrive();
    admitted.forEach(({ arrival }, index) => {
      if (arrival !== undefined && outcomes[index]?.status !== 'stored') arrivals.forget(arrival);
    });
  }
}

interface OnTheirWay {
  /** User events that are being stored, by whether they are media: they will wait in a moment. */
  of(lane: string): boolean[];
  /** @returns what is called when they are stored, or never will be */
  add(admitted: readonly Admitted[]): () => void;
}

function createOnTheirWay(): OnTheirWay {
  const byLane = new Map<string, Set<Admitted>>();
  return {
    of: (lane) => [...(byLane.get(lane) ?? [])].map(({ arrival }) => arrival?.media === true),
    add(admitted) {
      const users = admitted.filter(({ arrival }) => arrival !== undefined);
      for (const one of users) {
        const there = byLane.get(one.event.lane) ?? new Set();
        byLane.set(one.event.lane, there.add(one));
      }
      return () => {
        for (const one of users) {
          const there = byLane.get(one.event.lane);
          there?.delete(one);
          if (there?.size === 0) byLane.delete(one.event.lane);
        }
      };
    },
  };
}
