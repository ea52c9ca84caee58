import type { Store } from './schema.ts';

/** What channels tell about messages of ours, by message id; kept for an hour. */
export interface DeliveryBook {
  /** Keeps it and wakes whoever waits for that message. */
  record(delivery: { messageId: string; outcome: string }): Promise<void>;
  /** `channel`, `user`, `failure: <code>`, or undefined while nothing is known. */
  outcome(messageId: string): Promise<string | undefined>;
  /** The next delivery event of a message; `forget` when nobody waits any more. */
  next(messageId: string): { event: Promise<void>; forget(): void };
}

/** Creates the book over the store. */
export function createDeliveryBook(store: Store): DeliveryBook {
  const waiting = new Map<string, Set<() => void>>();
  return {
    async record({ messageId, outcome }) {
      await store.recordDelivery(messageId, outcome);
      for (const wake of waiting.get(messageId) ?? []) wake();
    },
    outcome: async (messageId) => store.delivery(messageId),
    next(messageId) {
      const wakers = waiting.get(messageId) ?? new Set();
      waiting.set(messageId, wakers);
      let wake = () => {};
      const event = new Promise<void>((resolve) => {
        wake = resolve;
      });
      wakers.add(wake);
      const forget = () => {
        wakers.delete(wake);
        if (wakers.size === 0) waiting.delete(messageId);
      };
      return { event, forget };
    },
  };
}
