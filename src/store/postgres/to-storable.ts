import { createHash } from 'node:crypto';

/** PostgreSQL's text takes neither NUL nor half a surrogate pair; texts of ours hold none, those of others might. */
export function toStorable(text: string): string {
  return text.replaceAll('\u0000', '\uFFFD').toWellFormed();
}

/** An entry of an index may be 2,704 bytes long, and holds other columns, too. */
const LONGEST_KEY_BYTES = 1_000;
const KEPT_CHARACTERS = 200;

/**
 * What rows are found by: an id, a lane. One that no index takes is known by its begin and its hash, so that two
 * different ones never become the same.
 */
export function toStorableKey(key: string): string {
  const text = toStorable(key);
  if (text === key && Buffer.byteLength(text) <= LONGEST_KEY_BYTES) return text;
  const hash = createHash('sha256').update(JSON.stringify(key)).digest('base64url');
  return `${text.slice(0, KEPT_CHARACTERS).toWellFormed()}#${hash}`;
}
