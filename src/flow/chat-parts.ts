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
