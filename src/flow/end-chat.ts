import { chatLink, chatParts } from './chat-parts.ts';
import { sayLabel } from './say.ts';
import { trackChat } from './track-chat.ts';
import type { TurnContext } from './turn-context.ts';

const ENDED_KEPT = 5;

/**
 * The chat is over, whichever way it came about: from here on messages go to the bot. Told to the user once.
 * @param label what he reads; undefined when he ended it himself and knows
 */
export async function endChat(context: TurnContext, label: string | undefined): Promise<void> {
  const { session, turn } = context;
  const { chat } = session;
  if (chat === undefined) return;
  const { id, userId, agents, seen } = chat;
  session.chat = undefined;
  session.ended = [...session.ended, { id, userId, agents, seen, at: turn.event.receivedAt }].slice(-ENDED_KEPT);
  const parts = chatParts(context);
  if (parts !== undefined) turn.link(chatLink(context, parts.chat, id, turn.event.receivedAt));
  if (label !== undefined) await sayLabel(context, label);
  if (!chat.attended) await trackChat(context, 'CHAT_UNATTENDED', id);
}
