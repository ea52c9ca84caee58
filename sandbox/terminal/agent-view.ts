import type { HyperchatControl } from '../hyperchat/control/hyperchat-control.ts';
import type { ToldEvent } from '../hyperchat/hyperchat-service.ts';
import type { WireMessage } from '../hyperchat/v1/wire.ts';

/** What an agent sees of an event in a user's chats; undefined for what agents did themselves. */
export function agentSees(control: HyperchatControl, externalId: string, event: ToldEvent): string | undefined {
  const chat = control.chat(event.chatId);
  if (chat.externalId !== externalId) return undefined;
  const { name = 'somebody' } = control.users().find(({ id }) => id === chat.creator) ?? {};
  switch (event.trigger) {
    case 'chats:create':
      return `a new chat of ${name}, ${chat.history.length} lines were said before`;
    case 'messages:new': {
      const message = event.data.message as WireMessage;
      return message.sender === chat.creator ? drawContent(message) : undefined;
    }
    case 'chats:close':
      return describeEnd(event, chat.creator);
    default:
      return undefined;
  }
}

function drawContent({ message }: WireMessage): string {
  return typeof message === 'string' ? message : `[${message.type}] ${message.name}, ${message.size} bytes`;
}

function describeEnd({ data }: ToldEvent, creator: string): string | undefined {
  if (data.userId === creator) return 'the user has ended the chat';
  return data.userId === 'system' ? 'the chat has been ended' : undefined;
}
