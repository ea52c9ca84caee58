import { chatLink, chatParts } from './chat-parts.ts';
import type { RoutedDeskEvent } from './find-conversation.ts';
import type { TurnContext } from './turn-context.ts';

/** Marks a chat as on that was opened before this store existed, so that the user's next message goes to the agent. */
export function adoptChat(context: TurnContext, { adopt, event }: RoutedDeskEvent): void {
  const { session, turn } = context;
  const parts = chatParts(context);
  const { chatId } = event;
  if (adopt === undefined || parts === undefined || session.chat !== undefined) return;
  if (session.ended.some(({ id }) => id === chatId)) return;
  session.chat = {
    id: chatId,
    userId: adopt.userId,
    state: adopt.active ? 'active' : 'waiting',
    agents: [],
    gone: [],
    adopted: true,
    attended: adopt.active && event.kind !== 'agent-joined',
    seen: [],
  };
  turn.link(chatLink(context, parts.chat, chatId));
}
