import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { laneToConversation } from '../../core/conversation.ts';
import { BesideError, type BesideStore, type ControlRequest } from '../beside-store.ts';
import type { KeyValue, ParkedEvent, SpacedValue } from '../schema.ts';
import { isServerRunning, openDatabaseBeside } from './beside-database.ts';
import { eraseLane } from './delete-rows.ts';
import { type Erasure, MARK_UNCLEAN, openErasure } from './erasure.ts';
import { createReads } from './reads.ts';
import { createStatements } from './statements.ts';
import { storageProblem } from './storage-problem.ts';
import { writeBackup } from './write-backup.ts';

/**
 * Opens the store of a data folder beside the server that may be running on it.
 * @throws BesideError when the folder is not there, is no data folder, or a newer version wrote it
 */
export function openBeside(folder: string): BesideStore {
  const file = join(folder, 'connector.db');
  const database = openDatabaseBeside(folder);
  const { parked, list, listUnder } = inWords(file, () => createReads(database));
  const bytes: Erasure[] = [];
  return {
    parked: () => inWords(file, parked) as ParkedEvent[],
    list: (space) => inWords(file, () => list(space)) as KeyValue[],
    listUnder: (prefix) => inWords(file, () => listUnder(prefix)) as SpacedValue[],
    lanesOfUser: (userId) =>
      inWords(file, () => readLanes(database)).filter((lane) => laneToConversation(lane)?.userId === userId),
    request(requests, now) {
      const running = isServerRunning(folder);
      const wanted = requests.map((request) => ({ ...request, erases: request.action.action === 'erase' }));
      changing(file, 'nothing was asked for', () => append(database, { requests: wanted, running, now }));
      if (wanted.some(({ erases }) => erases)) bytes.push(eraseBytes(database, file));
      return running;
    },
    put: (space, key, value, now) =>
      changing(file, 'nothing was changed', () => put(database, { space, key, value, now })),
    remove: (space, key) => changing(file, 'nothing was changed', () => remove(database, space, key)),
    backup: (target) => writeBackup(database, folder, target),
    close: () => {
      database.close();
      for (const erasure of bytes) erasure.close();
    },
  };
}

/** @throws BesideError that says what is wrong with the database */
function inWords<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Error && 'errcode' in error)) throw error;
    throw new BesideError(storageProblem(error, file), error);
  }
}

/** @throws BesideError that says that nothing happened, and why */
function changing(file: string, nothing: string, change: () => void): void {
  try {
    change();
  } catch (error) {
    throw new BesideError(`${nothing}, since the data folder cannot be written: ${storageProblem(error, file)}`, error);
  }
}

function readLanes(database: DatabaseSync): string[] {
  const rows = database.prepare('select lane from events union select lane from sessions union select lane from chats');
  return rows.all().map((row) => String(row.lane));
}

function put(database: DatabaseSync, entry: { space: string; key: string; value: string; now: number }): void {
  const { space, key, value, now } = entry;
  database
    .prepare(
      `insert into secrets (space, key, value, at) values (?, ?, ?, ?)
       on conflict (space, key) do update set value = excluded.value, at = excluded.at`,
    )
    .run(space, key, value, now);
}

function remove(database: DatabaseSync, space: string, key: string): void {
  database.prepare('delete from secrets where space = ? and key = ?').run(space, key);
}

interface Asked {
  requests: readonly (ControlRequest & { erases: boolean })[];
  running: boolean;
  now: number;
}

function append(database: DatabaseSync, { requests, running, now }: Asked): void {
  const insert = database.prepare("insert into events (lane, kind, payload, received_at) values (?, 'control', ?, ?)");
  const statements = createStatements(database);
  try {
    database.exec('begin immediate');
    for (const { lane, action, erases } of requests) {
      if (erases) eraseLane(statements, lane);
      // Where no server runs nothing can be written about the user after this.
      if (running || !erases) insert.run(lane, JSON.stringify(action), now);
    }
    if (requests.some(({ erases }) => erases)) database.exec(MARK_UNCLEAN);
    database.exec('commit');
  } catch (error) {
    if (database.isTransaction) database.exec('rollback');
    throw error;
  }
}

/** What readers of the server do not let through within this time, the server does, or the next one to start. */
const PATIENCE_MS = 5_000;

function eraseBytes(database: DatabaseSync, file: string): Erasure {
  const erasure = openErasure(file).watch(database);
  erasure.finish(PATIENCE_MS);
  return erasure;
}
