import { maskSecret } from '../../../control/masking.ts';

/** Names under which the connector records what opens something. */
const SECRET = /^(token|secret|sessionToken|accessToken|authorization|key_secret|password)$/i;

/** A path and its query without the secret that may stand in it. */
export function hideInPath(path: string): string {
  return path.replace(/([?&]secret=)[^&]*/gi, '$1***');
}

/** A copy of a step's result without its secrets. */
export function hideSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hideSecrets);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [
      name,
      SECRET.test(name) && typeof held === 'string' ? maskSecret(held) : hideSecrets(held),
    ]),
  );
}
