import type { ChatLink, EventKind, Progress, StepRecord, StoredEvent } from '../core/turn-record.ts';

/** SQLite answers at once, PostgreSQL later; callers await either. */
export type Awaitable<T> = T | Promise<T>;

/** What an operator asks for, as the payload of a control event in the lane it concerns. */
export type ControlAction =
  | { action: 'retry'; eventId: number }
  | { action: 'clear-session' }
  /** What is there is erased when this is asked for; this erases what a turn that was running has written since. */
  | { action: 'erase' }
  | { action: 'refresh-extra-info'; environment: string };

/** An event on its way into the store. */
export interface NewEvent {
  lane: string;
  kind: EventKind;
  /** Anything JSON can hold. */
  payload: unknown;
  /** Events with a key that was seen before are not stored again. */
  dedupe?: DedupeKey;
  /** When the connector received it, milliseconds since 1970. */
  receivedAt: number;
  /** Why nobody can handle it: it is stored as a dead letter at once and never runs, unless it is replayed. */
  setAside?: string;
}

export interface DedupeKey {
  key: string;
  /** Only an event this close (milliseconds) to the last accepted one is a duplicate; without it any later one is. */
  withinMs?: number;
}

/** Limits of `server.flood`; 0 switches one off. */
export interface FloodLimits {
  /** User events of one conversation that may wait; media in a row count once, and with an agent ten times as many may. */
  waiting: number;
  /** The same of those that may arrive in a minute. */
  per_minute: number;
}

/** What became of an event that was handed to `append`; `flood` only from stores that count for all instances. */
export type AppendOutcome = { status: 'stored'; id: number } | { status: 'duplicate' } | { status: 'flood' };

/**
 * - `waiting`: not finished; running ones too, since a crash leaves them so.
 * - `done`, `undeliverable` (the channel does not take messages), `parked` (dead letter): finished. The last two can be replayed.
 */
export type EventState = 'waiting' | 'done' | 'undeliverable' | 'parked';

/** An event that waits, as the scheduler keeps it in memory. */
export interface WaitingEvent {
  id: number;
  lane: string;
  kind: EventKind;
  notBefore: number;
  /** A user's picture or file; undefined where nobody counts these in memory. */
  media?: boolean;
  /** The event itself, while it is at hand and runs at once: saves reading back what was just written. */
  fresh?: StoredEvent;
  /** The event as this instance claimed it from a store that several share. */
  claimed?: ClaimedEvent;
}

/** An event that this instance alone may handle, until it ends it, gives it back, or no longer says that it is alive. */
export interface ClaimedEvent {
  event: StoredEvent & { attempt: number };
  /** An earlier claim ended without a word: a call may have been under way. */
  takenOver: boolean;
  /** It was never begun: there are no steps to read. */
  fresh: boolean;
}

/** How the instances that share a store agree on who handles what. */
export interface Claims {
  /** Takes up to `limit` events whose turn it is: of each lane the first one, and only when none of it is claimed. */
  claim(limit: number): Promise<ClaimedEvent[]>;
  /** Says that this instance still works on them. @returns ids of those that are still its own */
  keep(held: readonly { id: number; attempt: number }[]): Promise<number[]>;
  /** Gives an event back, so that any instance may go on with it at once. */
  release(held: { id: number; attempt: number }): Promise<void>;
  /** Events that are not finished, of all instances. */
  count(): Promise<number>;
  /** User events that wait in a lane behind an event. */
  userEventsBehind(lane: string, eventId: number): Promise<number>;
  /** Calls back when a turn has ended whose lane holds more. */
  onMore(listener: () => void): void;
}

/** Everything one moment of a turn writes, committed together. */
export interface TurnWrite {
  eventId: number;
  lane: string;
  /** The claim that writes; without it nobody else can have claimed the event. */
  attempt?: number | undefined;
  steps: { seq: number; name: string; result: string; at: number }[];
  chats: ChatLink[];
  /** The session at the end of the turn; null removes it, undefined leaves it. */
  session?: { document: string | null; usedAt: number; hasChat: boolean };
  end?: { state: Exclude<EventState, 'waiting'>; reason: string | null; at: number };
  putDown?: { notBefore: number; progress: Progress };
  /** How often it was begun without an end, as it is from now on. */
  takeovers?: number;
  /** Where the turn stands, without being put down. */
  progress?: Progress | undefined;
}

