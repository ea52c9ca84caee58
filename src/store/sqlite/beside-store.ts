import type { DatabaseSync } from 'node:sqlite';
import { laneToConversation } from '../../core/conversation.ts';
import type { ControlAction, KeyValue, ParkedEvent } from '../schema.ts';
import { DataFolderError, isServerRunning, openDatabaseBeside } from './beside-database.ts';
import { createReads } from './reads.ts';
import { type Backup, type BackupTarget, writeBackup } from './write-backup.ts';

/** What an operator asks for, and the lane in which it is done. */
export interface ControlRequest {
  lane: string;
  action: ControlAction;
}

/** The store as the command line uses it: it reads, and hands everything that changes a conversation to the server. */
export interface BesideStore {
  /** Events that were set aside, the oldest first. */
  parked(): ParkedEvent[];
  /** The small durable things of one space: `extra-info`. */
  list(space: string): KeyValue[];
  /** The conversations of a user of Smooch, in every environment and app. */
  lanesOfUser(userId: string): string[];
  /**
   * Hands over all requests, or none when it throws; they are on disk when it returns.
   * @param now milliseconds since 1970
   * @returns true when a server is running, which takes them up within a second; else the next one to start does
   * @throws DataFolderError when the disk does not take them
   */
  request(requests: readonly ControlRequest[], now: number): boolean;
  /** Keeps one of the small durable things; a running server reads it the next time it looks. */
  put(space: string, key: string, value: string, now: number): void;
  /**
   * Copies everything that is committed now into one file, while a server goes on.
   * @throws BackupError when that cannot be done, also where the database has a tool of its own for it; it names the tool
   */
  backup(target: BackupTarget): Backup;
  close(): void;
}

/**
 * Opens the store of a data folder beside the server that may be running on it.
 * @throws DataFolderError when the folder is not there, is no data folder, or a newer version wrote it
 */
export function openBeside(folder: string): BesideStore {
  const database = openDatabaseBeside(folder);
  const { parked, list } = createReads(database);
  return {
    parked: () => parked() as ParkedEvent[],
    list: (space) => list(space) as KeyValue[],
    lanesOfUser: (userId) => readLanes(database).filter((lane) => laneToConversation(lane)?.userId === userId),
    request(requests, now) {
      append(database, requests, now);
      return isServerRunning(folder);
    },
    put: (space, key, value, now) => put(database, { space, key, value, now }),
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
  try {
    database
      .prepare(
        `insert into secrets (space, key, value, at) values (?, ?, ?, ?)
         on conflict (space, key) do update set value = excluded.value, at = excluded.at`,
      )
      .run(space, key, value, now);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataFolderError(`nothing was changed, since the data folder cannot be written: ${reason}`, error);
  }
}

function append(database: DatabaseSync, requests: readonly ControlRequest[], now: number): void {
  const insert = database.prepare("insert into events (lane, kind, payload, received_at) values (?, 'control', ?, ?)");
  try {
    database.exec('begin immediate');
    for (const { lane, action } of requests) insert.run(lane, JSON.stringify(action), now);
    database.exec('commit');
  } catch (error) {
    if (database.isTransaction) database.exec('rollback');
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataFolderError(`nothing was asked for, since the data folder cannot be written: ${reason}`, error);
  }
}
