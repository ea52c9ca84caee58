import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';
import { createInsideProbe } from './inside-probe.ts';
import { answerParent } from './parent-channel.ts';

/**
 * Loaded into every measured process with `node --import`, so that nothing in it has to be changed.
 * It costs one timer every ten milliseconds; what looks into single turns is off until it is asked for.
 */

/** What a process used since it began, and its event loop since the last sample. Times in milliseconds. */
export interface Sample {
  /** Monotonic clock of the process. */
  at: number;
  /** CPU of all its threads. */
  cpu: number;
  /** CPU of the thread that runs JavaScript. */
  mainCpu: number;
  /** How long its event loop had something to do; time without a core that it waited for is part of it. */
  loopBusy: number;
  /** 99th percentile of how much later than planned a timer came. */
  delayP99: number;
  rssBytes: number;
  heapBytes: number;
  /** What buffers hold outside the heap. */
  externalBytes: number;
}

const RESOLUTION_MS = 10;
const MOST_COLLECTIONS = 20;

if (isMainThread && process.send !== undefined) {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const inside = createInsideProbe();
  answerParent({
    sample: (): Sample => {
      const sample = takeSample(delay.percentile(99) / 1e6);
      delay.reset();
      return sample;
    },
    /** Throws away what nobody holds any more; the process has to run with --expose-gc. */
    'collect-garbage': collectGarbage,
    'inside-begin': () => inside.begin(),
    'inside-figures': () => inside.figures(),
    'inside-end': () => inside.end(),
  });
  // Whatever becomes of the bench, nothing it started stays behind.
  process.once('disconnect', () => process.exit(1));
}

/** Until no more is given back: finalizers run between two collections, and the system gets freed pages a little later. */
async function collectGarbage(): Promise<void> {
  let rss = Number.POSITIVE_INFINITY;
  for (let round = 0; round < MOST_COLLECTIONS; round++) {
    const before = rss;
    await globalThis.gc?.({ type: 'major', flavor: 'last-resort', execution: 'async' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    rss = process.memoryUsage.rss();
    if (rss > before * 0.99) return;
  }
}

function takeSample(intervalP99Ms: number): Sample {
  const memory = process.memoryUsage();
  const [all, main] = [process.cpuUsage(), process.threadCpuUsage()];
  return {
    at: performance.now(),
    cpu: (all.user + all.system) / 1000,
    mainCpu: (main.user + main.system) / 1000,
    loopBusy: performance.eventLoopUtilization().active,
    // What is recorded is the interval between two ticks, so an idle loop shows the interval itself.
    delayP99: Math.max(0, intervalP99Ms - RESOLUTION_MS),
    rssBytes: memory.rss,
    heapBytes: memory.heapUsed,
    externalBytes: memory.external,
  };
}
