import type { Clock } from '../core/clock.ts';
import type { Lanes } from './lanes.ts';
import { createLimitedAppend } from './limited-append.ts';
import { isMedia } from './media-mark.ts';
import type { FloodLimits, NewEvent, Store, WaitingEvent } from './schema.ts';

export type AcceptOutcome = 'stored' | 'duplicate' | 'flood';

/** The one way events come in: limits, durable append, lane. */
export interface Inbox {
  /**
   * Stores the events of one delivery, all or none, and lets their lanes go on.
   * @throws StoreUnavailableError when the disk does not take them
   * @throws InboxFullError when too many events wait
   */
  accept(events: NewEvent[]): Promise<AcceptOutcome[]>;
}

export class InboxFullError extends Error {
  constructor(limit: number) {
    super(`${limit} events are waiting (server.max_waiting): new ones are refused until some are handled`);
    this.name = 'InboxFullError';
  }
}

export interface InboxOptions {
  store: Store;
  lanes: Lanes;
  flood: FloodLimits;
  maxWaiting: number;
  clock: Clock;
}

/** Creates the inbox of one process. */
export function createInbox(options: InboxOptions): Inbox {
  const { store, lanes, flood, maxWaiting } = options;
  // What several instances take in only the store can count.
  const append =
    store.claims === undefined ? createLimitedAppend(options) : (events: NewEvent[]) => store.append(events, flood);
  /** Events that are being stored: with a slow disk these would gather without end. */
  let storing = 0;
  return {
    async accept(events) {
      if (lanes.open() + storing + events.length > maxWaiting) throw new InboxFullError(maxWaiting);
      storing += events.length;
      const outcomes = await append(events).finally(() => {
        storing -= events.length;
      });
      return events.map((event, index) => {
        const outcome = outcomes[index] ?? { status: 'flood' };
        if (outcome.status === 'stored' && event.setAside === undefined) lanes.add(toWaiting(event, outcome.id));
        return outcome.status;
      });
    },
  };
}

function toWaiting(event: NewEvent, id: number): WaitingEvent {
  const { lane, kind, payload, receivedAt } = event;
  const fresh = { id, origin: id, lane, kind, payload, receivedAt, takeovers: 0 };
  return { id, lane, kind, notBefore: 0, media: isMedia(payload), fresh };
}
