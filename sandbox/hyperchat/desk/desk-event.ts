import type { ChatRecord, MessageRecord } from './records.ts';

/** What happened in a chat, by the name of the webhook event that tells about it (HyperChat docs: webhook events). */
export type DeskEvent = { chat: ChatRecord } & (
  | {
      trigger: 'chats:create' | 'chats:join' | 'chats:leave' | 'invitations:new' | 'invitations:accept';
      userId: string;
    }
  | { trigger: 'chats:close'; userId: string; reason?: string }
  | { trigger: 'forever:alone' }
  | { trigger: 'messages:new'; message: MessageRecord }
  | { trigger: 'messages:read'; message: MessageRecord; userId: string }
  | { trigger: 'users:activity'; userId: string; type: string }
  /** `position`: people ahead. */
  | { trigger: 'queues:update'; position: number }
  | { trigger: 'system:info'; ticketId: number }
);

/** Every event that is told, and one that asks (`chats:assign`). */
export const TRIGGERS = [
  'chats:assign',
  'chats:close',
  'chats:create',
  'chats:join',
  'chats:leave',
  'forever:alone',
  'invitations:accept',
  'invitations:new',
  'messages:new',
  'messages:read',
  'queues:update',
  'system:info',
  'users:activity',
] as const;

export type Trigger = (typeof TRIGGERS)[number];
