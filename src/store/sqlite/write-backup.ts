import { randomInt } from 'node:crypto';
import { closeSync, fsyncSync, lstatSync, openSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Backup, type BackupTarget, BesideError } from '../beside-store.ts';

/**
 * Copies a database, as it is at this moment, into one file that only this user can read, while others write to it.
 * The file has its name only once it is whole and on disk; when this throws, nothing is left behind.
 * @param folder the data folder of the database
 * @throws BesideError
 */
export function writeBackup(database: DatabaseSync, folder: string, target: BackupTarget): Backup {
  const file = resolve(target.file);
  // A short name: that of the backup may be as long as the file system takes.
  const unfinished = join(dirname(file), `.backup.${process.pid}.partial`);
  try {
    refuseTarget(file, folder, target.replace);
  } catch (error) {
    throw toBesideError(error, target.file);
  }
  try {
    // Made beforehand, so that it is never readable by others.
    closeSync(openSync(unfinished, 'wx', 0o600));
    database.prepare('vacuum into ?').run(unfinished);
    leaveOutIds(unfinished);
    sync(unfinished);
    const { size } = statSync(unfinished);
    renameSync(unfinished, file);
    sync(dirname(file));
    return { bytes: size, restoreAs: 'connector.db' };
  } catch (error) {
    for (const rest of [unfinished, `${unfinished}-journal`]) rmSync(rest, { force: true });
    throw toBesideError(error, target.file);
  }
}

function refuseTarget(file: string, folder: string, replace: boolean): void {
  const place = lstatSync(file, { throwIfNoEntry: false });
  if (place !== undefined && !place.isFile()) {
    throw new BesideError(`${file} is no ordinary file: name the one that the backup is to become`);
  }
  if (isInside(dirname(file), folder)) {
    throw new BesideError(`${file} lies in the data folder, with which it would be lost: name a file somewhere else`);
  }
  if (place !== undefined && !replace) {
    throw new BesideError(`${file} is there already: name another file, or replace it with --force`);
  }
}

/** A folder that is not there is told about when the file is made. */
function isInside(place: string, folder: string): boolean {
  try {
    const way = relative(realpathSync(folder), realpathSync(place));
    return way.split('/')[0] !== '..';
  } catch {
    return false;
  }
}

/**
 * Makes the copy go on with ids that the original will not use: the ids of events are part of the marks by which our
 * messages are found again at Smooch, and what the original has sent since must not be taken for what the copy sends.
 */
function leaveOutIds(file: string): void {
  const copy = new DatabaseSync(file);
  try {
    const gap = randomInt(1_000_000, 1_000_000_000);
    copy.prepare("update sqlite_sequence set seq = seq + ? where name = 'events'").run(gap);
  } finally {
    copy.close();
  }
}

function sync(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function toBesideError(error: unknown, file: string): BesideError {
  if (error instanceof BesideError) return error;
  const { code, errcode, message } = error as { code?: string; errcode?: number; message: string };
  return new BesideError(`${file} was not written: ${reasonOf(code, errcode) ?? otherReason(code, message)}`, error);
}

const SQLITE_FULL = 13;

function reasonOf(code: string | undefined, errcode: number | undefined): string | undefined {
  if (code === 'ENOSPC' || errcode === SQLITE_FULL) return 'the disk is full. Make room, or name a file on another one';
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'its folder is not there. Make it first';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'its folder cannot be written by this user';
  if (code === 'ENAMETOOLONG') return 'its name, or that of a folder, is too long. Name a shorter one';
  if (code === 'ELOOP') return 'its folder is a link that leads in a circle. Name another one';
  return undefined;
}

/** What the system says by a code alone becomes a sentence that names it. */
function otherReason(code: string | undefined, message: string): string {
  return code?.startsWith('E') && !code.startsWith('ERR_') ? `the system refused it (${code})` : message;
}
