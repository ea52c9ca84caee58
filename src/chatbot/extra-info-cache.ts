import type { Clock } from '../core/clock.ts';
import type { ExtraInfo } from './extra-info.ts';

/** Where the last good copy outlives a restart. */
export interface ExtraInfoKeeper {
  read(): Promise<{ value: string } | undefined>;
  write(value: string): Promise<void>;
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
const EMPTY: ExtraInfo = { appTokens: {}, translations: {} };

/** Creates the cache of one environment. */
export function createExtraInfoCache(options: ExtraInfoCacheOptions): ExtraInfoCache {
  const { clock, keeper } = options;
  let copy: ExtraInfo | undefined;
  let readAt = Number.NEGATIVE_INFINITY;
  let failedAt = Number.NEGATIVE_INFINITY;
  let underWay: Promise<ExtraInfo> | undefined;

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
  const refreshWhenOld = () => {
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
