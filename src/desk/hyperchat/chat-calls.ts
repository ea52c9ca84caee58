import { ApiError } from '../../core/errors.ts';
import { asRecord } from '../../net/loose-json.ts';
import type { AgentDesk, DeskChat, DeskHistoryEntry, NewDeskChat } from '../agent-desk.ts';
import { unlessClosed } from './chat-closed.ts';
import { goneToUndefined } from './gone-to-undefined.ts';
import type { HyperChatCaller } from './hyperchat-caller.ts';
import { type HyperChatUser, parseChat } from './parse-response.ts';
import { isEmptyValue } from './wire.ts';

/** With these words, and no code of their own, a second chat is refused (HyperChat SDK). */
const alreadyHasChat = /\balready has\b.*\bchat\b/i;

export type ChatCalls = Pick<AgentDesk, 'findOpenChat' | 'createChat' | 'assign' | 'chat' | 'close'>;

/**
 * Chats from their creation to their end (HyperChat docs: chats).
 *
 * @param readUser gives a user with his chats
 */
export function createChatCalls(
  call: HyperChatCaller,
  readUser: (userId: string) => Promise<HyperChatUser | undefined>,
): ChatCalls {
  const readChat = (chatId: string): Promise<DeskChat | undefined> =>
    goneToUndefined(call({ operation: 'read chat', method: 'GET', path: chatPath(chatId), read: parseChat }));

  return {
    chat: readChat,
    async findOpenChat(userId, place) {
      const user = await readUser(userId);
      for (const chatId of user?.chats ?? []) {
        const chat = await readChat(chatId);
        if (chat !== undefined && chat.status !== 'closed' && isOf(chat, place)) return chat;
      }
      return undefined;
    },
    async createChat(chat) {
      try {
        const json = newChatToJson(chat);
        const operation = 'create chat';
        return {
          outcome: 'created',
          chat: await call({ operation, method: 'POST', path: '/chats/', json, read: parseChat }),
        };
      } catch (error) {
        if (error instanceof ApiError && alreadyHasChat.test(error.reason)) return { outcome: 'already-open' };
        throw error;
      }
    },
    assign(chatId) {
      // It changes something although it is a GET; the answer names an agent only if one was found.
      const path = `${chatPath(chatId)}/assign`;
      const read = (body: unknown) => asRecord(body) && { agentFound: !isEmptyValue(asRecord(body)?.agent) };
      return call({ operation: 'assign chat', method: 'GET', path, read });
    },
    async close(chatId, by) {
      const query = by?.userId ? `?${new URLSearchParams({ userId: by.userId })}` : '';
      const path = chatPath(chatId) + query;
      await unlessClosed(
        () => call({ operation: 'close chat', method: 'DELETE', path, read: () => true }),
        () => readChat(chatId),
      );
    },
  };
}

function chatPath(chatId: string): string {
  return `/chats/${encodeURIComponent(chatId)}`;
}

/** The source decides whose a chat is. Whether HyperChat tells the room of one is not documented. */
function isOf({ source, room }: DeskChat, place: Parameters<AgentDesk['findOpenChat']>[1]): boolean {
  return source === place.source && (room === undefined || place.room === undefined || room === place.room);
}

function newChatToJson({ userId, room, source, lang, history }: NewDeskChat): Record<string, unknown> {
  return {
    creator: userId,
    room,
    source,
    ...(lang ? { lang } : {}),
    ...(history.length > 0 ? { history: history.map((entry) => historyEntryToJson(entry, userId)) } : {}),
  };
}

function historyEntryToJson({ from, text, at }: DeskHistoryEntry, userId: string): Record<string, unknown> {
  return { sender: from === 'bot' ? 'assistant' : userId, message: text, created: Math.floor(at) };
}
