import { randomBytes } from 'node:crypto';
import type { Clock } from '../core/clock.ts';
import type { Store } from '../store/schema.ts';

/** Which processes ended without a word lately, kept in the store: it survives them. */
export interface Crashes {
  /** Notes that this process lives, and which earlier ones did not say that they end. */
  begin(): Promise<void>;
  /** Whether processes end one after another. */
  areMany(): boolean;
  /** Whether an event was open at the last of these ends: it may be what causes them. */
  mayComeFrom(event: { receivedAt: number }): boolean;
  /** This process ends in peace. */
  end(): Promise<void>;
}

const LIVES = 'lives';
const CRASHES = 'crashes';
/** So many within a minute are no accident. */
const MANY = 3;
const MINUTE = 60_000;
/** Where several instances share the store, each says that it lives; one that has not said so for this long is dead. */
const SIGN_MS = 5_000;
const SILENT_MS = 15_000;

/** Creates the memory of crashes for one process. Nothing that it does fails: it is a precaution. */
export function createCrashes(store: Store, clock: Clock, onProblem: (error: unknown) => void): Crashes {
  const life = randomBytes(6).toString('hex');
  const longestSilence = store.claims === undefined ? 0 : SILENT_MS;
  let recent: readonly number[] = [];
  let signs: NodeJS.Timeout | undefined;

  const look = async () => {
    const now = clock.now();
    await store.put(LIVES, life, '');
    for (const { key, at } of await store.list(LIVES)) {
      if (key === life || now - at < longestSilence) continue;
      await store.put(CRASHES, key, '');
      await store.remove(LIVES, key);
    }
    const crashes = await store.list(CRASHES);
    for (const { key, at } of crashes) if (now - at > MINUTE) await store.remove(CRASHES, key);
    recent = crashes.map(({ at }) => at).filter((at) => now - at <= MINUTE);
  };
  const lookSafely = () => look().catch(onProblem);

  return {
    async begin() {
      await lookSafely();
      // A process that has the store alone has nobody else's life to watch.
      if (store.claims !== undefined) signs = setInterval(() => void lookSafely(), SIGN_MS);
    },
    areMany: () => recent.length >= MANY,
    mayComeFrom: ({ receivedAt }) => receivedAt <= Math.max(...recent),
    async end() {
      clearInterval(signs);
      if (store.healthy()) await store.remove(LIVES, life).catch(onProblem);
    },
  };
}
