import type { Clock } from '../core/clock.ts';
import { settling } from '../core/retry.ts';
import type { StoredEvent } from '../core/turn-record.ts';
import type { FindEnvironment } from '../flow/find-conversation.ts';
import { type RunnableEvent, runTurn } from '../flow/run-turn.ts';
import type { World } from '../flow/world.ts';
import { createLanes, type Lanes, type RunEvent, type RunOutcome } from '../store/lanes.ts';
import type { Store, WaitingEvent } from '../store/schema.ts';
import { createSharedLanes } from '../store/shared-lanes.ts';
import type { Slots } from '../store/slots.ts';
import { createTurnLog } from '../store/steps.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { type Crashes, createCrashes } from './crashes.ts';
import { moveToConversation } from './move-to-conversation.ts';
import { createOwnEvents, type OwnEvents } from './own-events.ts';
import { type ReadAnewParts, readAnew } from './read-anew.ts';
import { runControl } from './run-control.ts';
import { createSuspects } from './suspects.ts';

export interface TurnsOptions {
  store: Store;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
  world(environment: string): World;
  /** The environment of a user whose chat with an agent is not known here. */
  findEnvironment: FindEnvironment;
  concurrency: number;
  /** What reads dead letters again that could not be understood. */
  readers: ReadAnewParts['readers'];
}

/** The turns of one process: which run, and how they are stopped. */
export interface Turns {
  lanes: Lanes;
  /** Lets everything that an earlier process left open go on. */
  takeUp(): Promise<void>;
  /** No turn begins any more; running ones end, or stop between two steps after 30 s. */
  stop(): Promise<void>;
  /** What an operator should look at. */
  warnings(): string[];
}

const GRACE_MS = 30_000;
/** Turns that wait for an operator try every minute. */
const PROBLEM_LASTS_MS = 150_000;
/** What a turn is told when it is another instance's by now. */
const TAKEN_BY_OTHERS = ['ClaimLostError', 'ClaimInDoubtError'];

/** Connects lanes, store and flow. */
export function createTurns(options: TurnsOptions): Turns {
  const { store, clock, log } = options;
  const stopping = new AbortController();
  const problems = new Map<string, number>();
  // What was on its way to Smooch when the last process died has arrived by then.
  const lookUpsFrom = clock.monotonic() + settling.firstMs;
  const turnStore = { ...store, ...createTurnLog(store) };

  /** Only what the store says gets here: the turn goes on from its steps later, here or on another instance. */
  const guarded = async (id: number, run: () => Promise<RunOutcome>): Promise<RunOutcome> => {
    try {
      return await run();
    } catch (error) {
      if (error instanceof Error && TAKEN_BY_OTHERS.includes(error.name)) {
        log.warn({ event: id }, `a turn ends here: ${error.message}`);
      } else {
        log.error({ event: id, err: error }, 'a turn could not be kept; it is tried again');
      }
      return { status: 'interrupted' };
    }
  };

  const runFrom = (runnable: RunnableEvent, slots: Slots, how: { holds(): boolean; suspected: boolean }) =>
    runTurn(
      {
        store: turnStore,
        clock,
        world: options.world,
        log,
        tools: {
          random: Math.random,
          stopping: () => stopping.signal.aborted,
          stopSignal: stopping.signal,
          lookUpsFrom,
          onStep: log.isLevelEnabled('debug') ? (step) => log.debug(step, 'step') : undefined,
          onOperatorNeeded: (problem) => void problems.set(problem, clock.now()),
          ...how,
        },
        countIgnored: (reason) => options.metrics.ignored(reason, 1),
        findEnvironment: options.findEnvironment,
        moveToConversation: (routed, from) => moveToConversation({ store, lanes }, routed, from),
        readAnew: (event) => readAnew({ store, lanes, readers: options.readers }, event),
        control: (event) => runControl({ store, lanes, world: options.world }, event),
        eventsBehind: (event) => lanes.userEventsBehind(event),
        observe: options.metrics.turn,
      },
      runnable,
      slots,
    );
  const run: RunEvent = (waiting, slots, holds) =>
    guarded(waiting.id, async () => {
      const runnable = toRunnable(waiting, own);
      const suspect = await suspectIn(runnable, { store, crashes });
      if (suspect === undefined) return runFrom(runnable, slots, { holds, suspected: false });
      const { takeovers } = suspect;
      return suspects.run(takeovers, slots, (alone) => runFrom(runnable, alone, { holds, suspected: true }));
    });
  const own = createOwnEvents(store, clock, log);
  const lanes = connectLanes(options, run, own);
  const crashes = createCrashes(store, clock, (err) => log.warn({ err }, 'starts and ends could not be noted'));
  const suspects = createSuspects(clock);

  return {
    lanes,
    async takeUp() {
      await crashes.begin();
      await lanes.begin();
    },
    async stop() {
      own.stop();
      suspects.stop();
      await stopLanes(lanes, store, stopping);
      await crashes.end();
    },
    warnings: () => [...problems].filter(([, at]) => clock.now() - at < PROBLEM_LASTS_MS).map(([problem]) => problem),
  };
}

/** The store decides what runs where, when several instances share it; else this process has everything. */
function connectLanes(options: TurnsOptions, run: RunEvent, own: OwnEvents): Lanes & { begin(): Promise<void> } {
  const { store, clock, log, concurrency } = options;
  const { claims } = store;
  if (claims === undefined) {
    const lanes = createLanes({ concurrency, clock, run });
    return { ...lanes, begin: () => own.takeUp(lanes) };
  }
  // The store itself says that it cannot be used, and when it can again.
  const onOutage = (error: unknown) => log.debug({ err: error }, 'the store gives no work; this is tried again');
  const lanes = createSharedLanes({ claims, concurrency, clock, run, onOutage });
  return { ...lanes, begin: async () => lanes.begin() };
}

/** The event, if it may be what ends one process after another; one that came in just now is not. */
async function suspectIn(
  { id, event }: RunnableEvent,
  { store, crashes }: { store: Store; crashes: Crashes },
): Promise<StoredEvent | undefined> {
  if (!crashes.areMany()) return undefined;
  const known = event ?? (await store.event(id));
  return known !== undefined && crashes.mayComeFrom(known) ? known : undefined;
}

function toRunnable({ id, claimed, fresh }: WaitingEvent, own: OwnEvents): RunnableEvent {
  if (claimed !== undefined) {
    return { id, event: claimed.event, takenOver: claimed.takenOver, untouched: claimed.fresh };
  }
  return { id, event: fresh, takenOver: own.wasTakenOver(id), untouched: fresh !== undefined };
}

/** Lets running turns end; those that have not after the grace time stop between two steps. */
async function stopLanes(lanes: Lanes, store: Store, stopping: AbortController): Promise<void> {
  const givenUp = Promise.withResolvers<void>();
  const timer = setTimeout(() => {
    stopping.abort();
    // A turn that waits for a disk that does not write comes to no such place: what it holds is lost with the process.
    if (!store.healthy()) givenUp.resolve();
  }, GRACE_MS);
  await Promise.race([lanes.stop(), givenUp.promise]);
  clearTimeout(timer);
}
