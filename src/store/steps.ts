import type { Store, TurnWrite } from './schema.ts';

/** The part of the store that turns write through; what it writes at once is committed together. */
export function createTurnLog(store: Store) {
  return {
    write: (
      event: { id: number; lane: string; attempt?: number },
      written: Pick<TurnWrite, 'steps' | 'chats'>,
      end: Pick<TurnWrite, 'session' | 'end' | 'putDown' | 'takeovers' | 'progress'>,
    ): Promise<void> =>
      store.writeTurn({ eventId: event.id, lane: event.lane, attempt: event.attempt, ...written, ...end }),
  };
}
