import type { AgentChat } from './session.ts';
import { track } from './track.ts';
import type { TurnContext } from './turn-context.ts';

/** Tells the bot's statistics what became of a chat. */
export async function trackChat(
  context: TurnContext,
  type: 'CHAT_ATTENDED' | 'CHAT_UNATTENDED',
  chatId: string,
): Promise<void> {
  const { chat } = context.world.settings;
  if (chat === undefined) return;
  await track(context, type, { value: { chatId, appId: chat.appId, region: chat.region } });
}

/** An agent is there, whichever way we learn of it: the first one makes the chat attended. */
export async function markAttended(context: TurnContext, chat: AgentChat): Promise<void> {
  chat.state = 'active';
  if (chat.attended) return;
  chat.attended = true;
  await trackChat(context, 'CHAT_ATTENDED', chat.id);
}
