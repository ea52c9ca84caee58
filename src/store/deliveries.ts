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

const LOOK_MS = 200;

/** Creates the book over the store. Where several instances share it, what another one was told is found by looking. */
export function createDeliveryBook(store: Store): DeliveryBook {
  const waiting = new Map<string, Set<() => void>>();
  const wake = (messageId: string) => {
    for (const waker of waiting.get(messageId) ?? []) waker();
  };
  let looking: NodeJS.Timeout | undefined;
  const look = async () => {
    for (const messageId of [...waiting.keys()]) {
      // While the store does not answer, whoever waits goes on at the end of his time.
      const outcome = await Promise.resolve(store.delivery(messageId)).catch(() => undefined);
      if (outcome !== undefined) wake(messageId);
    }
    looking = waiting.size > 0 ? setTimeout(look, LOOK_MS) : undefined;
  };
  const lookForOthers = () => {
    if (store.claims !== undefined && looking === undefined) looking = setTimeout(look, LOOK_MS);
  };
  return {
    async record({ messageId, outcome }) {
      await store.recordDelivery(messageId, outcome);
      wake(messageId);
    },
    outcome: async (messageId) => store.delivery(messageId),
    next(messageId) {
      const wakers = waiting.get(messageId) ?? new Set();
      waiting.set(messageId, wakers);
      lookForOthers();
      let waker = () => {};
      const event = new Promise<void>((resolve) => {
        waker = resolve;
      });
      wakers.add(waker);
      const forget = () => {
        wakers.delete(waker);
        if (wakers.size === 0) waiting.delete(messageId);
      };
      return { event, forget };
    },
  };
}
