import { createHash } from 'node:crypto';
import { asRecord, asText, parseJson } from '../net/loose-json.ts';
import type { Awaitable, KeyValue, SpacedValue } from '../store/schema.ts';

/** A secret that came with a handshake of HyperChat. */
export interface DeskSecret {
  appId: string;
  /** Its SHA-256 in hexadecimal digits. */
  hash: string;
  secret: string;
  /** When it was let in, milliseconds since 1970. */
  since: number;
  /** Hashes of those that stop counting when the first event comes that is signed with this one. */
  replaces: readonly string[];
}

/** What of a store is needed; the running connector and the command line have it. */
export interface SecretStore {
  list(space: string): Awaitable<KeyValue[]>;
  listUnder(prefix: string): Awaitable<SpacedValue[]>;
  put(space: string, key: string, value: string): Awaitable<void>;
  remove(space: string, key: string): Awaitable<void>;
}

/** One set for each app, over all environments: nobody is the first in a second environment. */
const SPACE = 'desk-secrets:';
const USED_SPACE = 'desk-secrets-used:';
/** Where they were until they had one set for each app: `handshake:<environment>:<app>`. */
const OLD_SPACE = 'handshake:';

/** The secrets of an app, the oldest first. */
export async function readSecrets(store: Pick<SecretStore, 'list'>, appId: string): Promise<DeskSecret[]> {
  const kept = await store.list(SPACE + appId);
  return kept.flatMap((entry) => toSecret(appId, entry) ?? []).sort((a, b) => a.since - b.since);
}

/** The secrets of all apps, and when each was last used, milliseconds since 1970. */
export async function readAllSecrets(store: SecretStore): Promise<(DeskSecret & { lastUsed?: number })[]> {
  const used = new Map(
    (await store.listUnder(USED_SPACE)).map(({ space, key, value }) => [space + key, Number(value)]),
  );
  const kept = await store.listUnder(SPACE);
  return kept
    .flatMap((entry) => toSecret(entry.space.slice(SPACE.length), entry) ?? [])
    .map((secret) => ({ ...secret, lastUsed: used.get(USED_SPACE + secret.appId + secret.hash) }))
    .sort((a, b) => a.appId.localeCompare(b.appId) || a.since - b.since);
}

/** Keeps a secret. @param replaces hashes of those that stop counting once it is used */
export async function keepSecret(
  store: Pick<SecretStore, 'put'>,
  { appId, secret, since, replaces }: Omit<DeskSecret, 'hash'>,
): Promise<void> {
  await store.put(SPACE + appId, hashOf(secret), JSON.stringify({ secret, since, replaces }));
}

/** Notes that an event came that is signed with it. */
export async function noteUse(store: Pick<SecretStore, 'put'>, secret: DeskSecret, now: number): Promise<void> {
  await store.put(USED_SPACE + secret.appId, secret.hash, String(now));
}

/** The webhook works: what it replaces does not count any more. */
export async function dropReplaced(store: SecretStore, secret: DeskSecret): Promise<void> {
  for (const hash of secret.replaces) await forgetSecret(store, { appId: secret.appId, hash });
  await keepSecret(store, { ...secret, replaces: [] });
}

/** Forgets a secret wherever it is, also where a version of before would look for it. */
export async function forgetSecret(
  store: SecretStore,
  { appId, hash }: Pick<DeskSecret, 'appId' | 'hash'>,
): Promise<void> {
  const old = (await readOld(store)).filter((entry) => entry.appId === appId && hashOf(entry.value) === hash);
  for (const { space, key } of old) await store.remove(space, key);
  await store.remove(SPACE + appId, hash);
  await store.remove(USED_SPACE + appId, hash);
}

/**
 * Takes over what versions of before kept for each environment. Their entries stay: as long as such a version runs beside
 * this one, or comes back, it needs them.
 * @returns for each app the environments whose secrets differ, where that is more than one
 */
export async function takeOverOldSecrets(store: SecretStore): Promise<ReadonlyMap<string, readonly string[]>> {
  const old = (await readOld(store)).filter(({ appId }) => appId !== '');
  const known = new Set((await store.listUnder(SPACE)).map(({ space, key }) => space + key));
  const fresh = old.filter(({ appId, value }) => !known.has(SPACE + appId + hashOf(value)));
  for (const { appId, value, at } of fresh) await keepSecret(store, { appId, secret: value, since: at, replaces: [] });
  const places = [...Map.groupBy(fresh, ({ appId }) => appId)].map(
    ([appId, entries]) => [appId, [...new Set(entries.map(({ environment }) => environment))]] as const,
  );
  return new Map(places.filter(([, environments]) => environments.length > 1));
}

/** First eight hex digits of SHA-256: enough to tell secrets apart, too little to find one. */
export function fingerprint({ hash }: Pick<DeskSecret, 'hash'>): string {
  return hash.slice(0, 8);
}

async function readOld(store: Pick<SecretStore, 'listUnder'>) {
  return (await store.listUnder(OLD_SPACE)).map((entry) => {
    const [environment = '', ...rest] = entry.space.slice(OLD_SPACE.length).split(':');
    return { ...entry, environment, appId: rest.join(':') };
  });
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Undefined for an entry that holds none: anybody could sign with nothing. */
function toSecret(appId: string, { key, value, at }: KeyValue): DeskSecret | undefined {
  const kept = asRecord(parseJson(value)) ?? {};
  const secret = asText(kept.secret);
  if (secret === undefined) return undefined;
  const replaces = Array.isArray(kept.replaces) ? kept.replaces.filter((hash) => typeof hash === 'string') : [];
  return { appId, hash: key, secret, since: Number(kept.since ?? at), replaces };
}
