import type { Awaitable, ControlAction, KeyValue, ParkedEvent, SpacedValue } from './schema.ts';

/** A store that cannot be worked with; the message says why and what to do. */
export class BesideError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'BesideError';
  }
}

/** Where a backup goes. */
export interface BackupTarget {
  file: string;
  /** Whether a file that is there already is replaced. */
  replace: boolean;
}

/** A backup that is on disk. */
export interface Backup {
  bytes: number;
  /** Under which name it is put into an empty data folder to be used. */
  restoreAs: string;
}

/** What an operator asks for, and the lane in which it is done. */
export interface ControlRequest {
  lane: string;
  action: ControlAction;
}

/** The store as the command line uses it: it reads, and hands everything that changes a conversation to the server. */
export interface BesideStore {
  /** Events that were set aside, the oldest first. */
  parked(): Awaitable<ParkedEvent[]>;
  /** The small durable things of one space: `extra-info`. */
  list(space: string): Awaitable<KeyValue[]>;
  /** What is in all spaces whose names begin so. */
  listUnder(prefix: string): Awaitable<SpacedValue[]>;
  /** The conversations of a user of Smooch, in every environment and app. */
  lanesOfUser(userId: string): Awaitable<string[]>;
  /**
   * Hands over all requests, or none when it throws; they are on disk when it returns. What is to be erased is erased
   * by then; the request itself erases what a running turn writes afterwards.
   * @param now milliseconds since 1970
   * @returns true when a server is running, which takes them up within a second; else the next one to start does
   * @throws BesideError when the store does not take them
   */
  request(requests: readonly ControlRequest[], now: number): Awaitable<boolean>;
  /** Keeps one of the small durable things; a running server reads it the next time it looks. */
  put(space: string, key: string, value: string, now: number): Awaitable<void>;
  /** Forgets one of them; nothing happens when it is not there. */
  remove(space: string, key: string): Awaitable<void>;
  /**
   * Copies everything that is committed now into one file, while a server goes on.
   * @throws BesideError when that cannot be done, also where the database has a tool of its own for it; it names the tool
   */
  backup(target: BackupTarget): Awaitable<Backup>;
  close(): Awaitable<void>;
}
