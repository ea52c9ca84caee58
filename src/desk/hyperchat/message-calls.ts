import type { AgentDesk, DeskChat, DeskFile, DeskPost } from '../agent-desk.ts';
import { unlessClosed } from './chat-closed.ts';
import type { HyperChatCaller } from './hyperchat-caller.ts';
import { parsePostedId } from './parse-response.ts';

export type MessageCalls = Pick<AgentDesk, 'sendText' | 'sendMedia' | 'setTyping'>;

export interface MessageCallsOptions {
  call: HyperChatCaller;
  readChat: (chatId: string) => Promise<DeskChat | undefined>;
  /** Limit for an upload, milliseconds. */
  mediaTimeoutMs: number;
}

/** What the user says in a chat (HyperChat docs: messages, media, user activity). */
export function createMessageCalls({ call, readChat, mediaTimeoutMs }: MessageCallsOptions): MessageCalls {
  async function post(chatId: string, act: () => Promise<string>): Promise<DeskPost> {
    const messageId = await unlessClosed(act, () => readChat(chatId));
    return messageId === undefined ? { outcome: 'chat-closed' } : { outcome: 'posted', messageId };
  }

  return {
    sendText(chatId, userId, text) {
      const path = `/chats/${encodeURIComponent(chatId)}/messages`;
      const json = { chatId, sender: userId, message: text };
      return post(chatId, () => call({ operation: 'post text', method: 'POST', path, json, read: parsePostedId }));
    },
    async sendMedia(chatId, userId, file) {
      const multipart = await mediaToMultipart({ chatId, senderId: userId }, file);
      const operation = 'upload file';
      const timeoutMs = mediaTimeoutMs;
      return post(chatId, () =>
        call({ operation, method: 'POST', path: '/media/', multipart, timeoutMs, read: parsePostedId }),
      );
    },
    async setTyping(chatId, userId, isTyping) {
      const path = `/users/${encodeURIComponent(userId)}/activity`;
      const json = { chatId, type: isTyping ? 'writing' : 'not-writing' };
      await call({ operation: 'show activity', method: 'POST', path, json, read: () => true });
    },
  };
}

async function mediaToMultipart(fields: Record<string, string>, file: DeskFile) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  // The copy is for the types: a Buffer could live in memory shared between threads, which a Blob does not take.
  form.append('media', new Blob([Uint8Array.from(file.bytes)], { type: file.mediaType }), file.name);
  const encoded = new Response(form);
  return {
    contentType: encoded.headers.get('content-type') ?? '',
    body: new Uint8Array(await encoded.arrayBuffer()),
  };
}
