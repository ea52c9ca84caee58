import type { Clock } from '../core/clock.ts';
import { type RunnableEvent, runTurn } from '../flow/run-turn.ts';
import type { World } from '../flow/world.ts';
import { createLanes, type Lanes, type RunEvent, type RunOutcome } from '../store/lanes.ts';
import type { ControlAction, Store, WaitingEvent } from '../store/schema.ts';
import { createSharedLanes } from '../store/shared-lanes.ts';
import { createTurnLog } from '../store/steps.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { moveToConversation } from './move-to-conversation.ts';
import { runControl } from './run-control.ts';

export interface TurnsOptions {
  store: Store;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
  world(environment: string): World;
  concurrency: number;
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
/** What was on its way to Smooch when the last process died has arrived by then. */
const SETTLE_MS = 2_000;
/** Turns that wait for an operator try every minute. */
const PROBLEM_LASTS_MS = 150_000;
const CONTROL_POLL_MS = 1_000;
/** What a turn is told when it is another instance's by now. */
const TAKEN_BY_OTHERS = ['ClaimLostError', 'ClaimInDoubtError'];

/** Connects lanes, store and flow. */
export function createTurns(options: TurnsOptions): Turns {
  const { store, clock, log } = options;
  const stopping = new AbortController();
  const problems = new Map<string, number>();
  const lookUpsFrom = clock.monotonic() + SETTLE_MS;
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

  const run: RunEvent = (waiting, slots, holds) =>
    guarded(waiting.id, () =>
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
            holds,
            lookUpsFrom,
            onStep: log.isLevelEnabled('debug') ? (step) => log.debug(step, 'step') : undefined,
            onOperatorNeeded: (problem) => void problems.set(problem, clock.now()),
          },
          countIgnored: (reason) => options.metrics.ignored(reason, 1),
          moveToConversation: (routed, from) => moveToConversation({ store, lanes }, routed, from),
          control: (event) => runControl({ store, lanes, world: options.world }, event),
          eventsBehind: (event) => lanes.userEventsBehind(event),
          observe: options.metrics.turn,
        },
        runnable(waiting, own),
        slots,
      ),
    );
  const own = createOwnEvents(store, clock, log);
  const lanes = connectLanes(options, run, own);

  return {
    lanes,
    takeUp: () => lanes.begin(),
    async stop() {
      own.stop();
      await stopLanes(lanes, store, stopping);
    },
    warnings: () => [...problems].filter(([, at]) => clock.now() - at < PROBLEM_LASTS_MS).map(([problem]) => problem),
  };
}

type OwnEvents = ReturnType<typeof createOwnEvents>;

/** The store decides what runs where, when several instances share it; else this process has everything. */
function connectLanes(options: TurnsOptions, run: RunEvent, own: OwnEvents): Lanes & { begin(): Promise<void> } {
  const { store, clock, log, concurrency } = options;
  const { claims } = store;
  if (claims === undefined) {
    const lanes = createLanes({ concurrency, clock, run });
    return { ...lanes, begin: () => own.takeUp(lanes) };
  }
  const onOutage = (error: unknown) => log.warn({ err: error }, 'the store gives no work; this is tried again');
  const lanes = createSharedLanes({ claims, concurrency, clock, run, onOutage });
  return { ...lanes, begin: async () => lanes.begin() };
}

function runnable({ id, claimed, fresh }: WaitingEvent, own: OwnEvents): RunnableEvent {
  if (claimed !== undefined) {
    return { id, event: claimed.event, takenOver: claimed.takenOver, untouched: claimed.fresh };
  }
  return { id, event: fresh, takenOver: own.wasTakenOver(id), untouched: fresh !== undefined };
}

/** What only this process can have: events an earlier process left behind, and commands of the operator. */
function createOwnEvents(store: Store, clock: Clock, log: Logger) {
  const takenOver = new Set<number>();
  const known = new Set<number>();
  let poll: NodeJS.Timeout | undefined;

  /** The command line appends beside us; only a look tells. */
  const takeControl = async (lanes: Lanes) => {
    try {
      for (const event of await store.waitingControl()) {
        if (known.has(event.id)) continue;
        lanes.add(event);
        known.add(event.id);
        const asked = (await store.event(event.id))?.payload as ControlAction | undefined;
        if (asked?.action === 'erase') lanes.wake(event.lane);
      }
    } catch (error) {
      log.warn({ err: error }, 'commands of the operator could not be read; this is tried again');
    }
  };

  return {
    async takeUp(lanes: Lanes) {
      const fronts = new Set<string>();
      for (const event of await store.waiting()) {
        // Only the first event of a lane can have been begun.
        if (!fronts.has(event.lane) && event.notBefore <= clock.now()) takenOver.add(event.id);
        fronts.add(event.lane);
        if (event.kind === 'control') known.add(event.id);
        lanes.add(event);
      }
      poll = setInterval(() => void takeControl(lanes), CONTROL_POLL_MS);
    },
    wasTakenOver: (id: number) => takenOver.delete(id),
    stop: () => clearInterval(poll),
  };
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
