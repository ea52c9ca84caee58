import { createHash } from 'node:crypto';
import { z } from 'zod';
import { WireError } from '../../core/errors.ts';
import { isBlank } from '../../core/text.ts';
import type { UserEvent, UserInput } from '../../core/user-event.ts';
import { quotedText } from './quoted-text.ts';
import { messageToInput, type WebhookMessage, webhookMessage } from './webhook-message.ts';

/** What one webhook of API version 1.1 says, each thing with what tells it from a repeated delivery. */
export interface ParsedWebhook {
  events: ParsedEvent[];
  /** The user was deleted at Smooch: everything about him goes here too. */
  deletedUsers: string[];
  deliveries: ParsedDelivery[];
  /** Why parts of it, or all of it, ask for nothing. */
  ignored: IgnoredReason[];
}

export type IgnoredReason = 'unknown-trigger' | 'own-echo' | 'other-author' | 'blank' | 'malformed';

export interface ParsedEvent {
  userId: string;
  event: Omit<UserEvent, 'conversation'>;
  conversationId?: string;
  dedupe: { key: string; withinMs?: number };
}

export interface ParsedDelivery {
  messageId: string;
  /** `channel`, `user`, or `failure: <code>`. */
  outcome: string;
}

const id = z.string().min(1).max(256);

const envelope = z.object({
  trigger: z.string(),
  appUser: z.object({ _id: id }).nullish(),
  conversation: z.object({ _id: id }).nullish().catch(undefined),
  client: z.object({ platform: z.string().nullish() }).nullish().catch(undefined),
  timestamp: z.number().nullish().catch(undefined),
  messages: z.array(z.unknown()).nullish(),
  postbacks: z.array(z.unknown()).nullish(),
  message: z.object({ _id: id }).nullish(),
  error: z.object({ code: z.string().nullish() }).nullish().catch(undefined),
});
type Envelope = z.infer<typeof envelope>;

const postback = z.object({
  action: z.object({
    _id: z.string().nullish(),
    text: z.string().nullish(),
    payload: z.union([z.string(), z.record(z.string(), z.unknown()).transform((map) => JSON.stringify(map))]).nullish(),
    // An empty map comes as a list from some languages.
    metadata: z.record(z.string(), z.unknown()).nullish().catch(undefined),
  }),
  message: z
    .object({ _id: z.string().nullish(), source: z.object({ type: z.string().nullish() }).nullish() })
    .nullish(),
});
type Postback = z.infer<typeof postback>;

/** Of what a channel calls its failure: it goes into the log and the store. */
const LONGEST_CODE = 100;

/** Pressed again within this time, a button without a time stamp counts as delivered twice. */
const SAME_PRESS_MS = 10_000;

/**
 * Reads a webhook body of Smooch API version 1.1 (Smooch docs: webhook payloads). Unknown keys and triggers are
 * passed over, as the vendor's stability rule asks.
 * @param body the parsed JSON
 * @param raw its bytes, for telling repeated deliveries apart
 * @throws WireError when the parts that its trigger promises are missing
 */
export function parseWebhook(body: unknown, raw: Uint8Array): ParsedWebhook {
  const nothing: ParsedWebhook = { events: [], deletedUsers: [], deliveries: [], ignored: [] };
  const trigger = triggerOf(body);
  // Whatever else stands in it: nothing is read of what asks for nothing.
  if (trigger === 'message:appMaker') return { ...nothing, ignored: ['own-echo'] };
  if (!isKnown(trigger)) return { ...nothing, ignored: ['unknown-trigger'] };
  const parsed = envelope.safeParse(body);
  if (!parsed.success) throw new WireError('Smooch', parsed.error.issues.map(describeIssue));
  if (trigger === 'message:appUser' || trigger === 'message') return { ...nothing, ...parseMessages(parsed.data, raw) };
  if (trigger === 'postback') return { ...nothing, ...parsePostbacks(parsed.data, body, raw) };
  if (trigger === 'appUser:delete') return { ...nothing, deletedUsers: [userOf(parsed.data)] };
  return { ...nothing, deliveries: parseDelivery(parsed.data) };
}

const KNOWN = ['message:appUser', 'message', 'postback', 'appUser:delete'];

function isKnown(trigger: string): boolean {
  return KNOWN.includes(trigger) || trigger.startsWith('message:delivery:');
}

function triggerOf(body: unknown): string {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new WireError('Smooch', ['body: not an object']);
  const { trigger } = body as { trigger?: unknown };
  if (typeof trigger !== 'string') throw new WireError('Smooch', ['trigger: missing']);
  return trigger;
}

