import { handOver, withDataFolder } from './data-folder.ts';
import { exitCodes } from './exit-codes.ts';
import { printable } from './printable.ts';

export interface UserAction {
  dataDir: string;
  /** Smooch's id of the app user. */
  userId: string;
  action: 'clear-session' | 'erase';
  /** What will have happened: `erased`. */
  done: string;
}

/** Asks the connector to do something in every conversation of a user, and says how many there are. */
export function actOnUser({ dataDir, userId, action, done }: UserAction): number {
  const user = printable(userId);
  withDataFolder(dataDir, (store) => {
    const lanes = store.lanesOfUser(userId);
    if (lanes.length === 0) {
      return console.log(`Nothing is kept about a user ${user}. Users are named by their app user id in Smooch.`);
    }
    console.log(`Conversations of the user ${user} to be ${done}: ${lanes.length}.`);
    handOver(
      store,
      lanes.map((lane) => ({ lane, action: { action } })),
    );
  });
  return exitCodes.ok;
}
