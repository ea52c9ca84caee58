import { exitCodes } from './exit-codes.ts';
import { printable } from './printable.ts';
import { handOver, type StorePlace, withStore } from './with-store.ts';

export interface UserAction {
  place: StorePlace;
  /** Smooch's id of the app user. */
  userId: string;
  action: 'clear-session' | 'erase';
  /** What will have happened: `erased`. */
  done: string;
}

/**
 * Asks the connector to do something in every conversation of a user, and says how many there are. What is to be erased
 * is erased by then.
 */
export async function actOnUser({ place, userId, action, done }: UserAction): Promise<number> {
  const user = printable(userId);
  await withStore(place, async (store) => {
    const lanes = await store.lanesOfUser(userId);
    if (lanes.length === 0) {
      return console.log(`Nothing is kept about a user ${user}. Users are named by their app user id in Smooch.`);
    }
    console.log(`Conversations of the user ${user} to be ${done}: ${lanes.length}.`);
    await handOver(
      store,
      lanes.map((lane) => ({ lane, action: { action } })),
    );
  });
  return exitCodes.ok;
}