function parseMessages(envelope: Envelope, raw: Uint8Array): Pick<ParsedWebhook, 'events' | 'ignored'> {
  const userId = userOf(envelope);
  if (!envelope.messages || envelope.messages.length === 0)
    throw new WireError('Smooch', ['messages: missing or empty']);
  const ignored: IgnoredReason[] = [];
  const events: ParsedEvent[] = [];
  envelope.messages.forEach((candidate, index) => {
    const message = webhookMessage.safeParse(candidate);
    const reason = message.success ? reasonToIgnore(message.data) : 'malformed';
    if (reason !== undefined || !message.data) ignored.push(reason ?? 'malformed');
    else events.push(messageToEvent(envelope, userId, message.data, () => `${hash(raw)}:${index}`));
  });
  events.sort((a, b) => (a.event.sentAt ?? 0) - (b.event.sentAt ?? 0));
  return { events, ignored };
}

function reasonToIgnore(message: WebhookMessage): IgnoredReason | undefined {
  if (message.role === 'appMaker') return 'own-echo';
  if (message.role && message.role !== 'appUser') return 'other-author';
  if ((message.type ?? 'text') === 'text' && isBlank(message.text) && !message.payload) return 'blank';
  return undefined;
}

function messageToEvent(
  envelope: Envelope,
  userId: string,
  message: WebhookMessage,
  fallbackKey: () => string,
): ParsedEvent {
  return {
    userId,
    conversationId: envelope.conversation?._id,
    dedupe: { key: message._id ? `message:${message._id}` : `body:${fallbackKey()}` },
    event: {
      input: messageToInput(message),
      channel: message.source?.type ?? envelope.client?.platform ?? undefined,
      userName: message.name ?? undefined,
      messageId: message._id ?? undefined,
      quoted: quotedText(message.quotedMessage),
      sentAt: message.received ?? undefined,
    },
  };
}

function parsePostbacks(envelope: Envelope, body: unknown, raw: Uint8Array): Pick<ParsedWebhook, 'events' | 'ignored'> {
  const userId = userOf(envelope);
  if (!envelope.postbacks || envelope.postbacks.length === 0) {
    throw new WireError('Smooch', ['postbacks: missing or empty']);
  }
  const ignored: IgnoredReason[] = [];
  const source = (body as { source?: { type?: unknown } }).source?.type;
  const events = envelope.postbacks.flatMap((candidate, index): ParsedEvent[] => {
    const press = postback.safeParse(candidate);
    if (!press.success) {
      ignored.push('malformed');
      return [];
    }
    const channel = typeof source === 'string' ? source : (envelope.client?.platform ?? undefined);
    return [
      {
        userId,
        conversationId: envelope.conversation?._id,
        dedupe: envelope.timestamp ? { key: `body:${hash(raw)}:${index}` } : pressKey(userId, press.data),
        event: { input: postbackToInput(press.data), channel, sentAt: envelope.timestamp ?? undefined },
      },
    ];
  });
  return { events, ignored };
}

function postbackToInput(press: Postback): UserInput {
  const label = press.action.metadata?.label;
  return {
    kind: 'postback',
    text: press.action.text ?? undefined,
    payload: press.action.payload ?? undefined,
    fullLabel: typeof label === 'string' ? label : undefined,
  };
}

/** A press has no id of its own (Smooch docs: postback), and the same button may be pressed again later. */
function pressKey(userId: string, press: Postback): ParsedEvent['dedupe'] {
  const { action, message } = press;
  const parts = JSON.stringify([userId, action._id ?? '', action.payload ?? '', message?._id ?? '']);
  return { key: `press:${hash(Buffer.from(parts))}`, withinMs: SAME_PRESS_MS };
}

function parseDelivery(envelope: Envelope): ParsedDelivery[] {
  if (!envelope.message) throw new WireError('Smooch', ['message: missing']);
  const kind = envelope.trigger.slice('message:delivery:'.length);
  const outcome = kind === 'failure' ? `failure: ${envelope.error?.code?.slice(0, LONGEST_CODE) ?? 'no code'}` : kind;
  return [{ messageId: envelope.message._id, outcome }];
}

function userOf(envelope: Envelope): string {
  if (!envelope.appUser) throw new WireError('Smooch', ['appUser: missing']);
  return envelope.appUser._id;
}

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url');
}

function describeIssue(issue: z.core.$ZodIssue): string {
  return `${issue.path.join('.') || 'body'}: ${issue.message}`;
}
