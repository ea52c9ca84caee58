import { sameSecret } from '../../core/same-secret.ts';

/** What decides about a handshake. */
export interface HandshakeCircumstances {
  /** Secrets of earlier handshakes, of this environment and app. */
  knownSecrets: readonly string[];
  /** `chat.webhook_secrets`; with an entry only these count. */
  pinned: readonly string[];
  /** Until when the operator lets one handshake in, milliseconds since 1970. */
  armedUntil?: number;
  /** Milliseconds since 1970. */
  now: number;
  /** The value of `X-Hook-Secret`. */
  offered: string;
}

/**
 * - `echo`: answer 200 with the secret in the same header.
 * - `echo-and-store`: store it first; `usesArming` tells that the operator's permission is used up by it.
 * - `refuse`: answer 403 without the secret; the reason is for the log and tells the operator what to do.
 */
export type HandshakeDecision =
  | { decision: 'echo' }
  | { decision: 'echo-and-store'; usesArming: boolean }
  | { decision: 'refuse'; reason: string };

/** Longer ones are no secrets of a webhook, but an attempt to fill the store. */
const longestSecret = 512;

/**
 * Decides about a handshake of HyperChat. It cannot be authenticated: whoever comes gives us the secret he will sign
 * with (HyperChat docs: webhooks overview). So only the first one is believed, and then those that the operator expects.
 */
export function decideHandshake(given: HandshakeCircumstances): HandshakeDecision {
  const { pinned, knownSecrets, offered, now, armedUntil } = given;
  if (offered.trim() === '' || offered.length > longestSecret) {
    return refuse(
      `its X-Hook-Secret is empty or longer than ${longestSecret} characters, which "smooch-connector webhooks arm" does not change`,
    );
  }
  if (pinned.length > 0) {
    if (includesSecret(pinned, offered)) return { decision: 'echo' };
    return refuse(
      'its secret is none of chat.webhook_secrets, and with these only they count: add it there, or take them all out ' +
        'and run "smooch-connector webhooks arm" before you save the webhook again',
    );
  }
  if (includesSecret(knownSecrets, offered)) return { decision: 'echo' };
  const isArmed = armedUntil !== undefined && now < armedUntil;
  if (isArmed || knownSecrets.length === 0) return { decision: 'echo-and-store', usesArming: isArmed };
  return refuse(
    'there is a webhook already; if you are saving another one in Case Management, run ' +
      '"smooch-connector webhooks arm" and save it within ten minutes',
  );
}

function refuse(reason: string): HandshakeDecision {
  return { decision: 'refuse', reason };
}

/** Compares with every secret, so that the time does not tell which one fits. */
function includesSecret(secrets: readonly string[], offered: string): boolean {
  return secrets.map((secret) => sameSecret(secret, offered)).includes(true);
}
