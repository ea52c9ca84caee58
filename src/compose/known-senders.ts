import type { LoadedConfig } from '../config/load-config.ts';
import { sameSecret } from '../core/same-secret.ts';
import { isSignature, isSignedUnparsed, type SignedPart } from '../desk/hyperchat/authenticity.ts';
import type { KnownSenders } from '../http/admit-large-body.ts';
import type { Store } from '../store/schema.ts';

interface KnownSenderParts {
  configuration: Pick<LoadedConfig, 'names' | 'forEnvironment'>;
  store: Pick<Store, 'list'>;
}

interface KnownSecrets {
  keys: string[];
  handshakes: string[];
}

/** Strangers can have them looked up as often as they like. */
const FRESH_MS = 1_000;

/**
 * Tells from the headers alone whether somebody may be one whose secret we know, of whatever environment and app: only
 * for how much is read of a body. Whether it is genuine is decided afterwards, as for any other.
 */
export function createKnownSenders(parts: KnownSenderParts): KnownSenders {
  const environments = parts.configuration.names.map(parts.configuration.forEnvironment);
  const chats = environments.map(({ chat }) => chat).filter(({ enabled }) => enabled);
  const signedParts = [...new Set(chats.map((chat): SignedPart => chat.signature_over))];
  const secrets = keepFor(FRESH_MS, () => readKnownSecrets(parts));
  return {
    async fitsKnownSecret(headers) {
      const key = single(headers['x-api-key']);
      return key !== undefined && includesSecret((await secrets()).keys, key);
    },
    async signatureCheck(headers) {
      const header = single(headers['x-hook-signature']);
      const { handshakes } = await secrets();
      if (chats.length === 0 || handshakes.length === 0 || !isSignature(header)) return undefined;
      return (raw) =>
        signedParts.map((over) => isSignedUnparsed({ raw, header, secrets: handshakes, over })).includes(true);
    },
  };
}

/** All secrets that are configured or kept. The one place that knows where they are kept, and in what form. */
async function readKnownSecrets({ configuration, store }: KnownSenderParts): Promise<KnownSecrets> {
  const environments = configuration.names.map(configuration.forEnvironment);
  const read = async (space: string) => (await store.list(space)).flatMap(({ value }) => secretsIn(value));
  const spaces = environments.flatMap(({ name, chat: { appId } }) =>
    appId === undefined ? [] : [`handshake:${name}:${appId}`, `desk-secrets:${appId}`],
  );
  const kept = await Promise.all([...new Set(spaces)].map(read));
  return {
    keys: [...environments.flatMap(({ smooch }) => smooch.webhook_secrets), ...(await read('webhook-secrets'))],
    handshakes: [...environments.flatMap(({ chat }) => chat.webhook_secrets), ...kept.flat()],
  };
}

/** An entry is a secret as it is, or JSON that names one or several. */
function secretsIn(value: string): string[] {
  try {
    const { secret, secrets } = Object(JSON.parse(value)) as { secret?: unknown; secrets?: unknown };
    const named = [secret, ...(Array.isArray(secrets) ? secrets : [])].filter((one) => typeof one === 'string');
    if (secret !== undefined || secrets !== undefined) return named.filter((one) => one !== '');
  } catch {
    // It is the secret itself.
  }
  return value === '' ? [] : [value];
}

/** Compares with every secret, so that the time does not tell which one fits. */
function includesSecret(secrets: readonly string[], offered: string): boolean {
  return secrets.map((secret) => sameSecret(secret, offered)).includes(true);
}

function keepFor<T>(ms: number, read: () => Promise<T>): () => Promise<T> {
  let kept: { value: Promise<T>; at: number } | undefined;
  return () => {
    const now = performance.now();
    if (kept === undefined || now - kept.at > ms) kept = { value: read(), at: now };
    return kept.value;
  };
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
