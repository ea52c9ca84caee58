import type { Clock } from '../core/clock.ts';

/** Where lists of discovered secrets outlive a restart. */
export interface SecretKeeper {
  read(key: string): Promise<string | undefined>;
  write(key: string, value: string): Promise<void>;
}

/** The secrets of an app's webhooks as Smooch listed them. */
export interface SecretList {
  secrets: string[];
  /** When Smooch gave the list, milliseconds since 1970. */
  at: number;
}

/** What came of asking for a list. `too-soon`: not asked, since that was done a moment ago, or too often for strangers. */
export type Reading =
  | { outcome: 'read'; list: SecretList /** It was begun for this very call. */; isFresh: boolean }
  | { outcome: 'failed' | 'too-soon'; reason: string };

/** Knows the lists of apps, and when Smooch may be asked for one. */
export interface SecretLists {
  /** The list in memory; unless `fits`, the one that is kept, which another instance may have renewed. */
  recall(id: string, fits: (list: SecretList) => boolean): Promise<SecretList | undefined>;
  /**
   * Asks Smooch, or waits for the answer that somebody else waits for.
   * @param isKnown Smooch has listed webhooks of this app before
   */
  read(id: string, isKnown: boolean, ask: () => Promise<string[]>): Promise<Reading>;
}

const MINUTE = 60_000;
const ASKING_LIMIT_MS = 5_000;
/** App ids nobody has heard of must not make us ask Smooch without end: in a minute, all of them together. */
const STRANGERS_A_MINUTE = 10;
/** Whoever waits for an answer of Smooch keeps their body in memory meanwhile, so only so many may. */
const WAITING_AT_ONCE = 100;

/** Creates the lists of one process. Only apps for which Smooch has answered are kept. */
export function createSecretLists({ keeper, clock }: { keeper: SecretKeeper; clock: Clock }): SecretLists {
  const known = new Map<string, SecretList>();
  const underWay = new Map<string, Promise<SecretList>>();
  const pace = createPace(clock);
  let waiting = 0;

  /** Waits for the answer that somebody else has asked for. */
  const join = async (running: Promise<SecretList>): Promise<Reading> => {
    if (waiting >= WAITING_AT_ONCE) {
      return { outcome: 'too-soon', reason: `${WAITING_AT_ONCE} webhooks wait for lists of secrets already` };
    }
    waiting += 1;
    return toReading(running, false).finally(() => {
      waiting -= 1;
    });
  };

  const ask = async (id: string, asking: () => Promise<string[]>): Promise<SecretList> => {
    const list = { secrets: await withinLimit(asking()), at: clock.now() };
    known.set(id, list);
    // A disk that is full makes us ask again after a restart, nothing worse.
    await keeper.write(id, JSON.stringify(list)).catch(() => {});
    return list;
  };

  return {
    async recall(id, fits) {
      const inMemory = known.get(id);
      if (inMemory !== undefined && fits(inMemory)) return inMemory;
      const kept = parseKept(await keeper.read(id));
      if (kept === undefined || (inMemory !== undefined && kept.at <= inMemory.at)) return inMemory;
      known.set(id, kept);
      return kept;
    },
    async read(id, isKnown, asking) {
      const running = underWay.get(id);
      if (running !== undefined) return join(running);
      const tooSoon = pace.refuse(id, isKnown);
      if (tooSoon !== undefined) return { outcome: 'too-soon', reason: tooSoon };
      const started = ask(id, asking).finally(() => underWay.delete(id));
      underWay.set(id, started);
      return toReading(started, true);
    },
  };
}

/** Whether a list is younger than a minute. One of the future was read while the clock was wrong: nobody knows its age. */
export function isYoung({ at }: SecretList, clock: Clock): boolean {
  const age = clock.now() - at;
  return age >= 0 && age < MINUTE;
}

/** Each app once a minute; those that Smooch never listed few times in all. Holds what was asked in the last minute only. */
function createPace(clock: Clock) {
  const asked = new Map<string, { at: number; stranger: boolean }>();
  return {
    /** @returns why Smooch is not asked now; undefined when it may be, which then counts */
    refuse(id: string, isKnown: boolean): string | undefined {
      const now = clock.monotonic();
      for (const [other, { at }] of asked) if (now - at >= MINUTE) asked.delete(other);
      if (asked.has(id)) return "the list of the app's webhooks could not be read less than a minute ago";
      const strangers = [...asked.values()].filter(({ stranger }) => stranger).length;
      if (!isKnown && strangers >= STRANGERS_A_MINUTE) {
        return `Smooch was asked for the webhooks of ${STRANGERS_A_MINUTE} unknown apps within a minute`;
      }
      asked.set(id, { at: now, stranger: !isKnown });
      return undefined;
    },
  };
}

async function toReading(asked: Promise<SecretList>, isFresh: boolean): Promise<Reading> {
  try {
    return { outcome: 'read', list: await asked, isFresh };
  } catch (error) {
    return { outcome: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** What cannot be read is asked for anew. */
function parseKept(text: string | undefined): SecretList | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as SecretList);
  } catch {
    return undefined;
  }
}

async function withinLimit<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('Smooch did not list the webhooks within 5 s')), ASKING_LIMIT_MS);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
