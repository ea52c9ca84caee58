import { DatabaseSync } from 'node:sqlite';

/**
 * Opens the connection that writes. Its cache is small: the system caches the file as well, and turns read little.
 * `synchronous=FULL`: a commit is on disk when it returns,
 * which is what lets the webhook be acknowledged.
 */
export function openForWriting(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  database.exec(`
    pragma journal_mode = wal;
    pragma synchronous = full;
    pragma busy_timeout = 5000;
    pragma wal_autocheckpoint = 2000;
    pragma cache_size = -2000;
    pragma temp_store = memory;
  `);
  return database;
}

/** Opens a connection that only reads; it sees every commit made before the read began. */
export function openForReading(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly: true });
  database.exec('pragma busy_timeout = 5000; pragma cache_size = -1000;');
  return database;
}
