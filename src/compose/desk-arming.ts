import { createHash, randomBytes } from 'node:crypto';
import { asRecord, asText, parseJson } from '../net/loose-json.ts';
import type { Awaitable, KeyValue } from '../store/schema.ts';

/** What the operator allowed: one handshake, on one path, for a time. */
export interface Arming {
  environment: string;
  /** Milliseconds since 1970. */
  until: number;
  /** Whether the secrets there are go on counting. */
  add: boolean;
}

interface ArmingStore {
  get(space: string, key: string): Awaitable<KeyValue | undefined>;
  list(space: string): Awaitable<KeyValue[]>;
  put(space: string, key: string, value: string): Awaitable<void>;
  remove(space: string, key: string): Awaitable<void>;
}

const SPACE = 'handshake-paths';
const TOKEN_BYTES = 24;
const PATH = /\/desk\/([\w-]{32})\/?$/;

/** Lets a handshake in. What is over is forgotten. @returns the path, which nobody can guess */
export async function arm(
  store: Pick<ArmingStore, 'list' | 'put' | 'remove'>,
  arming: Arming,
  now: number,
): Promise<string> {
  for (const { key, value } of await store.list(SPACE)) {
    if ((parseArming(value)?.until ?? 0) <= now) await store.remove(SPACE, key);
  }
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  await store.put(SPACE, keyOf(token), JSON.stringify(arming));
  return `/desk/${token}`;
}

/** What the operator allowed on a path; undefined when it is none, used up or over. */
export async function findArming(
  store: Pick<ArmingStore, 'get'>,
  path: string,
  now: number,
): Promise<(Arming & { key: string }) | undefined> {
  const [, token] = PATH.exec(path) ?? [];
  if (token === undefined) return undefined;
  const key = keyOf(token);
  const arming = parseArming((await store.get(SPACE, key))?.value);
  return arming !== undefined && now < arming.until ? { ...arming, key } : undefined;
}

export async function useUp(store: Pick<ArmingStore, 'remove'>, { key }: { key: string }): Promise<void> {
  await store.remove(SPACE, key);
}

/** Only this is kept: who reads the store, or a copy of it, does not learn the path. */
function keyOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function parseArming(text: string | undefined): Arming | undefined {
  const kept = asRecord(parseJson(text ?? ''));
  const environment = asText(kept?.environment);
  if (environment === undefined) return undefined;
  return { environment, until: Number(kept?.until), add: kept?.add === true };
}
