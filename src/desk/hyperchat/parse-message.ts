import type { z } from 'zod';
import { isBlank } from '../../core/text.ts';
import { asRecord, parseJson } from '../../net/loose-json.ts';
import type { DeskMessageContent } from '../desk-event.ts';
import { choicesContent, mediaContent } from './event-schemas.ts';

/** A message as it stands in an event. */
export interface WireMessage {
  /** `text`, `media`, `object`; may be missing. */
  type?: string;
  message?: unknown;
}

export type ContentReading =
  | { outcome: 'content'; content: DeskMessageContent }
  | { outcome: 'ignored'; reason: 'blank' | 'unknown-message-type' }
  | { outcome: 'malformed'; issues: z.core.$ZodIssue[] };

/**
 * Reads what a message holds (HyperChat docs: messages). A text is a string; a file an object; a question with choices
 * is JSON inside a string.
 */
export function readContent({ type, message }: WireMessage): ContentReading {
  switch (type ?? (typeof message === 'string' ? 'text' : 'media')) {
    case 'text':
      return readText(message);
    case 'media':
      return readMedia(asRecord(message) ?? unpack(message));
    case 'object':
      return readChoices(asRecord(message) ?? unpack(message));
    default:
      return { outcome: 'ignored', reason: 'unknown-message-type' };
  }
}

function readText(message: unknown): ContentReading {
  const html = typeof message === 'number' ? String(message) : message;
  if (typeof html !== 'string' || isBlank(html)) return { outcome: 'ignored', reason: 'blank' };
  return { outcome: 'content', content: { kind: 'text', html } };
}

function readMedia(message: unknown): ContentReading {
  const { success, data, error } = mediaContent.safeParse(message);
  if (!success) return { outcome: 'malformed', issues: error.issues };
  return { outcome: 'content', content: { kind: 'media', url: data.url, mediaType: data.type, name: data.name } };
}

function readChoices(message: unknown): ContentReading {
  const { success, data, error } = choicesContent.safeParse(message);
  if (!success) return { outcome: 'malformed', issues: error.issues };
  const labels = data.options.map(({ label }) => label).filter((label) => !isBlank(label));
  if (isBlank(data.message) && labels.length === 0) return { outcome: 'ignored', reason: 'blank' };
  return { outcome: 'content', content: { kind: 'choices', html: data.message, labels } };
}

function unpack(message: unknown): unknown {
  return typeof message === 'string' ? parseJson(message) : undefined;
}
