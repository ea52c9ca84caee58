import type { Clock } from '../core/clock.ts';
import { runTurn } from '../flow/run-turn.ts';
import type { World } from '../flow/world.ts';
import { createLanes, type Lanes, type RunOutcome } from '../store/lanes.ts';
import type { Store } from '../store/schema.ts';
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
  takeUp(): void;
  /** No turn begins any more; running ones end, or stop between two steps after 30 s. */
  stop(): Promise<void>;
  /** What an operator should look at. */
  warnings(): string[];
}

const GRACE_MS = 30_000;
/** What was on its way to Smooch when the last process died has arrived by then. */
const SETTLE_MS = 2_000;
const STORE_RETRY_MS = 5_000;
/** Turns that wait for an operator try every minute. */
const PROBLEM_LASTS_MS = 150_000;
const CONTROL_POLL_MS = 1_000;

/** Connects lanes, store and flow. */
export function createTurns(options: TurnsOptions): Turns {
  const { store, clock, log } = options;
  const stopping = new AbortController();
  const takenOver = new Set<number>();
  const known = new Set<number>();
  const problems = new Map<string, number>();
  let poll: NodeJS.Timeout | undefined;
  const lookUpsFrom = clock.monotonic() + SETTLE_MS;
  const turnStore = { ...store, ...createTurnLog(store) };

  /** Only a failure of the store itself gets here: the turn goes on from its steps when the store works again. */
  const guarded = async (id: number, run: () => Promise<RunOutcome>): Promise<RunOutcome> => {
    try {
      return await run();
    } catch (error) {
      log.error({ event: id, err: error }, 'a turn could not be kept; it is tried again');
      return { status: 'put-down', notBefore: clock.now() + STORE_RETRY_MS };
    }
  };

  const lanes = createLanes({
    concurrency: options.concurrency,
    clock,
    run: (waiting, slots) =>
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
              lookUpsFrom,
              onOperatorNeeded: (problem) => void problems.set(problem, clock.now()),
            },
            countIgnored: (reason) => options.metrics.ignored(reason, 1),
            moveToConversation: (routed, from) => moveToConversation({ store, lanes }, routed, from),
            control: (event) => runControl({ store, lanes, world: options.world }, event),
            eventsBehind: (lane) => lanes.userEventsBehind(lane),
            observe: options.metrics.turn,
          },
          { id: waiting.id, takenOver: takenOver.delete(waiting.id), fresh: waiting.fresh },
          slots,
        ),
      ),
  });

  /** The command line appends beside us; only a look tells. */
  const takeControl = async () => {
    try {
      for (const event of await store.waitingControl()) {
        if (!known.has(event.id)) lanes.add(event);
        known.add(event.id);
      }
    } catch (error) {
      log.warn({ err: error }, 'commands of the operator could not be read; this is tried again');
    }
  };

  return {
    lanes,
    takeUp() {
      const fronts = new Set<string>();
      for (const event of store.waiting()) {
        // Only the first event of a lane can have been begun.
        if (!fronts.has(event.lane) && event.notBefore <= clock.now()) takenOver.add(event.id);
        fronts.add(event.lane);
        if (event.kind === 'control') known.add(event.id);
        lanes.add(event);
      }
      poll = setInterval(() => void takeControl(), CONTROL_POLL_MS);
    },
    async stop() {
      clearInterval(poll);
      await stopLanes(lanes, store, stopping);
    },
    warnings: () => [...problems].filter(([, at]) => clock.now() - at < PROBLEM_LASTS_MS).map(([problem]) => problem),
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
