import type { z } from 'zod';
import { WireError } from '../../core/errors.ts';
import type { DeskEvent, DeskIgnoredReason, ParsedDeskEvent } from '../desk-event.ts';
import { eventIdentity } from './event-identity.ts';
import {
  activityData,
  aloneData,
  closeData,
  envelope,
  memberData,
  messageData,
  NOWHERE,
  queueData,
} from './event-schemas.ts';
import { readContent } from './parse-message.ts';
import { systemActor } from './wire.ts';

interface Frame {
  trigger: string;
  createdAt?: number;
  data: unknown;
}

/** What each trigger means; all others are ignored (HyperChat docs: webhook events). */
const readers: Readonly<Record<string, (frame: Frame) => DeskEvent>> = {
  'invitations:accept': ({ data, createdAt }) => {
    const { chatId, userId } = parse(memberData, data);
    return { kind: 'agent-joined', chatId, createdAt, agentId: userId };
  },
  'forever:alone': ({ data, createdAt }) => ({ kind: 'alone', createdAt, ...parse(aloneData, data) }),
  'chats:close': ({ data, createdAt }) => {
    const { chatId, userId = systemActor, extraData } = parse(closeData, data);
    const by = userId === systemActor ? { kind: 'system' as const } : { kind: 'person' as const, userId };
    return { kind: 'closed', chatId, createdAt, by, reason: extraData?.reason };
  },
  'chats:leave': ({ data, createdAt }) => ({ kind: 'left', createdAt, ...parse(memberData, data) }),
  'users:activity': ({ data, createdAt }) => {
    const { chatId, userId, type } = parse(activityData, data);
    return { kind: 'typing', chatId, createdAt, userId, isTyping: type === 'writing' };
  },
  'queues:update': ({ trigger, data, createdAt }) => {
    const { chatId, data: inner } = parse(queueData, data);
    const position = inner?.queuePosition ?? NOWHERE;
    if (position === NOWHERE) return { kind: 'ignored', trigger, reason: 'no-position' };
    return { kind: 'queue', chatId, createdAt, position };
  },
  'messages:new': readMessage,
};

/** Why the triggers that operators are told to subscribe to, or may have, ask for nothing. */
const ignoredTriggers: Readonly<Record<string, DeskIgnoredReason>> = {
  'invitations:new': 'invitation',
  'system:info': 'desk-information',
  'messages:read': 'read-receipt',
};

/** A signature holds for ever: what is older is an event that somebody has kept, or that comes far too late. */
const STALE_AFTER_SECONDS = 24 * 3600;

/**
 * Reads an event of HyperChat. Numbers in quotes are numbers; an unknown trigger is nothing to complain about.
 *
 * @param body the parsed JSON
 * @param now when it arrived, milliseconds since 1970
 * @throws WireError when a known event lacks what it is about
 */
export function parseDeskEvent(body: unknown, now: number): ParsedDeskEvent {
  const { trigger, created_at: createdAt, data } = parse(envelope, body);
  const { dedupeKey } = eventIdentity(body);
  if (createdAt !== undefined && now / 1000 - createdAt > STALE_AFTER_SECONDS) {
    return { event: { kind: 'ignored', trigger, reason: 'stale' }, dedupeKey };
  }
  if (Object.hasOwn(readers, trigger)) {
    const event = (readers[trigger] as (frame: Frame) => DeskEvent)({ trigger, createdAt, data });
    return { event, dedupeKey };
  }
  const reason = Object.hasOwn(ignoredTriggers, trigger) ? ignoredTriggers[trigger] : undefined;
  return { event: { kind: 'ignored', trigger, reason: reason ?? 'unknown-trigger' }, dedupeKey };
}

function readMessage({ trigger, data, createdAt }: Frame): DeskEvent {
  const { chatId, message } = parse(messageData, data);
  const { sender, id: messageId } = message;
  if (sender === systemActor) return { kind: 'ignored', trigger, reason: 'system-line' };
  const reading = readContent(message);
  if (reading.outcome === 'malformed') throw toWireError(reading.issues, 'message');
  if (reading.outcome === 'ignored') return { kind: 'ignored', trigger, reason: reading.reason };
  const { content } = reading;
  return { kind: 'message', chatId, createdAt: message.created ?? createdAt, messageId, sender, content };
}

function parse<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const { success, data, error } = schema.safeParse(value);
  if (!success) throw toWireError(error.issues, 'data');
  return data;
}

function toWireError(issues: readonly z.core.$ZodIssue[], where: string): WireError {
  return new WireError(
    'HyperChat',
    issues.map(({ path, message }) => `${[where, ...path].join('.')}: ${message}`),
  );
}
