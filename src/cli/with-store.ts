import { BesideError, type BesideStore, type ControlRequest } from '../store/beside-store.ts';
import { configAtHand } from './config-at-hand.ts';
import { CommandError } from './exit-codes.ts';

/** Where the connector keeps its data. */
export interface StorePlace {
  /** Folder of the configuration, when it was named. */
  confDir?: string | undefined;
  dataDir: string;
  /** Whether the data folder was named; if not, the configuration at hand may say that the data is in PostgreSQL. */
  dataDirGiven: boolean;
}

/**
 * Does something with the store beside the connector, and closes it whatever happens.
 * @throws CommandError when the store cannot be worked with
 */
export async function withStore<T>(place: StorePlace, work: (store: BesideStore) => Promise<T>): Promise<T> {
  let store: BesideStore | undefined;
  try {
    store = await open(place);
    return await work(store);
  } catch (error) {
    throw error instanceof BesideError ? new CommandError(error.message) : error;
  } finally {
    await store?.close();
  }
}

/** Hands requests to the connector and prints when they are done. */
export async function handOver(store: BesideStore, requests: readonly ControlRequest[]): Promise<void> {
  const running = await store.request(requests, Date.now());
  const isErased = requests.every(({ action }) => action.action === 'erase');
  console.log((isErased ? ERASED : ASKED)[running ? 'running' : 'alone']);
}

const ASKED = {
  running: 'The running connector takes this up within a second.',
  alone: 'No connector is running on this data: this happens when one is started.',
};
const ERASED = {
  running: 'This is done. What the running connector still writes for a turn under way is erased when that turn ends.',
  alone: 'This is done.',
};

// Each database's driver is loaded when it is used.
async function open(place: StorePlace): Promise<BesideStore> {
  const storage = storageOf(place);
  if (storage !== undefined) {
    const { openBesidePostgres } = await import('../store/postgres/beside-store.ts');
    return openBesidePostgres(storage);
  }
  const { openBeside } = await import('../store/sqlite/beside-store.ts');
  return openBeside(place.dataDir);
}

/** The address of the database; undefined where the data folder counts. @throws ConfigErrors when --conf names mistakes */
function storageOf({ confDir, dataDirGiven }: StorePlace): string | undefined {
  if (confDir === undefined && dataDirGiven) return undefined;
  return configAtHand({ confDir })?.server.storage;
}
