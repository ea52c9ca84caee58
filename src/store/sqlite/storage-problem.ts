import { statSync } from 'node:fs';
import { basename, dirname } from 'node:path';

/** SQLite's result codes (https://sqlite.org/rescode.html), of extended ones the last byte. */
const BUSY = 5;
const LOCKED = 6;
const READ_ONLY = 8;
const IO = 10;
const CORRUPT = 11;
const FULL = 13;
const CANNOT_OPEN = 14;
const NOT_A_DATABASE = 26;

/** Where the files of the database do not hold what was written to them any more. */
export class DamagedError extends Error {
  readonly errcode = CORRUPT;

  constructor(message: string) {
    super(message);
    this.name = 'DamagedError';
  }
}

function codeOf(error: unknown): number {
  return ((error as { errcode?: number } | undefined)?.errcode ?? 0) & 0xff;
}

/** Whether the data itself is broken: trying again does not help. */
export function isDamage(error: unknown): boolean {
  return [CORRUPT, NOT_A_DATABASE].includes(codeOf(error));
}

/** Whether the database as a whole cannot be worked with now: locked, out of memory, read-only, I/O, full, damaged. */
export function isStorageFailure(error: unknown): boolean {
  return [BUSY, LOCKED, 7, READ_ONLY, IO, CORRUPT, FULL, CANNOT_OPEN, NOT_A_DATABASE].includes(codeOf(error));
}

/**
 * What is wrong with the database, in one sentence for an operator: the file, the reason and what to do.
 * @param file the database the failed call was about
 */
export function storageProblem(error: unknown, file: string): string {
  if (error instanceof DamagedError) return error.message;
  const said = error instanceof Error ? error.message : String(error);
  switch (codeOf(error)) {
    case CORRUPT:
    case NOT_A_DATABASE:
      return damaged(file, said);
    case FULL:
      return `the disk of ${file} is full: make room, everything goes on by itself then`;
    case BUSY:
    case LOCKED:
      return `another program holds ${file} (${said}): end it, a shell of sqlite3 for example, and try again`;
    case READ_ONLY:
    case CANNOT_OPEN:
      return (
        folderInPlaceOfFile(file) ?? `${file} cannot be opened and written by this user (${said}): ${rightsNeeded()}`
      );
    case IO:
      return `the disk does not read or write ${file} (${said}): look at the disk (dmesg), then start again`;
  }
  return `${file} cannot be used as the data of a connector (${said}): name the right folder with --data DIR, or move this one away, and ${RESTORE}`;
}

const RESTORE =
  'put the newest backup into a new folder as connector.db, or start without one and lose what was stored (runbook, "Damaged data")';

/** The sentence about a file that does not hold what was written to it. */
export function damaged(file: string, reason: string): string {
  const remedy =
    basename(file) === 'lock.db'
      ? 'it holds nothing, so delete it and start again'
      : `stop the connector, move the folder ${dirname(file)} away, and ${RESTORE}`;
  return `${file} is damaged (${reason}): ${remedy}`;
}

function folderInPlaceOfFile(file: string): string | undefined {
  const folder = [file, `${file}-wal`, `${file}-shm`].find((path) =>
    statSync(path, { throwIfNoEntry: false })?.isDirectory(),
  );
  const remedy = folder === file && basename(file) !== 'lock.db' ? RESTORE : 'start again';
  return folder && `${folder} is a folder where a file of the database belongs: move it away, and ${remedy}`;
}

function rightsNeeded(): string {
  const user = process.getuid === undefined ? 'the user' : `the user with the id ${process.getuid()}`;
  return `it and the files beside it (-wal, -shm) have to belong to ${user}, as whom this runs (chown), on a disk that is mounted writable`;
}
