import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, systemClock } from '../../core/clock.ts';
import { createBatchWriter } from '../batch-writer.ts';
import { createWrites } from '../create-writes.ts';
import type { Store } from '../schema.ts';
import { createSequences } from '../sequences.ts';
import { lockDataFolder } from './data-lock.ts';
import { createInlineTransport } from './inline-transport.ts';
import { openForReading, openForWriting } from './open-database.ts';
import { createReads } from './reads.ts';
import { migrate } from './tables.ts';
import { createThreadTransport } from './thread-transport.ts';

export interface SqliteStoreOptions {
  /** Folder of the data; created with 0700 when it is missing. */
  folder: string;
  clock?: Clock;
  /** Where commits happen; see docs/adr for the measurements behind the default. */
  writer?: 'thread' | 'inline';
}

/**
 * Opens the store of one machine: SQLite in the data folder, held by this process alone.
 * @throws Error when another server has the folder, or a newer version wrote it
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { folder, clock = systemClock } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const previousMask = process.umask(0o077);
  try {
    const unlock = lockDataFolder(join(folder, 'lock.db'), folder);
    try {
      return await openLocked(options, clock, unlock);
    } catch (error) {
      unlock();
      throw error;
    }
  } finally {
    process.umask(previousMask);
  }
}

async function openLocked(options: SqliteStoreOptions, clock: Clock, unlock: () => void): Promise<Store> {
  const { folder } = options;
  const file = join(folder, 'connector.db');
  const first = openForWriting(file);
  const id = migrateAndClose(first);
  const transport = options.writer === 'inline' ? createInlineTransport(file) : await createThreadTransport(file);
  const database = openForReading(file);
  protectFiles(folder);
  const writer = createBatchWriter(transport);
  const reads = createReads(database);
  const close = async () => {
    await writer.close();
    database.close();
    unlock();
  };
  return {
    id,
    outage: 'the data folder cannot be written: is the disk full?',
    ...reads,
    ...createWrites({ appends: writer, turns: writer, reads, clock }),
    exclusively: createSequences(),
    close,
  };
}

function migrateAndClose(database: ReturnType<typeof openForWriting>): string {
  try {
    return migrate(database, randomBytes(4).toString('hex'));
  } finally {
    database.close();
  }
}

/** Files of ours that an older umask, or a copy, left readable by others. */
function protectFiles(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (/^(connector|lock)\.db/.test(name) && existsSync(join(folder, name))) chmodSync(join(folder, name), 0o600);
  }
}
