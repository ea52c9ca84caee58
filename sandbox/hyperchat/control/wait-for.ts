import type { EventEmitter } from 'node:events';
import type { ServiceEvents } from '../hyperchat-service.ts';

export interface Wait<T> {
  /** Looks whether it is there; called after each event. */
  look: () => T | undefined;
  /** What there is instead, for whoever waited in vain. */
  describe: () => string;
  /** Default 10,000. */
  timeoutMs?: number;
}

/** Resolves as soon as it is there, at once if it is already. Rejects after the time with what was there instead. */
export function waitFor<T>(
  events: EventEmitter<ServiceEvents>,
  { look, describe, timeoutMs = 10_000 }: Wait<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const check = (): void => {
      const found = look();
      if (found === undefined) return;
      stop();
      resolve(found);
    };
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`Waited ${timeoutMs} ms. ${describe()}`));
    }, timeoutMs);
    const stop = (): void => {
      clearTimeout(timer);
      events.off('event', check);
    };
    events.on('event', check);
    check();
  });
}
