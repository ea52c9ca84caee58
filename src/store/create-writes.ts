import type { Clock } from '../core/clock.ts';
import type { BatchWriter } from './batch-writer.ts';
import { eventToRow } from './event-to-row.ts';
import type { AppendOutcome, Reads, Store, WaitingEvent } from './schema.ts';
import type { Appended, Swept } from './write-operations.ts';

/** The writing half of a store. */
export type Writes = Pick<
  Store,
  'healthy' | 'outage' | 'append' | 'writeTurn' | 'replay' | 'put' | 'remove' | 'recordDelivery' | 'erase' | 'sweep'
>;

export interface WriteParts {
  /** What comes in: events, delivery events. */
  appends: BatchWriter;
  /** What turns write, and everything else; the same writer where one connection does it all. */
  turns: BatchWriter;
  reads: Reads;
  clock: Clock;
}

/** Creates the writes of a store over its writers. */
export function createWrites({ appends, turns, reads, clock }: WriteParts): Writes {
  let sweepFrom = 0;
  const write = async (operation: Parameters<BatchWriter['write']>[0]): Promise<void> => {
    await turns.write(operation);
  };
  return {
    healthy: () => appends.healthy() && turns.healthy(),
    outage: () => appends.outage() ?? turns.outage(),
    append: async (events, flood) => {
      const outcomes = (await appends.write({ type: 'append', events: events.map(eventToRow), flood })) as Appended[];
      return outcomes.map(
        (outcome): AppendOutcome =>
          typeof outcome === 'number' ? { status: 'stored', id: outcome } : { status: outcome },
      );
    },
    writeTurn: (turn) => write({ type: 'turn', write: turn }),
    replay: async (eventId) => {
      const id = (await turns.write({ type: 'replay', eventId })) as number;
      const event = id === 0 ? undefined : await reads.event(id);
      return event && ({ id, lane: event.lane, kind: event.kind, notBefore: 0 } satisfies WaitingEvent);
    },
    put: (space, key, value) => write({ type: 'put', space, key, value, at: clock.now() }),
    remove: (space, key) => write({ type: 'remove', space, key }),
    recordDelivery: async (message, outcome) =>
      void (await appends.write({ type: 'delivery', message, outcome, at: clock.now() })),
    erase: (lane) => write({ type: 'erase', lane }),
    sweep: async (limits) => {
      const swept = (await turns.write({ type: 'sweep', afterId: sweepFrom, ...limits })) as Swept;
      sweepFrom = swept.nextId;
      return swept.more;
    },
  };
}
