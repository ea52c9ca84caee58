import { join } from 'node:path';
import { type Clock, systemClock } from '../../core/clock.ts';
import { type BatchTransport, type BatchWriter, createBatchWriter } from '../batch-writer.ts';
import { createWrites } from '../create-writes.ts';
import { logOutages } from '../log-outages.ts';
import type { Reads, Store, StoreLog } from '../schema.ts';
import { createSequences } from '../sequences.ts';
import { prepareDataFolder, protectFiles } from './data-folder.ts';
import { lockDataFolder } from './data-lock.ts';
import { createInlineTransport } from './inline-transport.ts';
import { openForReading } from './open-database.ts';
import { prepareDatabase } from './prepare-database.ts';
import { createReads } from './reads.ts';
import { readsInWords } from './reads-in-words.ts';
import { createThreadTransport } from './thread-transport.ts';

export interface SqliteStoreOptions {
  /** Folder of the data; created with 0700 when it is missing. */
  folder: string;
  clock?: Clock;
  /** Where commits happen; see docs/adr for the measurements behind the default. */
  writer?: 'thread' | 'inline';
  log?: StoreLog;
}

const NO_LOG: StoreLog = { info: () => {}, warn: () => {}, error: () => {} };

/**
 * Opens the store of one machine: SQLite in the data folder, held by this process alone.
 * @throws Error with a sentence for the operator: another server has the folder, a newer version wrote it, a file is
 * damaged or belongs to somebody else
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { folder, log = NO_LOG } = options;
  const previousMask = process.umask(0o077);
  try {
    prepareDataFolder(folder, log);
    const unlock = lockDataFolder(join(folder, 'lock.db'), folder);
    try {
      return await openLocked({ ...options, log }, unlock);
    } catch (error) {
      unlock();
      throw error;
    }
  } finally {
    process.umask(previousMask);
  }
}

async function openLocked(options: SqliteStoreOptions & { log: StoreLog }, unlock: () => void): Promise<Store> {
  const { folder, clock = systemClock, log } = options;
  const file = join(folder, 'connector.db');
  const id = prepareDatabase(file, log);
  const transport = options.writer === 'inline' ? createInlineTransport(file) : await createThreadTransport(file);
  try {
    const database = openForReading(file);
    protectFiles(folder, log);
    const reader = { reads: createReads(database), close: () => database.close() };
    const writer = createBatchWriter(closingReaderFirst(transport, reader.close), logOutages(log)());
    return connect({ id, writer, reads: readsInWords(reader.reads, file, writer.doubt), clock, unlock });
  } catch (error) {
    await transport.close();
    throw error;
  }
}

/** The last connection to be closed takes the WAL away, which one that only reads cannot. */
function closingReaderFirst(transport: BatchTransport, closeReader: () => void): BatchTransport {
  return {
    apply: transport.apply,
    close: async () => {
      closeReader();
      await transport.close();
    },
  };
}

function connect(parts: { id: string; writer: BatchWriter; reads: Reads; clock: Clock; unlock: () => void }): Store {
  const { id, writer, reads, clock, unlock } = parts;
  return {
    id,
    ...reads,
    ...createWrites({ appends: writer, turns: writer, reads, clock }),
    exclusively: createSequences(),
    async close() {
      await writer.close();
      unlock();
    },
  };
}
