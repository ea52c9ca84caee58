import { newObjectId } from '../object-id.ts';
import type { WireMessage } from '../v1/wire.ts';
import type { ConversationRecord, Now, StoredMessage, UserRecord } from './records.ts';

const PAGE_SIZE = 100;

/** The user's conversation, begun when there is none. */
export function conversationOf(user: UserRecord): ConversationRecord {
  user.conversation ??= { _id: newObjectId(), unreadCount: 0, messages: [] };
  return user.conversation;
}

/** When the next message counts as received, seconds: now, but always after the message before it. */
export function nextReceived(conversation: ConversationRecord, now: Now): number {
  const last = conversation.messages.at(-1);
  const lastMs = last === undefined ? 0 : Math.round(last.message.received * 1000);
  return Math.max(now(), lastMs + 1) / 1000;
}

export function appendMessage(conversation: ConversationRecord, message: WireMessage, channel: string): StoredMessage {
  const stored = { message, channel };
  conversation.messages.push(stored);
  if (message.role === 'appUser') markReadByUser(conversation, message.received);
  else {
    conversation.unreadCount++;
    // As recorded from the real API: who writes has read.
    conversation.appMakerLastRead = message.received;
  }
  return stored;
}

export function markReadByUser(conversation: ConversationRecord, at: number): void {
  conversation.unreadCount = 0;
  conversation.appUserLastRead = at;
}

export function markReadByBusiness(conversation: ConversationRecord, at: number): void {
  conversation.appMakerLastRead = at;
  conversation.businessReadAt = at;
}

export interface HistoryQuery {
  /** Only messages received before this, seconds, exclusive. */
  before?: number;
  /** Only messages received after this, seconds, exclusive. */
  after?: number;
}

export interface HistoryPage {
  /** Oldest first. */
  messages: StoredMessage[];
  hasOlder: boolean;
  hasNewer: boolean;
}

/**
 * A page of 100 messages: the newest ones, the newest before a time, or the oldest after a time
 * (Smooch docs: get messages).
 */
export function historyPage({ messages }: ConversationRecord, { before, after }: HistoryQuery): HistoryPage {
  const end = before === undefined ? messages.length : countUntil(messages, (at) => at < before);
  const start = after === undefined ? 0 : countUntil(messages, (at) => at <= after);
  const from = after === undefined ? Math.max(0, end - PAGE_SIZE) : start;
  const to = after === undefined ? end : Math.min(messages.length, start + PAGE_SIZE);
  return { messages: messages.slice(from, to), hasOlder: from > 0, hasNewer: to < messages.length };
}

/** How many messages from the oldest on fulfil the condition; they are in order of time. */
function countUntil(messages: readonly StoredMessage[], condition: (received: number) => boolean): number {
  const first = messages.findIndex(({ message }) => !condition(message.received));
  return first === -1 ? messages.length : first;
}
