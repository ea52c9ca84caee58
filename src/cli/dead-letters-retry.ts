import type { ParkedEvent } from '../store/schema.ts';
import { CommandError, exitCodes, UsageError } from './exit-codes.ts';
import { handOver, type StorePlace, withStore } from './with-store.ts';

export interface RetryOptions {
  place: StorePlace;
  /** Ids as they were typed. */
  ids: readonly string[];
  /** All of them, whatever their ids. */
  all: boolean;
}

/**
 * Asks the connector to try dead letters again, each at the end of its conversation.
 * @throws CommandError when one of them is not there; then none is tried
 */
export async function runDeadLettersRetry({ place, ids, all }: RetryOptions): Promise<number> {
  if (all === ids.length > 0) throw new UsageError('name the dead letters to try again by their ids, or say --all');
  const wanted = ids.map(parseId);
  await withStore(place, async (store) => {
    const parked = await store.parked();
    const chosen = all ? parked : findAll(parked, wanted);
    if (chosen.length === 0) return console.log('There are no dead letters.');
    console.log(`To be tried again: ${chosen.map(({ id }) => id).join(', ')}.`);
    await handOver(
      store,
      chosen.map(({ id, lane }) => ({ lane, action: { action: 'retry', eventId: id } })),
    );
  });
  return exitCodes.ok;
}

function parseId(word: string): number {
  const id = /^\d{1,15}$/.test(word) ? Number(word) : 0;
  if (id === 0) throw new UsageError(`"${word}" is no id; ids are the numbers that "dead-letters" lists`);
  return id;
}

function findAll(parked: readonly ParkedEvent[], ids: readonly number[]): ParkedEvent[] {
  const missing = ids.filter((id) => parked.every((event) => event.id !== id));
  if (missing.length > 0) {
    throw new CommandError(
      `nothing is tried again, since there is no dead letter ${missing.join(', ')}: "dead-letters" lists those there are`,
    );
  }
  return parked.filter(({ id }) => ids.includes(id));
}
