import type { Clock } from '../core/clock.ts';
import { sameSecret } from '../core/same-secret.ts';

/**
 * - `genuine`: the sender knows the webhook's secret.
 * - `forged`: it certainly does not.
 * - `undecided`: nobody can tell now; the sender has to try again.
 */
export type Verdict =
  | { verdict: 'genuine' }
  | { verdict: 'forged'; advice: string }
  | { verdict: 'undecided'; reason: string };

/** Where lists of discovered secrets outlive a restart. */
export interface SecretKeeper {
  read(key: string): Promise<string | undefined>;
  write(key: string, value: string): Promise<void>;
}

export interface SmoochAuthenticityOptions {
  /** `smooch.webhook_secrets` of an environment; empty when they are to be discovered. */
  configuredSecrets(environment: string): readonly string[];
  /** Asks Smooch for the secrets of the app's webhooks; rejects when no list can be had. */
  discoverSecrets(environment: string, appId: string): Promise<string[]>;
  keeper: SecretKeeper;
  clock: Clock;
}

/** Decides whether a webhook really comes from Smooch. */
export interface SmoochAuthenticity {
  /** @param key the value of `X-API-Key`, which Smooch sends in clear (Smooch docs: securing webhooks) */
  check(request: { environment: string; appId: string; key: string | undefined }): Promise<Verdict>;
}

interface KnownSecrets {
  secrets: string[];
  /** When Smooch gave the list, milliseconds since 1970. */
  at: number;
}

const MINUTE = 60_000;
const DISCOVERY_LIMIT_MS = 5_000;
/** App ids nobody has heard of must not make us ask Smooch without end. */
const DISCOVERIES_AT_ONCE = 8;
const ATTEMPTS_REMEMBERED = 2_000;

const FORGED = {
  missing: 'it has no X-API-Key header; only Smooch may call this URL',
  configured: 'its X-API-Key is none of smooch.webhook_secrets; compare them with the secret of the webhook in Smooch',
  discovered:
    'its X-API-Key is not the secret of any webhook of the app; save the webhook in Smooch again if it should be',
};

/** Creates the check over configured secrets or, without any, those that Smooch's API lists. */
export function createSmoochAuthenticity(options: SmoochAuthenticityOptions): SmoochAuthenticity {
  const { clock, keeper } = options;
  const known = new Map<string, KnownSecrets>();
  const attempts = new Map<string, number>();
  const underWay = new Map<string, Promise<KnownSecrets>>();

  /** The list in memory; when the key is not in it the one that is kept, which another instance may have renewed. */
  const recall = async (id: string, key: string): Promise<KnownSecrets | undefined> => {
    const inMemory = known.get(id);
    if (inMemory !== undefined && matches(inMemory.secrets, key)) return inMemory;
    const kept = parseKept(await keeper.read(id));
    if (inMemory !== undefined && (kept === undefined || kept.at <= inMemory.at)) return inMemory;
    if (kept !== undefined) known.set(id, kept);
    return kept;
  };

  const discover = async (id: string, environment: string, appId: string): Promise<KnownSecrets> => {
    if (attempts.size >= ATTEMPTS_REMEMBERED) attempts.clear();
    attempts.set(id, clock.now());
    const secrets = await withinLimit(options.discoverSecrets(environment, appId));
    const found = { secrets, at: clock.now() };
    known.set(id, found);
    // A disk that is full makes us ask again after a restart, nothing worse.
    await keeper.write(id, JSON.stringify(found)).catch(() => {});
    return found;
  };

  const discoverOnce = (id: string, environment: string, appId: string): Promise<KnownSecrets> => {
    const running = underWay.get(id);
    if (running !== undefined) return running;
    if (underWay.size >= DISCOVERIES_AT_ONCE) return Promise.reject(new Error('too many look-ups of secrets at once'));
    const started = discover(id, environment, appId).finally(() => underWay.delete(id));
    underWay.set(id, started);
    return started;
  };

  return {
    async check({ environment, appId, key }) {
      if (!key) return { verdict: 'forged', advice: FORGED.missing };
      const configured = options.configuredSecrets(environment);
      if (configured.length > 0) {
        return matches(configured, key) ? { verdict: 'genuine' } : { verdict: 'forged', advice: FORGED.configured };
      }
      const id = `${environment}:${appId}`;
      const list = await recall(id, key);
      if (list !== undefined && matches(list.secrets, key)) return { verdict: 'genuine' };
      if (list !== undefined && isYoung(list, clock)) return { verdict: 'forged', advice: FORGED.discovered };
      const lastAttempt = attempts.get(id);
      if (!underWay.has(id) && lastAttempt !== undefined && clock.now() - lastAttempt < MINUTE) {
        return {
          verdict: 'undecided',
          reason: "the list of the app's webhooks could not be read less than a minute ago",
        };
      }
      try {
        const fresh = await discoverOnce(id, environment, appId);
        return matches(fresh.secrets, key) ? { verdict: 'genuine' } : { verdict: 'forged', advice: FORGED.discovered };
      } catch (error) {
        return { verdict: 'undecided', reason: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}

/** Looks at every secret, so that the time does not tell which one fits. */
function matches(secrets: readonly string[], key: string): boolean {
  return secrets.map((secret) => sameSecret(secret, key)).includes(true);
}

/** A list of the future was read while the clock was wrong: nobody knows its age. */
function isYoung({ at }: KnownSecrets, clock: Clock): boolean {
  const age = clock.now() - at;
  return age >= 0 && age < MINUTE;
}

/** What cannot be read is asked for anew. */
function parseKept(text: string | undefined): KnownSecrets | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as KnownSecrets);
  } catch {
    return undefined;
  }
}

async function withinLimit<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('Smooch did not list the webhooks within 5 s')), DISCOVERY_LIMIT_MS);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
