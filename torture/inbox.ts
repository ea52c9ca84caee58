import type { SmoochControl } from '../sandbox/smooch/control/smooch-control.ts';
import type { WireMessage } from '../sandbox/smooch/v1/wire.ts';

/** Tells users what they get, as they get it. */
export interface Inbox {
  /** The next message like that, from the moment of the call; undefined when it does not come in time. */
  next(user: string, like: (message: WireMessage) => boolean, timeoutMs: number): Promise<WireMessage | undefined>;
}

type Waiter = (message: WireMessage) => void;

/** Listens to the simulated Smooch once, for all users. */
export function createInbox({ events }: Pick<SmoochControl, 'events'>): Inbox {
  const waiters = new Map<string, Set<Waiter>>();
  events.on('message', ({ userId, stored: { message } }) => {
    if (message.role === 'appMaker') for (const waiter of [...(waiters.get(userId) ?? [])]) waiter(message);
  });
  return {
    next(user, like, timeoutMs) {
      const own = waiters.get(user) ?? new Set();
      waiters.set(user, own);
      return new Promise((resolve) => {
        const done = (message?: WireMessage): void => {
          clearTimeout(timer);
          own.delete(look);
          if (own.size === 0) waiters.delete(user);
          resolve(message);
        };
        const look = (message: WireMessage): void => {
          if (like(message)) done(message);
        };
        const timer = setTimeout(done, timeoutMs);
        own.add(look);
      });
    },
  };
}
