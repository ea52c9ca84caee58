export interface DeliveryAttempt {
  /** Milliseconds since 1970. */
  at: number;
  durationMs: number;
  /** What the target answered; undefined when it did not. */
  status?: number;
  /** The beginning of the answer's body. */
  answer?: string;
  /** Why there was no answer. */
  error?: string;
}

/**
 * - `waiting`: behind another event, held back, or between two attempts
 * - `delivered`: answered with 2xx
 * - `refused`: answered with a status that is never repeated; the event is lost
 * - `gave-up`: every attempt failed; the event is lost
 */
export type DeliveryState = 'waiting' | 'delivered' | 'refused' | 'gave-up';

/** One event on its way to one webhook. */
export interface Delivery {
  /** Counts up from 1. */
  number: number;
  webhookId: string;
  target: string;
  trigger: string;
  userId: string;
  /** Ids of the messages it tells about. */
  messageIds: string[];
  state: DeliveryState;
  attempts: DeliveryAttempt[];
  body: string;
}

export interface DeliveryCounts {
  waiting: number;
  delivered: number;
  refused: number;
  gaveUp: number;
  /** HTTP requests made, first attempts included. */
  attempts: number;
}

export type DeliveryFilter = Partial<Pick<Delivery, 'webhookId' | 'trigger' | 'userId' | 'state'>>;

export interface DeliveryLog {
  add(delivery: Omit<Delivery, 'number' | 'state' | 'attempts'>): Delivery;
  attempted(delivery: Delivery, attempt: DeliveryAttempt): void;
  settled(delivery: Delivery, state: Exclude<DeliveryState, 'waiting'>): void;
  /** Oldest first; settled deliveries beyond the newest 10,000 are forgotten, but stay counted. */
  list(filter?: DeliveryFilter): Delivery[];
  counts(): DeliveryCounts;
}

const KEPT = 10_000;

export function createDeliveryLog(): DeliveryLog {
  const counts: DeliveryCounts = { waiting: 0, delivered: 0, refused: 0, gaveUp: 0, attempts: 0 };
  let deliveries: Delivery[] = [];
  let lastNumber = 0;

  // Forgetting one by one would move the whole list at every event.
  function forgetOld(): void {
    if (deliveries.length < 2 * KEPT) return;
    const newest = deliveries.slice(-KEPT);
    deliveries = [...deliveries.slice(0, -KEPT).filter(({ state }) => state === 'waiting'), ...newest];
  }

  return {
    add(fields) {
      forgetOld();
      const delivery: Delivery = { ...fields, number: ++lastNumber, state: 'waiting', attempts: [] };
      deliveries.push(delivery);
      counts.waiting++;
      return delivery;
    },
    attempted(delivery, attempt) {
      delivery.attempts.push(attempt);
      counts.attempts++;
    },
    settled(delivery, state) {
      delivery.state = state;
      counts.waiting--;
      counts[state === 'gave-up' ? 'gaveUp' : state]++;
    },
    list: (filter = {}) => deliveries.filter((delivery) => matches(delivery, filter)),
    counts: () => ({ ...counts }),
  };
}

function matches(delivery: Delivery, { webhookId, trigger, userId, state }: DeliveryFilter): boolean {
  return (
    (webhookId === undefined || delivery.webhookId === webhookId) &&
    (trigger === undefined || delivery.trigger === trigger) &&
    (userId === undefined || delivery.userId === userId) &&
    (state === undefined || delivery.state === state)
  );
}
