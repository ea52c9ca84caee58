import type { DatabaseSync } from 'node:sqlite';
import { laneToConversation } from '../../core/conversation.ts';
import { BesideError, type BesideStore, type ControlRequest } from '../beside-store.ts';
import type { KeyValue, ParkedEvent, SpacedValue } from '../schema.ts';
import { isServerRunning, openDatabaseBeside } from './beside-database.ts';
import { eraseLane } from './delete-rows.ts';
import { createReads } from './reads.ts';
import { createStatements } from './statements.ts';
import { writeBackup } from './write-backup.ts';

/**
 * Opens the store of a data folder beside the server that may be running on it.
 * @throws BesideError when the folder is not there, is no data folder, or a newer version wrote it
 */
export function openBeside(folder: string): BesideStore {
  const database = openDatabaseBeside(folder);
  const { parked, list, listUnder } = createReads(database);
  return {
    parked: () => parked() as ParkedEvent[],
    list: (space) => list(space) as KeyValue[],
    listUnder: (prefix) => listUnder(prefix) as SpacedValue[],
    lanesOfUser: (userId) => readLanes(database).filter((lane) => laneToConversation(lane)?.userId === userId),
    request(requests, now) {
      append(database, requests, now);
      return isServerRunning(folder);
    },
    put: (space, key, value, now) => put(database, { space, key, value, now }),
    remove: (space, key) =>
      void changing(() => database.prepare('delete from secrets where space = ? and key = ?').run(space, key)),
    backup: (target) => writeBackup(database, folder, target),
    close: () => database.close(),
  };
}

function readLanes(database: DatabaseSync): string[] {
  const rows = database.prepare('select lane from events union select lane from sessions union select lane from chats');
  return rows.all().map((row) => String(row.lane));
}

function put(database: DatabaseSync, entry: { space: string; key: string; value: string; now: number }): void {
  const { space, key, value, now } = entry;
  changing(() =>
    database
      .prepare(
        `insert into secrets (space, key, value, at) values (?, ?, ?, ?)
         on conflict (space, key) do update set value = excluded.value, at = excluded.at`,
      )
      .run(space, key, value, now),
  );
}

function changing(change: () => unknown): void {
  try {
    change();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BesideError(`nothing was changed, since the data folder cannot be written: ${reason}`, error);
  }
}

function append(database: DatabaseSync, requests: readonly ControlRequest[], now: number): void {
  const insert = database.prepare("insert into events (lane, kind, payload, received_at) values (?, 'control', ?, ?)");
  const statements = createStatements(database);
  try {
    database.exec('begin immediate');
    for (const { lane, action } of requests) {
      if (action.action === 'erase') eraseLane(statements, lane);
      insert.run(lane, JSON.stringify(action), now);
    }
    database.exec('commit');
  } catch (error) {
    if (database.isTransaction) database.exec('rollback');
    const reason = error instanceof Error ? error.message : String(error);
    throw new BesideError(`nothing was asked for, since the data folder cannot be written: ${reason}`, error);
  }
}
