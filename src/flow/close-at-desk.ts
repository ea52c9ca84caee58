import { retryPolicies } from '../core/retry.ts';
import { chatParts } from './chat-parts.ts';
import type { TurnContext } from './turn-context.ts';

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
