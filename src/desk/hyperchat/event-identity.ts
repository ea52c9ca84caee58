import { createHash } from 'node:crypto';
import { asRecord, sortKeys } from '../../net/loose-json.ts';
import { readId } from './wire.ts';

/** What tells an event from others, also when nothing else of it can be understood. */
export interface EventIdentity {
  /** The same for a repeated delivery. */
  dedupeKey: string;
  chatId?: string | undefined;
}

/**
 * A message has an id of its own. Of everything else a second delivery is only known by saying the same: two webhooks of
 * one app, or a repetition, may write it in other bytes.
 */
export function eventIdentity(body: unknown): EventIdentity {
  const { trigger, created_at: createdAt, data } = asRecord(body) ?? {};
  const message = asRecord(asRecord(data)?.message);
  const messageId = readId(message?.id);
  const chatId = readId(asRecord(data)?.chatId) ?? readId(message?.chat);
  if (messageId !== undefined && chatId !== undefined) {
    return { dedupeKey: `${String(trigger)}:${chatId}:${messageId}`, chatId };
  }
  const content = JSON.stringify([trigger, createdAt, data], sortKeys);
  return { dedupeKey: `content:${createHash('sha256').update(content).digest('base64url')}`, chatId };
}
