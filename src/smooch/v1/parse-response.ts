import { asList, asNumber, asRecord, asText } from '../../net/loose-json.ts';
import type { AppUser, AppUserClient, Attachment, KeptMessage, Webhook } from './wire.ts';

type Loose = Record<string, unknown> | undefined;

/** Reads a list whose entries have to be understood one by one; the others are left out. */
function readList<T>(list: unknown, read: (entry: Record<string, unknown>) => T | undefined): T[] {
  const parsed: T[] = [];
  for (const entry of asList(list)) {
    const record = asRecord(entry);
    const value = record && read(record);
    if (value !== undefined) parsed.push(value);
  }
  return parsed;
}

/** The id of a message that was taken; empty when there is none. */
export function parseSentId(body: unknown): string {
  return asText(asRecord(asRecord(body)?.message)?._id) ?? '';
}

/**
 * Reads a page of messages, oldest first (Smooch docs: conversation history).
 *
 * @returns undefined when there is no list
 */
export function parseMessages(body: unknown): KeptMessage[] | undefined {
  const messages = asRecord(body)?.messages;
  if (!Array.isArray(messages)) return undefined;
  const kept = readList(messages, parseMessage);
  // Where a time is missing the order is taken as it came.
  if (kept.some((message) => message.received === undefined)) return kept;
  return kept.sort((a, b) => (a.received ?? 0) - (b.received ?? 0));
}

function parseMessage(message: Record<string, unknown>): KeptMessage {
  return {
    id: asText(message._id) ?? '',
    fromUs: message.role === 'appMaker' || message.role === 'business',
    text: asText(message.text),
    mediaUrl: asText(message.mediaUrl),
    received: asNumber(message.received),
    metadata: asRecord(message.metadata) ?? {},
  };
}

/** Reads an app user: names and e-mail may all be missing (Smooch docs: app user). */
export function parseAppUser(body: unknown): AppUser | undefined {
  const user = asRecord(asRecord(body)?.appUser);
  if (user === undefined) return undefined;
  const clients = readList(user.clients, parseClient);
  return {
    givenName: asText(user.givenName),
    surname: asText(user.surname),
    email: asText(user.email),
    clients: clients.sort((a, b) => Number(b.active === true) - Number(a.active === true)),
  };
}

function parseClient(client: Record<string, unknown>): AppUserClient {
  const active = 'active' in client ? client.active === true : undefined;
  return { platform: asText(client.platform), displayName: asText(client.displayName), active };
}

/** Reads `{webhooks: [...]}`. */
export function parseWebhooks(body: unknown): Webhook[] | undefined {
  const webhooks = asRecord(body)?.webhooks;
  return Array.isArray(webhooks) ? readList(webhooks, parseWebhook) : undefined;
}

/** Reads one webhook; one without an id or target is none. */
export function parseWebhook(webhook: Loose): Webhook | undefined {
  const id = asText(webhook?._id);
  const target = asText(webhook?.target);
  if (id === undefined || target === undefined) return undefined;
  const triggers = asList(webhook?.triggers).filter((trigger) => typeof trigger === 'string');
  return { id, target, triggers, secret: asText(webhook?.secret) };
}

/** Reads the answer to an upload. */
export function parseAttachment(body: unknown): Attachment | undefined {
  const record = asRecord(body);
  const mediaUrl = asText(record?.mediaUrl);
  return mediaUrl === undefined ? undefined : { mediaUrl, mediaType: asText(record?.mediaType) };
}
