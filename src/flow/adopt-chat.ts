import { chatKey, chatParts } from './chat-parts.ts';
import type { RoutedDeskEvent } from './find-conversation.ts';
import type { TurnContext } from './turn-context.ts';

/** Marks a chat as on that was opened before this store existed, so that the user's next message goes to the agent. */
export function adoptChat(context: TurnContext, { adopt, event }: RoutedDeskEvent): void {
  const { session, turn, world } = context;
  const parts = chatParts(context);
  const { chatId } = event;
  if (adopt === undefined || parts === undefined || session.chat !== undefined) return;
  if (session.ended.some(({ id }) => id === chatId)) return;
  const state = adopt.active ? 'active' : 'waiting';
  session.chat = { id: chatId, userId: adopt.userId, state, agents: [], attended: false, seen: [] };
  turn.link({ chat: chatKey(parts.chat, chatId), lane: turn.event.lane, environment: world.settings.environment });
}
