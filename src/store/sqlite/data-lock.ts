import { DatabaseSync } from 'node:sqlite';
import { storageProblem } from './storage-problem.ts';

const SQLITE_BUSY = 5;

/**
 * Makes sure that only one server uses a data folder: it holds an exclusive transaction on a file of its
 * own, which the operating system gives up even when the process is killed.
 * @returns a function that gives the folder free
 * @throws Error that names the folder when another server has it, or the file that is in the way
 */
export function lockDataFolder(file: string, folder: string): () => void {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file);
    database.exec('pragma busy_timeout = 2000; pragma journal_mode = delete; begin exclusive;');
  } catch (error) {
    database?.close();
    throw new Error(lockProblem(error, file, folder), { cause: error });
  }
  return () => database.close();
}

function lockProblem(error: unknown, file: string, folder: string): string {
  if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) return storageProblem(error, file);
  return `another connector is running on the data folder ${folder}: stop it first, or start this one with another --data folder`;
}
