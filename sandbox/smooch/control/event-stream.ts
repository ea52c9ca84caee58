import type { EventEmitter } from 'node:events';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { ServiceEvents } from '../smooch-service.ts';
import { storedToView } from './stored-to-view.ts';

/** Which events to stream; what is not named is not filtered. */
export interface StreamFilter {
  userId?: string;
  /** One kind of event. */
  only?: string;
}

/** What happens, as server-sent events `message`, `activity` and `delivery`. */
export function streamEvents(c: Context, events: EventEmitter<ServiceEvents>, filter: StreamFilter): Response {
  const { userId, only } = filter;
  return streamSSE(c, async (stream) => {
    const send = (event: keyof ServiceEvents, about: string, data: object): void => {
      if ((userId !== undefined && userId !== about) || (only !== undefined && only !== event)) return;
      void stream.writeSSE({ event, data: JSON.stringify({ userId: about, ...data }) });
    };
    const onMessage = ({ appId, userId: about, stored }: ServiceEvents['message'][0]): void =>
      send('message', about, { appId, message: storedToView(stored) });
    const onActivity = ({ userId: about, ...rest }: ServiceEvents['activity'][0]): void =>
      send('activity', about, rest);
    const onDelivery = (delivery: ServiceEvents['delivery'][0]): void => send('delivery', delivery.userId, delivery);
    events.on('message', onMessage).on('activity', onActivity).on('delivery', onDelivery);
    await new Promise<void>((resolve) => stream.onAbort(resolve));
    events.off('message', onMessage).off('activity', onActivity).off('delivery', onDelivery);
  });
}
