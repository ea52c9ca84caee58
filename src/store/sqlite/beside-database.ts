import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { BesideError } from '../beside-store.ts';
import { noFolderProblem } from './data-folder.ts';
import { openForWriting } from './open-database.ts';
import { storageProblem } from './storage-problem.ts';
import { SCHEMA_VERSION } from './tables.ts';

/**
 * Opens the database of a data folder beside the server that may be running on it: nothing is created, nothing is
 * brought up to date, and the lock stays where it is.
 * @throws BesideError when there is no such data, or a newer version wrote it
 */
export function openDatabaseBeside(folder: string): DatabaseSync {
  const problem = noFolderProblem(folder);
  if (problem !== undefined) throw new BesideError(problem);
  if (!existsSync(folder)) {
    throw new BesideError(`there is no data folder ${folder}: name the one of your connector with --data DIR`);
  }
  const file = join(folder, 'connector.db');
  if (!existsSync(file)) {
    throw new BesideError(
      `the folder ${folder} is not the data folder of a connector, it has no connector.db: name the right one with --data DIR`,
    );
  }
  let database: DatabaseSync | undefined;
  try {
    database = openForWriting(file);
    refuseOtherVersions(database, folder);
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof BesideError) throw error;
    throw new BesideError(storageProblem(error, file), error);
  }
}

function refuseOtherVersions(database: DatabaseSync, folder: string): void {
  const { user_version: version } = database.prepare('pragma user_version').get() as { user_version: number };
  if (version === 0) throw new BesideError(`the data folder ${folder} is still empty: start the connector first`);
  if (version > SCHEMA_VERSION) {
    throw new BesideError(
      `the data folder ${folder} was written by a newer version of the connector (schema ${version}, this one knows ${SCHEMA_VERSION}): use that version's command line`,
    );
  }
}

const SQLITE_BUSY = 5;

/**
 * Whether a server is running on the data folder: it holds an exclusive transaction on the file `lock.db`, which
 * shows when somebody else wants to read that file. Nothing is held afterwards.
 */
export function isServerRunning(folder: string): boolean {
  const file = join(folder, 'lock.db');
  if (!existsSync(file)) return false;
  let probe: DatabaseSync | undefined;
  try {
    probe = new DatabaseSync(file, { readOnly: true });
    probe.prepare('select count(*) from sqlite_master').get();
    return false;
  } catch (error) {
    return (error as { errcode?: number }).errcode === SQLITE_BUSY;
  } finally {
    probe?.close();
  }
}
