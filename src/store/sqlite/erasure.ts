import { closeSync, fsyncSync, openSync, statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { type PageFile, readPageFile, scrubFreePages, scrubPages } from './scrub-pages.ts';

/** Makes sure that of rows which were erased no byte stays in the files: neither in the database nor in its WAL. */
export interface Erasure {
  /** Rows were erased, with `MARK_UNCLEAN` in the same commit: a whole round is due. */
  want(): void;
  /** Whether something is left to do. */
  due(): boolean;
  /** Does a part of it, a few milliseconds of work. @returns false when somebody is reading: it has to come again */
  step(): boolean;
  /** Does all of it, and empties the WAL. @param patienceMs how long it waits for readers that are in the way */
  finish(patienceMs: number): void;
  /** Gives the file free, after the connections of this process were closed. */
  close(): void;
}

/** Says, also to a later process, that rows were erased and their bytes may still be there. */
export const MARK_UNCLEAN =
  "insert into meta (key, value) values ('unclean', '1') on conflict (key) do update set value = excluded.value";

const SLICE_BYTES = 16 * 1024 * 1024;
/** A reader, such as a backup, is not waited for: commits would wait as well. */
const PATIENCE_MS = 100;

/**
 * Opens the file of a database to overwrite what SQLite leaves in it. To be closed after the connections of this
 * process: with any descriptor of a file that a process closes it loses all its locks on that file.
 */
export function openErasure(file: string): { watch(database: DatabaseSync): Erasure } {
  const descriptor = openSync(file, 'r+');
  return { watch: (database) => createErasure(database, file, descriptor) };
}

function createErasure(database: DatabaseSync, file: string, descriptor: number): Erasure {
  /** The next page to look at, and how many of a round are left. The first page holds the schema, nothing of users. */
  let next = 2;
  let left = 0;
  const want = () => {
    left = Number.POSITIVE_INFINITY;
  };
  const step = (): boolean => {
    if (!emptyWal(database)) return false;
    // What is cached would bring back what is overwritten now.
    database.exec('pragma shrink_memory; begin immediate');
    try {
      // The WAL is empty and nobody else can write to it: so nothing can be copied from it to the database meanwhile.
      if (statSync(`${file}-wal`).size > 0) return false;
      const pages = readPageFile(descriptor);
      left = Math.min(left, (pages?.pageCount ?? 1) - 1);
      if (pages !== undefined) scrubSlice(pages);
      fsyncSync(descriptor);
      // A commit that changes something, so that other connections drop what they have cached.
      database.exec(left > 0 ? `update meta set value = ${next} where key = 'unclean'` : FORGET_UNCLEAN);
      database.exec('commit');
      return true;
    } finally {
      if (database.isTransaction) database.exec('rollback');
    }
  };
  const scrubSlice = (pages: PageFile): void => {
    if (next > pages.pageCount) next = 2;
    if (next === 2) scrubFreePages(pages);
    const count = Math.min(left, Math.floor(SLICE_BYTES / pages.pageSize), pages.pageCount - next + 1);
    if (count > 0) scrubPages(pages, next, count);
    next += count;
    left -= count;
  };
  if (database.prepare("select 1 from meta where key = 'unclean'").get() !== undefined) want();
  return {
    want,
    due: () => left > 0,
    step,
    finish: (patienceMs) => {
      const until = performance.now() + patienceMs;
      while (left > 0) if (!step() && performance.now() > until) break;
      emptyWal(database);
    },
    close: () => closeSync(descriptor),
  };
}

const FORGET_UNCLEAN = "delete from meta where key = 'unclean'";

/** Copies the WAL into the database and cuts it to nothing. @returns false when a reader is in the way */
function emptyWal(database: DatabaseSync): boolean {
  const { timeout } = database.prepare('pragma busy_timeout').get() as { timeout: number };
  database.exec(`pragma busy_timeout = ${PATIENCE_MS}`);
  try {
    return (database.prepare('pragma wal_checkpoint(truncate)').get() as { busy: number }).busy === 0;
  } finally {
    database.exec(`pragma busy_timeout = ${timeout}`);
  }
}
