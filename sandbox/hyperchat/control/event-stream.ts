import type { EventEmitter } from 'node:events';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { ServiceEvents } from '../hyperchat-service.ts';

/** What happens, as server-sent events `event` and `delivery`; of one chat if wished. */
export function streamEvents(c: Context, events: EventEmitter<ServiceEvents>, chatId?: string): Response {
  return streamSSE(c, async (stream) => {
    const sender =
      (event: 'event' | 'delivery') =>
      (told: { chatId: string }): void => {
        if (chatId === undefined || chatId === told.chatId) void stream.writeSSE({ event, data: JSON.stringify(told) });
      };
    const [onEvent, onDelivery] = [sender('event'), sender('delivery')];
    events.on('event', onEvent).on('delivery', onDelivery);
    await new Promise<void>((resolve) => stream.onAbort(resolve));
    events.off('event', onEvent).off('delivery', onDelivery);
  });
}
