import type { BotAnswer, BotHistoryEntry, BotQuestion, BotSession } from '../chatbot/wire.ts';
import type { Conversation } from '../core/conversation.ts';
import type { OutgoingMessage } from '../core/outgoing-message.ts';

/** The Chatbot API of one environment. Every method is one attempt; it throws ApiError. */
export interface BotPort {
  openSession(): Promise<BotSession>;
  ask(session: BotSession, question: BotQuestion): Promise<BotAnswer[]>;
  history(session: BotSession): Promise<BotHistoryEntry[]>;
  track(session: BotSession, type: string, data: Record<string, unknown>): Promise<void>;
  setVariable(session: BotSession, name: string, value: string): Promise<void>;
}

export interface SentMessage {
  /** Smooch's id of the message; delivery events name it. */
  id: string;
}

/** A message of the conversation as Smooch keeps it. */
export interface KeptMessage {
  id: string;
  fromUs: boolean;
  text?: string;
  mediaUrl?: string;
  /** Seconds since 1970. */
  received?: number;
  metadata: Record<string, unknown>;
}

export interface AppUser {
  givenName?: string;
  surname?: string;
  email?: string;
  /** Display names and platforms; `active` first, and undefined where it was not told. */
  clients: { platform?: string; displayName?: string; active?: boolean }[];
}

export interface UploadedFile {
  bytes: Uint8Array;
  mediaType: string;
  name: string;
}

/** Smooch of one environment. Every method is one attempt; it throws ApiError. */
export interface ChannelPort {
  send(conversation: Conversation, message: OutgoingMessage): Promise<SentMessage>;
  typing(conversation: Conversation, type: 'typing:start' | 'typing:stop', signal?: AbortSignal): Promise<void>;
  /** The newest page of the conversation, oldest first; empty when there is none yet. */
  recentMessages(conversation: Conversation): Promise<KeptMessage[]>;
  appUser(conversation: Conversation): Promise<AppUser>;
  /** Hands a file to Smooch, to be sent by its address. */
  uploadAttachment(conversation: Conversation, file: UploadedFile): Promise<{ mediaUrl: string }>;
}
