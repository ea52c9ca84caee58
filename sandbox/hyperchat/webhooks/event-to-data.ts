import type { DeskEvent } from '../desk/desk-event.ts';
import type { DeskState } from '../desk/desk-state.ts';
import { messageToWire } from '../v1/wire.ts';

/** Member `data` of the webhook that tells about this event (HyperChat docs: webhook events). */
export function eventToData(event: DeskEvent, { settings, media }: DeskState): Record<string, unknown> {
  const { wire, queue } = settings;
  const chatId = event.chat.id;
  switch (event.trigger) {
    case 'messages:new':
      return { message: messageToWire(event.message, media.get(event.message.id), wire) };
    case 'messages:read':
      return { message: messageToWire(event.message, media.get(event.message.id), wire), userId: event.userId };
    case 'users:activity':
      return { chatId, userId: event.userId, type: event.type };
    case 'queues:update': {
      const position = event.position + queue.firstPosition;
      const data = { queuePosition: wire.queuePosition === 'string' ? String(position) : position };
      return { chatId, ...(wire.queueUser && { userId: event.chat.creator }), data };
    }
    case 'chats:close':
      return { chatId, userId: event.userId, ...(event.reason && { extraData: { reason: event.reason } }) };
    case 'system:info':
      return { chatId, data: { ticketId: event.ticketId } };
    case 'forever:alone':
      return { chatId };
    default:
      return { chatId, userId: event.userId };
  }
}
