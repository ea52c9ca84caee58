import { deliveryToText } from '../../core/delivery.ts';
import { isBlank } from '../../core/text.ts';
import type { UserEvent } from '../../core/user-event.ts';
import { deliveryFailure } from '../delivery-failures.ts';
import { quotedText } from './quoted-text.ts';
import { createPartMaker, type UnreadPart, unreadWhole } from './unread-part.ts';
import { type Dedupe, describeIssues, fingerprint, readFrame, readNamed, type WebhookFrame } from './webhook-frame.ts';
import { messageToInput, readMessageId, type WebhookMessage, webhookMessage } from './webhook-message.ts';
import { postbackToInput, pressKey, webhookPostback } from './webhook-postback.ts';

/** What one webhook of API version 1.1 says, each thing with what tells it from a repeated delivery. */
export interface ParsedWebhook {
  events: ParsedEvent[];
  /** The user was deleted at Smooch: everything about them goes here too. */
  deletedUsers: string[];
  deliveries: ParsedDelivery[];
  /** Why parts of it, or all of it, ask for nothing. */
  ignored: IgnoredReason[];
  /** What may ask for something, but cannot be understood. */
  notUnderstood: UnreadPart[];
}

export type IgnoredReason = 'unknown-trigger' | 'own-echo' | 'other-author' | 'blank' | 'empty';

export interface ParsedEvent {
  userId: string;
  event: Omit<UserEvent, 'conversation'>;
  conversationId?: string;
  dedupe: Dedupe;
}

export interface ParsedDelivery {
  messageId: string;
  /** As `deliveryToText` writes it: `channel`, `user`, `failure: <code>`, ... */
  outcome: string;
  /** Whose conversation it is, where the event says so. */
  userId?: string;
  conversationId?: string;
}

/** Within this time a message without id and time that was there before counts as delivered twice. */
const SAME_MESSAGE_MS = 10_000;

const NO_USER = ['appUser._id: missing, or no id'];

/**
 * Reads a webhook body of Smooch API version 1.1 (Smooch docs: webhook payloads). Unknown keys and triggers are
 * passed over, as the vendor's stability rule asks; what cannot be understood is named, beside what can.
 * @param body the parsed JSON
 * @throws WireError when it is no object, or has no trigger
 */
export function parseWebhook(body: unknown): ParsedWebhook {
  const nothing: ParsedWebhook = { events: [], deletedUsers: [], deliveries: [], ignored: [], notUnderstood: [] };
  const frame = readFrame(body);
  const { trigger } = frame;
  // Whatever else stands in it: nothing is read of what asks for nothing.
  if (trigger === 'message:appMaker') return { ...nothing, ignored: ['own-echo'] };
  if (trigger === 'message:appUser' || trigger === 'message') return { ...nothing, ...parseMessages(frame) };
  if (trigger === 'postback') return { ...nothing, ...parsePostbacks(frame) };
  if (trigger.startsWith('message:delivery:')) return { ...nothing, ...parseDelivery(frame) };
  if (trigger !== 'appUser:delete') return { ...nothing, ignored: ['unknown-trigger'] };
  if (frame.userId === undefined) return { ...nothing, notUnderstood: [unreadWhole(frame, NO_USER)] };
  return { ...nothing, deletedUsers: [frame.userId] };
}

type Entries = Pick<ParsedWebhook, 'events' | 'ignored' | 'notUnderstood'>;

function parseMessages(frame: WebhookFrame): Entries {
  const keyOf = createMessageKeys(frame);
  const unread = createPartMaker(frame, 'messages');
  const entries = readEntries(frame, 'messages', (userId, candidate, index, found) => {
    const reason = reasonByRole(candidate);
    if (reason !== undefined) return found.ignored.push(reason);
    const message = webhookMessage.safeParse(candidate);
    if (!message.success) {
      return found.notUnderstood.push(unread(candidate, describeIssues(message.error), keyOf(candidate, index)));
    }
    if (saysNothing(message.data)) return found.ignored.push('blank');
    const dedupe = keyOf(message.data, index);
    return found.events.push({ ...messageToEvent(frame, message.data), userId, dedupe });
  });
  entries.events.sort((a, b) => (a.event.sentAt ?? 0) - (b.event.sentAt ?? 0));
  return entries;
}

