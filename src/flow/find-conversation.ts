import { type Conversation, conversationLane, laneToConversation } from '../core/conversation.ts';
import { retryPolicies } from '../core/retry.ts';
import type { AgentDesk } from '../desk/agent-desk.ts';
import type { DeskEvent } from '../desk/desk-event.ts';
import type { Turn } from './turn.ts';
import type { ChatSettings } from './world.ts';

/** An event of the desk that has not found its conversation yet. */
export interface UnroutedDeskEvent {
  /** Where the webhook said it belongs; the chat's own environment comes first. */
  environment: string;
  event: Exclude<DeskEvent, { kind: 'ignored' | 'typing' }>;
}

/** An event of the desk in its conversation's lane. */
export interface RoutedDeskEvent {
  conversation: Conversation;
  event: UnroutedDeskEvent['event'];
  /** The chat was not opened by this store: it is marked as on first. */
  adopt?: { userId: string; active: boolean };
}

type Found = { lane: string; adopt?: RoutedDeskEvent['adopt'] } | { foreign: true };

/**
 * Finds the conversation of a chat: as it was stored when the chat was opened, else by the external id that we gave
 * the chat's creator, so that chats opened before a migration go on.
 * @returns undefined for a chat of another integration
 */
export async function findConversation(
  turn: Turn,
  parts: { desk: AgentDesk; chat: ChatSettings; storedLane: (chatId: string) => Promise<string | undefined> },
  { environment, event }: UnroutedDeskEvent,
): Promise<RoutedDeskEvent | undefined> {
  const { desk, chat, storedLane } = parts;
  const found = await turn.step<Found>('find', {
    policy: retryPolicies.userMessage,
    since: turn.event.receivedAt,
    safe: true,
    call: async () => {
      const lane = await storedLane(event.chatId);
      return lane === undefined ? findByCreator(desk, chat, { environment, event }) : { lane };
    },
  });
  if ('foreign' in found) return undefined;
  const conversation = laneToConversation(found.lane);
  return conversation && { conversation, event, adopt: found.adopt };
}

async function findByCreator(
  desk: AgentDesk,
  settings: ChatSettings,
  { environment, event }: UnroutedDeskEvent,
): Promise<Found> {
  const chat = await desk.chat(event.chatId);
  if (chat?.creator === undefined || chat.source !== settings.source) return { foreign: true };
  const creator = await desk.user(chat.creator);
  const [, appId, userId] = /^smooch-([0-9a-f]{24})-(.+)$/i.exec(creator?.externalId ?? '') ?? [];
  if (appId === undefined || userId === undefined) return { foreign: true };
  // Of a chat that has ended nothing is left to go on, but its end is still to be told.
  const isOver = chat.status === 'closed' && event.kind !== 'closed';
  const adopt = isOver ? undefined : { userId: chat.creator, active: chat.status !== 'waiting' };
  return { lane: conversationLane({ environment, appId, userId }), adopt };
}
