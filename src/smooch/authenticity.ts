import type { Clock } from '../core/clock.ts';
import { sameSecret } from '../core/same-secret.ts';
import { createSecretLists, isYoung, type SecretKeeper, type SecretList } from './secret-lists.ts';

/**
 * - `genuine`: the sender knows the webhook's secret.
 * - `forged`: it certainly does not.
 * - `undecided`: nobody can tell now; the sender has to try again.
 */
export type Verdict =
  | { verdict: 'genuine' }
  | { verdict: 'forged'; advice: string }
  | {
      verdict: 'undecided';
      reason: string /** When trying again makes sense, where that is known. */;
      retryAfterS?: number;
    };

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

const FORGED = {
  missing: 'it has no X-API-Key header; only Smooch may call this URL',
  configured: 'its X-API-Key is none of smooch.webhook_secrets; compare them with the secret of the webhook in Smooch',
  discovered:
    'its X-API-Key is not the secret of any webhook of the app; save the webhook in Smooch again if it should be',
};

/** Perhaps the webhook was made after the list was read. In a minute the list may be read again, and then it is in it. */
const READ_A_MOMENT_AGO: Verdict = {
  verdict: 'undecided',
  reason:
    "its X-API-Key is not the secret of any webhook in the app's list, which was read less than a minute ago; when it comes again the list is read anew",
  retryAfterS: 60,
};

/** Creates the check over configured secrets or, without any, those that Smooch's API lists. */
export function createSmoochAuthenticity(options: SmoochAuthenticityOptions): SmoochAuthenticity {
  const { clock } = options;
  const lists = createSecretLists(options);

  const discovered = async (environment: string, appId: string, key: string): Promise<Verdict> => {
    const id = `${environment}:${appId}`;
    const fits = ({ secrets }: SecretList) => matches(secrets, key);
    const list = await lists.recall(id, fits);
    if (list !== undefined && fits(list)) return { verdict: 'genuine' };
    if (list !== undefined && isYoung(list, clock)) return READ_A_MOMENT_AGO;
    const reading = await lists.read(id, list !== undefined, () => options.discoverSecrets(environment, appId));
    if (reading.outcome !== 'read') return { verdict: 'undecided', reason: reading.reason };
    if (fits(reading.list)) return { verdict: 'genuine' };
    // Only a list that was asked for after the request arrived knows every webhook that can have sent it.
    return reading.isFresh ? { verdict: 'forged', advice: FORGED.discovered } : READ_A_MOMENT_AGO;
  };

  return {
    async check({ environment, appId, key }) {
      if (!key) return { verdict: 'forged', advice: FORGED.missing };
      const configured = options.configuredSecrets(environment);
      if (configured.length === 0) return discovered(environment, appId, key);
      return matches(configured, key) ? { verdict: 'genuine' } : { verdict: 'forged', advice: FORGED.configured };
    },
  };
}

/** Looks at every secret, so that the time does not tell which one fits. */
function matches(secrets: readonly string[], key: string): boolean {
  return secrets.map((secret) => sameSecret(secret, key)).includes(true);
}
