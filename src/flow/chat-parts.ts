import type { ChatLink } from '../core/turn-record.ts';
import type { AgentDesk } from '../desk/agent-desk.ts';
import type { TurnContext } from './turn-context.ts';
import type { ChatSettings } from './world.ts';

/** The desk and its settings; undefined while chats are switched off. */
export function chatParts({ world }: TurnContext): { desk: AgentDesk; chat: ChatSettings } | undefined {
  const { desk, settings } = world;
  return desk === undefined || settings.chat === undefined ? undefined : { desk, chat: settings.chat };
}

/** Under which a chat is kept in the store. */
export function chatKey({ appId }: Pick<ChatSettings, 'appId'>, chatId: string): string {
  return `${appId}:${chatId}`;
}

/** The conversation of this turn as that of a chat. @param endedAt milliseconds since 1970; undefined while it is on */
export function chatLink(
  { turn, world }: TurnContext,
  settings: Pick<ChatSettings, 'appId'>,
  chatId: string,
  endedAt?: number,
): ChatLink {
  const { environment } = world.settings;
  return { chat: chatKey(settings, chatId), lane: turn.event.lane, environment, endedAt };
}
