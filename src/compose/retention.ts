import type { Clock } from '../core/clock.ts';
import type { Store } from '../store/schema.ts';
import type { Logger } from '../telemetry/log.ts';

const DAY = 24 * 3_600_000;
const ROUND_MS = 10 * 60_000;
/** Turns get the disk between two batches. */
const BETWEEN_BATCHES_MS = 200;

/**
 * Deletes what is older than `retention_days` and `session_days`, in small batches, every ten minutes.
 * @returns a function that ends it
 */
export function startRetention(options: {
  store: Store;
  server: { retention_days: number; session_days: number };
  clock: Clock;
  log: Logger;
}): () => Promise<void> {
  const { store, server, clock, log } = options;
  let ended = false;
  let timer: NodeJS.Timeout;
  let round: Promise<void> = Promise.resolve();

  const sweep = async () => {
    try {
      const now = clock.now();
      const more = await store.sweep({
        eventsBefore: now - server.retention_days * DAY,
        sessionsBefore: now - server.session_days * DAY,
        now,
      });
      plan(more ? BETWEEN_BATCHES_MS : ROUND_MS);
    } catch (error) {
      log.warn({ err: error }, 'old events could not be deleted; this is tried again');
      plan(ROUND_MS);
    }
  };
  const plan = (ms: number) => {
    if (ended) return;
    timer = setTimeout(() => {
      round = sweep();
    }, ms);
    timer.unref();
  };
  plan(1_000);
  return async () => {
    ended = true;
    clearTimeout(timer);
    await round;
  };
}
