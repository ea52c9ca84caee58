import { DatabaseSync } from 'node:sqlite';

/**
 * Makes sure that only one server uses a data folder: it holds an exclusive transaction on a file of its
 * own, which the operating system gives up even when the process is killed.
 * @returns a function that gives the folder free
 * @throws Error that names the folder when another server has it
 */
export function lockDataFolder(file: string, folder: string): () => void {
  const database = new DatabaseSync(file);
  try {
    database.exec('pragma busy_timeout = 2000; pragma journal_mode = delete; begin exclusive;');
  } catch (error) {
    database.close();
    throw new Error(
      `another connector is running on the data folder ${folder}: stop it first, or start this one with another --data folder`,
      { cause: error },
    );
  }
  return () => database.close();
}
