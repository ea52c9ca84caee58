import { retryPolicies } from '../core/retry.ts';
import { chatKey, chatParts } from './chat-parts.ts';
import { trackChat } from './open-chat.ts';
import { sayLabel } from './say.ts';
import type { TurnContext } from './turn-context.ts';

const ENDED_KEPT = 5;

/**
 * The chat is over, whichever way it came about: from here on messages go to the bot. Told to the user once.
 * @param label what he reads; undefined when he ended it himself and knows
 */
export async function endChat(context: TurnContext, label: string | undefined): Promise<void> {
  const { session, turn, world } = context;
  const { chat } = session;
  if (chat === undefined) return;
  const { id, userId, agents, seen } = chat;
  session.chat = undefined;
  session.ended = [...session.ended, { id, userId, agents, seen, at: turn.event.receivedAt }].slice(-ENDED_KEPT);
  const parts = chatParts(context);
  if (parts !== undefined) {
    const { environment } = world.settings;
    turn.link({ chat: chatKey(parts.chat, id), lane: turn.event.lane, environment, endedAt: turn.event.receivedAt });
  }
  if (label !== undefined) await sayLabel(context, label);
  if (!chat.attended) await trackChat(context, 'CHAT_UNATTENDED', id);
}

/** Ends the chat at the desk. A failure is only logged: the user is back with the bot all the same. */
export async function closeAtDesk(context: TurnContext, chatId: string, by?: { userId: string }): Promise<void> {
  const parts = chatParts(context);
  if (parts === undefined) return;
  const closed = await context.turn.attempt(context.stepName('close-chat'), {
    policy: retryPolicies.botTurn,
    safe: true,
    call: async () => void (await parts.desk.close(chatId, by)),
  });
  if (!closed.ok) {
    context.log.warn(
      { lane: context.turn.event.lane, reason: closed.reason },
      'a chat could not be closed at HyperChat',
    );
  }
}
