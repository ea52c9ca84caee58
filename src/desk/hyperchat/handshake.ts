import { sameSecret } from '../../core/same-secret.ts';

/** What decides about a handshake, all of one HyperChat app. */
export interface HandshakeCircumstances {
  /** Secrets of earlier handshakes. */
  knownSecrets: readonly string[];
  /** `chat.webhook_secrets` of every environment with this app. */
  pinned: readonly string[];
  /** Whether only pinned secrets count, in every environment with this app. */
  onlyPinned: boolean;
  /** Whether chats are on in some environment with this app. */
  enabled: boolean;
  /** Whether it came on the path that the operator got from `webhooks arm`, in time. */
  armed: boolean;
  /** The value of `X-Hook-Secret`. */
  offered: string;
}

/**
 * - `echo`: answer 200 with the secret in the same header; the operator's permission is used up by it, too.
 * - `echo-and-store`: store it first; `usesArming` tells that the operator's permission is used up by it.
 * - `refuse`: answer 403 without the secret; the reason is for the log and tells the operator what to do.
 */
export type HandshakeDecision =
  | { decision: 'echo' }
  | { decision: 'echo-and-store'; usesArming: boolean }
  | { decision: 'refuse'; reason: string };

/** Longer ones are no secrets of a webhook, but an attempt to fill the store. */
const longestSecret = 512;

const ARM =
  'run "smooch-connector webhooks arm" and save the webhook with the target that it prints within ten minutes';

/**
 * Decides about a handshake of HyperChat. It cannot be authenticated: whoever comes gives us the secret he will sign
 * with (HyperChat docs: webhooks overview). So only the first one is believed, and then those that come on a path which
 * only the operator knows.
 */
export function decideHandshake(given: HandshakeCircumstances): HandshakeDecision {
  const { pinned, onlyPinned, knownSecrets, offered, armed, enabled } = given;
  if (offered.trim() === '' || offered.length > longestSecret) {
    return refuse(
      `its X-Hook-Secret is empty or longer than ${longestSecret} characters, which "smooch-connector webhooks arm" does not change`,
    );
  }
  if (includesSecret(pinned, offered)) return { decision: 'echo' };
  if (onlyPinned) {
    return refuse(
      'its secret is none of chat.webhook_secrets, and with these only they count: add it there, or take them all out ' +
        `and ${ARM}`,
    );
  }
  if (includesSecret(knownSecrets, offered)) return { decision: 'echo' };
  if (armed) return { decision: 'echo-and-store', usesArming: true };
  if (!enabled) return refuse(`chats are switched off (chat.enabled); to save a webhook all the same, ${ARM}`);
  if (pinned.length > 0) return refuse(`another environment pins the secrets of this app; to let one more in, ${ARM}`);
  if (knownSecrets.length === 0) return { decision: 'echo-and-store', usesArming: false };
  return refuse(`there is a webhook already; if you are saving another one in Case Management, ${ARM}`);
}

function refuse(reason: string): HandshakeDecision {
  return { decision: 'refuse', reason };
}

/** Compares with every secret, so that the time does not tell which one fits. */
function includesSecret(secrets: readonly string[], offered: string): boolean {
  return secrets.map((secret) => sameSecret(secret, offered)).includes(true);
}