function parsePostbacks(frame: WebhookFrame): Entries {
  const unread = createPartMaker(frame, 'postbacks');
  const { conversationId, timestamp } = frame;
  const channel = frame.sourceType ?? frame.platform;
  const sentAt = typeof timestamp === 'number' ? timestamp : undefined;
  const times = new Map<string, number>();
  return readEntries(frame, 'postbacks', (userId, candidate, _index, found) => {
    const press = webhookPostback.safeParse(candidate);
    if (!press.success) {
      const dedupe = { key: `unread:${fingerprint(userId, candidate, timestamp)}` };
      return found.notUnderstood.push(unread(candidate, describeIssues(press.error), dedupe));
    }
    const dedupe = toldApart(pressKey(userId, press.data, timestamp), times);
    const event = { input: postbackToInput(press.data), channel, sentAt };
    return found.events.push({ userId, conversationId, dedupe, event });
  });
}

/** The same press twice in one payload is two presses; without a time they are too close to be. */
function toldApart(press: Dedupe, times: Map<string, number>): Dedupe {
  if (press.withinMs !== undefined) return press;
  const before = times.get(press.key) ?? 0;
  times.set(press.key, before + 1);
  return before === 0 ? press : { key: `${press.key}:${before}` };
}

/** Hands each entry of a list to `read`, which puts it where it belongs. An empty list asks for nothing. */
function readEntries(
  frame: WebhookFrame,
  name: 'messages' | 'postbacks',
  read: (userId: string, entry: unknown, index: number, found: Entries) => unknown,
): Entries {
  const found: Entries = { events: [], ignored: [], notUnderstood: [] };
  const { userId } = frame;
  const list = frame.body[name] ?? [];
  if (!Array.isArray(list)) found.notUnderstood.push(unreadWhole(frame, [`${name}: not a list`]));
  else if (list.length === 0) found.ignored.push('empty');
  else if (userId === undefined) found.notUnderstood.push(unreadWhole(frame, NO_USER));
  else for (const [index, entry] of list.entries()) read(userId, entry, index, found);
  return found;
}

/** What other authors say asks for nothing, whether it can be understood or not. */
function reasonByRole(candidate: unknown): IgnoredReason | undefined {
  const role = (candidate as { role?: unknown } | null | undefined)?.role;
  if (typeof role !== 'string' || role === '' || role === 'appUser') return undefined;
  return role === 'appMaker' ? 'own-echo' : 'other-author';
}

function saysNothing({ type, text, payload }: WebhookMessage): boolean {
  return (type ?? 'text') === 'text' && isBlank(text) && !payload;
}

function messageToEvent(frame: WebhookFrame, message: WebhookMessage): Pick<ParsedEvent, 'conversationId' | 'event'> {
  return {
    conversationId: frame.conversationId,
    event: {
      input: messageToInput(message),
      channel: message.source?.type ?? frame.platform,
      userName: message.name ?? undefined,
      messageId: message._id ?? undefined,
      quoted: quotedText(message.quotedMessage),
      sentAt: message.received ?? undefined,
    },
  };
}

/** Messages have ids of their own. Others count by their place in the same list, however the bytes around it differ. */
function createMessageKeys({ body, userId }: WebhookFrame): (message: unknown, index: number) => Dedupe {
  let list: string | undefined;
  return (message, index) => {
    const id = readMessageId(message);
    if (id !== undefined) return { key: `message:${id}` };
    list ??= fingerprint(userId, body.messages);
    const key = `messages:${list}:${index}`;
    const hasTime = Boolean((message as { received?: unknown } | null)?.received);
    return hasTime ? { key } : { key, withinMs: SAME_MESSAGE_MS };
  };
}

function parseDelivery(frame: WebhookFrame): Pick<ParsedWebhook, 'deliveries' | 'notUnderstood'> {
  const { body, trigger, userId, conversationId } = frame;
  const messageId = readNamed(body.message);
  if (messageId === undefined) {
    return { deliveries: [], notUnderstood: [unreadWhole(frame, ['message._id: missing, or no id'])] };
  }
  const kind = trigger.slice('message:delivery:'.length);
  const outcome = kind === 'failure' ? deliveryToText(deliveryFailure(body.error, readDestination(body))) : kind;
  return { deliveries: [{ messageId, outcome, userId, conversationId }], notUnderstood: [] };
}

/** The channel that a message went to. */
function readDestination({ destination }: WebhookFrame['body']): string | undefined {
  const type = (destination as { type?: unknown } | null | undefined)?.type;
  return typeof type === 'string' ? type : undefined;
}
