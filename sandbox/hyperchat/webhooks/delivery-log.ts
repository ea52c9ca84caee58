import type { DisturbanceEffect } from './disturbances.ts';

export interface DeliveryAttempt {
  /** Milliseconds since 1970. */
  at: number;
  durationMs: number;
  /** What the target answered; undefined when it did not. */
  status?: number;
  /** Why there was no answer. */
  error?: string;
}

/**
 * - `waiting`: behind another event, held back, or between two attempts
 * - `delivered`: answered with 2xx
 * - `failed`: not answered with 2xx, and not tried again
 * - `dropped`: never sent, as a disturbance wanted it
 */
export type DeliveryState = 'waiting' | 'delivered' | 'failed' | 'dropped';

/** One event on its way to one webhook. */
export interface Delivery {
  /** Counts up from 1. */
  number: number;
  webhookId: string;
  target: string;
  trigger: string;
  chatId: string;
  state: DeliveryState;
  attempts: DeliveryAttempt[];
  /** As sent. */
  body: string;
  /** Value of `X-Hook-Signature`; undefined when unsigned. */
  signature?: string;
  disturbance?: DisturbanceEffect['kind'];
}

export type DeliveryFilter = Partial<Pick<Delivery, 'webhookId' | 'trigger' | 'chatId' | 'state'>>;

export interface DeliveryLog {
  add(delivery: Omit<Delivery, 'number' | 'state' | 'attempts'>): Delivery;
  /** Oldest first; the newest 10,000. */
  list(filter?: DeliveryFilter): Delivery[];
  /** How many there are and were in each state. */
  counts(): Record<DeliveryState, number>;
  settle(delivery: Delivery, state: Exclude<DeliveryState, 'waiting'>): void;
}

const KEPT = 10_000;

export function createDeliveryLog(): DeliveryLog {
  const counts: Record<DeliveryState, number> = { waiting: 0, delivered: 0, failed: 0, dropped: 0 };
  let deliveries: Delivery[] = [];
  let lastNumber = 0;
  return {
    add(fields) {
      const delivery: Delivery = { ...fields, number: ++lastNumber, state: 'waiting', attempts: [] };
      deliveries.push(delivery);
      // Cut in one go now and then: shifting a long array at every event would be slow.
      if (deliveries.length >= 2 * KEPT) deliveries = deliveries.slice(-KEPT);
      counts.waiting++;
      return delivery;
    },
    list: (filter = {}) => deliveries.slice(-KEPT).filter((delivery) => matches(delivery, filter)),
    counts: () => ({ ...counts }),
    settle(delivery, state) {
      delivery.state = state;
      counts.waiting--;
      counts[state]++;
    },
  };
}

function matches(delivery: Delivery, filter: DeliveryFilter): boolean {
  return (
    (filter.webhookId === undefined || delivery.webhookId === filter.webhookId) &&
    (filter.trigger === undefined || delivery.trigger === filter.trigger) &&
    (filter.chatId === undefined || delivery.chatId === filter.chatId) &&
    (filter.state === undefined || delivery.state === filter.state)
  );
}
