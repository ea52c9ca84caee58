import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { StoreLog } from '../schema.ts';
import { insistOnSoundness } from './insist-on-soundness.ts';
import { openForWriting } from './open-database.ts';
import { damaged, storageProblem } from './storage-problem.ts';
import { migrate } from './tables.ts';

/** A larger database is not read through at the start: it would take longer than a second. */
const CHECKED_BYTES = 256 * 1024 * 1024;
/** Smaller than that a WAL holds nothing. */
const WAL_HEADER_BYTES = 32;

/**
 * Creates the database, or looks whether the one that is there is whole and brings it up to date. Closed afterwards.
 * @returns the id of the store
 * @throws Error with a sentence that names the file, what is wrong with it and what to do
 */
export function prepareDatabase(file: string, log: StoreLog): string {
  refuseEmpty(file);
  const walBytes = sizeOf(`${file}-wal`);
  let database: DatabaseSync | undefined;
  try {
    database = openForWriting(file);
    if (sizeOf(file) > 0 && sizeOf(file) <= CHECKED_BYTES) insistOnSoundness(database, file, 'quick');
    if (walBytes > WAL_HEADER_BYTES) warnOfLostWal(database, file, log);
    return migrate(database, randomBytes(4).toString('hex'));
  } catch (error) {
    if (error instanceof Error && error.name === 'Error' && !('errcode' in error)) throw error;
    throw new Error(storageProblem(error, file), { cause: error });
  } finally {
    database?.close();
  }
}

/** SQLite takes a file without a byte for a new database, and would throw its WAL away. */
function refuseEmpty(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.size === 0) throw new Error(damaged(file, 'it is empty'));
}

/** A WAL that is not whole counts as far as it goes; where it does not even begin, nobody would hear of it. */
function warnOfLostWal(database: DatabaseSync, file: string, log: StoreLog): void {
  const { log: frames } = database.prepare('pragma wal_checkpoint').get() as { log: number };
  if (frames > 0) return;
  log.error(
    `${file}-wal cannot be understood and is left out: what was acknowledged since it was last copied into ${file} (at most some thousand events, before the last start) is lost; restore a backup if it matters more than what came since (runbook, "Damaged data")`,
  );
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
