import { DatabaseSync } from 'node:sqlite';

/**
 * Opens the connection that writes. Its cache is small: the system caches the file as well, and turns read little.
 * `synchronous=FULL`: a commit is on disk when it returns, which is what lets the webhook be acknowledged.
 * `secure_delete`: what is deleted is overwritten with zeros, so that erasing a user erases the bytes.
 */
export function openForWriting(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  try {
    database.exec(`
      pragma busy_timeout = ${BUSY_MS};
      pragma journal_mode = wal;
      pragma synchronous = full;
      pragma secure_delete = on;
      pragma wal_autocheckpoint = 2000;
      pragma cache_size = -2000;
      pragma temp_store = memory;
    `);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** So long a connection waits for another one's lock. */
const BUSY_MS = 5_000;

/** Opens a connection that only reads; it sees every commit made before the read began. */
export function openForReading(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly: true });
  database.exec(`pragma busy_timeout = ${BUSY_MS}; pragma cache_size = -1000;`);
  return database;
}
