import { CommandError, exitCodes } from './exit-codes.ts';
import { printable } from './printable.ts';
import { handOver, type StorePlace, withStore } from './with-store.ts';

export interface UserAction {
  place: StorePlace;
  /** Smooch's id of the app user. */
  userId: string;
  action: 'clear-session' | 'erase';
  /** What will have happened: `erased`. */
  done: string;
  /** Whether somebody of whom nothing is kept is as good as done. */
  unknownIsDone: boolean;
}

/**
 * Asks the connector to do something in every conversation of a user, and says how many there are. What is to be erased
 * is erased by then.
 * @throws CommandError when nothing is kept about the user, where that is not as good as done
 */
export async function actOnUser({ place, userId, action, done, unknownIsDone }: UserAction): Promise<number> {
  const user = printable(userId);
  await withStore(place, async (store) => {
    const lanes = await store.lanesOfUser(userId);
    if (lanes.length === 0) {
      const message = `Nothing is kept about a user ${user}. Users are named by their app user id in Smooch.`;
      if (!unknownIsDone) throw new CommandError(message);
      return console.log(message);
    }
    console.log(`Conversations of the user ${user} to be ${done}: ${lanes.length}.`);
    await handOver(
      store,
      lanes.map((lane) => ({ lane, action: { action } })),
    );
  });
  return exitCodes.ok;
}
