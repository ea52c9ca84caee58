/** The longest wait that the machine's own timers can do, milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The time of the simulator: runs by itself and can be put forward, so that nobody has to wait for an invitation to run out. */
export interface SimulatorClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Whole seconds since 1970, as HyperChat's objects and events carry them. */
  seconds(): number;
  /** Runs the task when this many milliseconds have passed. Returns what calls it off. */
  after(ms: number, task: () => void): () => void;
  /** Resolves when this many milliseconds have passed, and when the simulator stops. */
  sleep(ms: number): Promise<void>;
  /** Puts the time forward. What falls due on the way happens before this returns, in order and each at its time. */
  advance(ms: number): void;
  /** Nothing happens by itself any more; whoever sleeps wakes up. */
  stop(): void;
}

interface Timer {
  /** Milliseconds since 1970. */
  due: number;
  task: () => void;
  /** Whether its task is run early when the simulator stops. */
  runAtStop: boolean;
  handle?: NodeJS.Timeout;
}

/** @param base milliseconds since 1970 */
export function createSimulatorClock(base: () => number): SimulatorClock {
  const timers = new Set<Timer>();
  let ahead = 0;
  let stopped = false;
  const now = (): number => base() + ahead;

  function fire(timer: Timer): void {
    disarm(timer);
    if (timers.delete(timer)) timer.task();
  }

  function arm(timer: Timer): void {
    const wait = Math.max(0, timer.due - now());
    if (!stopped && wait <= LONGEST_TIMER) timer.handle = setTimeout(() => fire(timer), wait);
  }

  function add(ms: number, task: () => void, runAtStop: boolean): Timer {
    const timer: Timer = { due: now() + ms, task, runAtStop };
    timers.add(timer);
    arm(timer);
    if (stopped && runAtStop) fire(timer);
    return timer;
  }

  function advance(ms: number): void {
    const target = now() + ms;
    for (let next = earliest(timers); next !== undefined && next.due <= target; next = earliest(timers)) {
      ahead += Math.max(0, next.due - now());
      fire(next);
    }
    ahead += Math.max(0, target - now());
    for (const timer of timers) {
      disarm(timer);
      arm(timer);
    }
  }

  return {
    now,
    seconds: () => Math.floor(now() / 1000),
    after(ms, task) {
      const timer = add(ms, task, false);
      return () => {
        disarm(timer);
        timers.delete(timer);
      };
    },
    sleep: (ms) => new Promise((resolve) => void add(ms, resolve, true)),
    advance,
    stop() {
      stopped = true;
      for (const timer of [...timers]) {
        disarm(timer);
        if (timer.runAtStop) fire(timer);
      }
    },
  };
}

function earliest(timers: Iterable<Timer>): Timer | undefined {
  let first: Timer | undefined;
  for (const timer of timers) if (first === undefined || timer.due < first.due) first = timer;
  return first;
}

function disarm(timer: Timer): void {
  clearTimeout(timer.handle);
}
