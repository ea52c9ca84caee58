import { exitCodes } from './exit-codes.ts';
import { type StorePlace, withStore } from './with-store.ts';

export interface BackupOptions {
  place: StorePlace;
  /** Where the backup goes. */
  file: string;
  /** Whether a file that is there is replaced. */
  replace: boolean;
}

/**
 * Copies the data of the connector, which may be running, into one file, and says what to do with it.
 * @throws CommandError when the file cannot be written; then there is none
 */
export async function runBackup({ place, file, replace }: BackupOptions): Promise<number> {
  const { bytes, restoreAs } = await withStore(place, async (store) => store.backup({ file, replace }));
  console.log(`The backup ${file} is written: ${sizeText(bytes)}.`);
  console.log('It holds what users wrote, and secrets: keep it where only you can read it.');
  console.log(`To restore: stop the connector, put the file as ${restoreAs} into an empty data folder, start.`);
  return exitCodes.ok;
}

function sizeText(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
