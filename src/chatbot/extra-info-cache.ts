import type { Clock } from '../core/clock.ts';
import type { ExtraInfo } from './extra-info.ts';

/** Where the last good copy outlives a restart. */
export interface ExtraInfoKeeper {
  /** The copy that is kept, and when it was written, milliseconds since 1970. */
  read(): Promise<{ value: string; at: number } | undefined>;
  write(value: string): Promise<void>;
  /** Other instances write there, too: it is looked at every few seconds. */
  shared: boolean;
}

export interface ExtraInfoCacheOptions {
  fetch(): Promise<ExtraInfo>;
  keeper: ExtraInfoKeeper;
  clock: Clock;
  onFailure(error: unknown): void;
}

/** ExtraInfo as it was last read; never waits for the API when there is any copy. */
export interface ExtraInfoCache {
  /** The copy at hand; empty when none was ever read. Starts a refresh beside it when it is old. */
  current(): ExtraInfo;
  /** Resolves when there is a copy, or the API has been asked for one in vain. */
  ready(): Promise<void>;
  /** Reads it anew. Rejects when the API does not answer; the old copy stays. */
  refresh(): Promise<ExtraInfo>;
}

const FRESH_MS = 30 * 60_000;
const PAUSE_AFTER_FAILURE_MS = 60_000;
const LOOK_MS = 5_000;
const EMPTY: ExtraInfo = { appTokens: {}, translations: {} };

/** Creates the cache of one environment. */
export function createExtraInfoCache(options: ExtraInfoCacheOptions): ExtraInfoCache {
  const { clock, keeper } = options;
  let copy: ExtraInfo | undefined;
  let readAt = Number.NEGATIVE_INFINITY;
  let failedAt = Number.NEGATIVE_INFINITY;
  let underWay: Promise<ExtraInfo> | undefined;
  let lookedAt = clock.now();

  const read = async (): Promise<ExtraInfo> => {
    try {
      const fresh = await options.fetch();
      copy = fresh;
      readAt = clock.now();
      // A disk that is full costs us the copy after a restart, not this one.
      await keeper.write(JSON.stringify(fresh)).catch(options.onFailure);
      return fresh;
    } catch (error) {
      failedAt = clock.now();
      options.onFailure(error);
      throw error;
    } finally {
      underWay = undefined;
    }
  };
  const refresh = () => {
    underWay ??= read();
    return underWay;
  };
  /** What another instance has read counts here as well: an operator refreshes all of them at once. */
  const lookAtKept = async () => {
    lookedAt = clock.now();
    const kept = await keeper.read();
    if (kept === undefined || kept.at <= readAt) return;
    copy = JSON.parse(kept.value) as ExtraInfo;
    readAt = kept.at;
  };
  const refreshWhenOld = () => {
    if (keeper.shared && clock.now() - lookedAt >= LOOK_MS) lookAtKept().catch(options.onFailure);
    const due = clock.now() - readAt >= FRESH_MS && clock.now() - failedAt >= PAUSE_AFTER_FAILURE_MS;
    if (due) refresh().catch(() => {});
  };
  const recall = (async () => {
    const kept = await keeper.read();
    if (kept === undefined || copy !== undefined) return;
    // Used at once; `readAt` stays as it is, so that a refresh runs beside it at every start.
    copy = JSON.parse(kept.value) as ExtraInfo;
  })().catch(options.onFailure);

  return {
    current() {
      refreshWhenOld();
      return copy ?? EMPTY;
    },
    async ready() {
      if (copy !== undefined) return;
      await recall;
      refreshWhenOld();
      if (copy === undefined) await underWay?.catch(() => {});
    },
    refresh,
  };
}
