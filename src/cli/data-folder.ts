import { BackupError } from '../store/schema.ts';
import { DataFolderError } from '../store/sqlite/beside-database.ts';
import { type BesideStore, type ControlRequest, openBeside } from '../store/sqlite/beside-store.ts';
import { CommandError } from './exit-codes.ts';

/**
 * Does something with the store of a data folder beside the connector, and closes it whatever happens.
 * @throws CommandError when the folder cannot be worked with
 */
export function withDataFolder<T>(dataDir: string, work: (store: BesideStore) => T): T {
  let store: BesideStore | undefined;
  try {
    store = openBeside(dataDir);
    return work(store);
  } catch (error) {
    throw error instanceof DataFolderError || error instanceof BackupError ? new CommandError(error.message) : error;
  } finally {
    store?.close();
  }
}

/** Hands requests to the connector and prints when they are done. */
export function handOver(store: BesideStore, requests: readonly ControlRequest[]): void {
  const running = store.request(requests, Date.now());
  console.log(
    running
      ? 'The running connector takes this up within a second.'
      : 'No connector is running on this data folder: this happens when one is started.',
  );
}
