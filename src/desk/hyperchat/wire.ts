import { asRecord, asText } from '../../net/loose-json.ts';

/** The actor that is no person: HyperChat itself. It cannot be looked up. */
export const systemActor = 'system';

/**
 * Whether a text may be an id of HyperChat. Ids go into paths of calls, so what a server could take for another path is
 * none.
 */
export function isId(text: string): boolean {
  return text.length <= 256 && /^[^\s/\\?#\p{Cc}]+$/u.test(text) && !/^\.+$/.test(text);
}

/** An id that is one, or stands in an object: webhooks send a sender's id, the websocket an object (HyperChat SDK). */
export function readId(value: unknown): string | undefined {
  const id = asText(asRecord(value)?.id ?? value);
  return id !== undefined && isId(id) ? id : undefined;
}

/** A flag that may come as boolean, number or text. */
export function readFlag(value: unknown): boolean {
  return value === true || value === 1 || value === '1' || value === 'true';
}

/** What PHP calls empty, which is how HyperChat writes "none". */
export function isEmptyValue(value: unknown): boolean {
  return !value || value === '0' || (Array.isArray(value) && value.length === 0);
}
