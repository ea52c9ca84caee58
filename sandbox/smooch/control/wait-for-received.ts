import type { EventEmitter } from 'node:events';
import type { ServiceEvents } from '../smooch-service.ts';
import type { WireMessage } from '../v1/wire.ts';
import type { SimulatedUser } from './simulated-user.ts';

/** Resolves with everything the bot sent to the user as soon as there are this many messages. */
export function waitForReceived(
  events: EventEmitter<ServiceEvents>,
  user: SimulatedUser,
  count: number,
  timeoutMs = 10_000,
): Promise<WireMessage[]> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const { received } = user;
      if (received.length < count) return;
      stop();
      resolve(received);
    };
    const listener = ({ userId }: ServiceEvents['message'][0]): void => {
      if (userId === user.id) look();
    };
    const timer = setTimeout(() => {
      stop();
      const texts = user.received.map((message) => JSON.stringify(message.text ?? message.type)).join(', ');
      reject(new Error(`Waited ${timeoutMs} ms for ${count} messages, the user got: ${texts || 'none'}.`));
    }, timeoutMs);
    const stop = (): void => {
      clearTimeout(timer);
      events.off('message', listener);
    };
    events.on('message', listener);
    look();
  });
}