export interface ParkedEvent {
  id: number;
  lane: string;
  kind: EventKind;
  state: EventState;
  reason: string;
  receivedAt: number;
}

/** The reading half of a store. */
export type Reads = Pick<
  Store,
  | 'waiting'
  | 'waitingControl'
  | 'arrivalsSince'
  | 'event'
  | 'isLaneOpen'
  | 'steps'
  | 'session'
  | 'parked'
  | 'get'
  | 'list'
  | 'listUnder'
  | 'hasLane'
  | 'chatLane'
  | 'delivery'
>;

/** A durable place for small things that belong to no conversation: secrets, the last good ExtraInfo. */
export interface KeyValue {
  key: string;
  value: string;
  at: number;
}

/** The same, with the space it is in. */
export interface SpacedValue extends KeyValue {
  space: string;
}

/** What a store tells the operator while it works. */
export interface StoreLog {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** The store cannot take or give anything at the moment; the caller answers 503 or waits. */
export class StoreUnavailableError extends Error {
  constructor(cause: unknown) {
    super(`the store cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'StoreUnavailableError';
  }
}

/** Another instance has taken the event over meanwhile: what this one wanted to write about it is not written. */
export class ClaimLostError extends Error {
  constructor() {
    super('another instance has taken this turn over');
    this.name = 'ClaimLostError';
  }
}

/**
 * What the connector keeps. SQLite and PostgreSQL implement it alike.
 * A promise of a write resolves after its commit: from then on it survives a crash.
 */
export interface Store {
  /** Short id of this store, made once: part of what makes our message ids unique in the world. */
  readonly id: string;
  /** Where several instances share the store: who handles what. Without it this process handles everything. */
  readonly claims?: Claims;
  /** False while writing fails (disk full, database gone). */
  healthy(): boolean;
  /** Why nothing can be written and what to do, in a sentence; undefined while it is healthy. */
  outage(): string | undefined;
  /**
   * Stores all of them or, when it throws, none. Throws StoreUnavailableError.
   * @param flood counted by stores that several instances share; the others leave it to the inbox
   */
  append(events: NewEvent[], flood?: FloodLimits): Promise<AppendOutcome[]>;
  /** Everything that is not finished, in the order of append. */
  waiting(): Awaitable<WaitingEvent[]>;
  /** Control events that are not finished: the command line appends them beside a running server. */
  waitingControl(): Awaitable<WaitingEvent[]>;
  /** Arrivals of the user events of the last minute, for the flood limit after a restart. */
  arrivalsSince(time: number): Awaitable<{ lane: string; receivedAt: number; media: boolean }[]>;
  event(id: number): Awaitable<StoredEvent | undefined>;
  /** Whether an event of the lane is not finished. */
  isLaneOpen(lane: string): Awaitable<boolean>;
  /** Whether anything is kept of a conversation whose lane begins so. */
  hasLane(prefix: string): Awaitable<boolean>;
  steps(eventId: number): Awaitable<StepRecord[]>;
  session(lane: string): Awaitable<string | undefined>;
  /** @throws ClaimLostError when another instance has claimed the event since */
  writeTurn(write: TurnWrite): Promise<void>;
  parked(): Awaitable<ParkedEvent[]>;
  /** Puts a parked or undeliverable event at the end of its lane; returns it, or undefined when there is none. */
  replay(eventId: number): Promise<WaitingEvent | undefined>;
  get(space: string, key: string): Awaitable<KeyValue | undefined>;
  list(space: string): Awaitable<KeyValue[]>;
  /** What is in all spaces whose names begin so. */
  listUnder(prefix: string): Awaitable<SpacedValue[]>;
  put(space: string, key: string, value: string): Promise<void>;
  remove(space: string, key: string): Promise<void>;
  chatLane(chat: string): Awaitable<{ lane: string; environment: string } | undefined>;
  /** Runs work of one name one after another, over all instances that share the store. */
  exclusively<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Keeps a delivery event of a message for an hour. */
  recordDelivery(messageId: string, outcome: string): Promise<void>;
  delivery(messageId: string): Awaitable<string | undefined>;
  /** Deletes everything about one conversation. */
  erase(lane: string): Promise<void>;
  /** Deletes one small batch of what is older than the retention allows; true when there may be more. */
  sweep(limits: { eventsBefore: number; sessionsBefore: number; now: number }): Promise<boolean>;
  close(): Promise<void>;
}
