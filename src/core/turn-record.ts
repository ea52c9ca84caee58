/**
 * What an event is about; decides which part of `flow` handles it. The payload of `not-understood` is NotUnderstood.
 */
export type EventKind = 'user' | 'desk' | 'desk-lookup' | 'user-deleted' | 'control' | 'not-understood';

/** A step's result as it was recorded. */
export interface StepRecord {
  name: string;
  /** JSON. */
  result: string;
  /** When it was recorded, milliseconds since 1970. */
  at: number;
}

/** Why a turn was put down and where it goes on. */
export interface Progress {
  step: string;
  /** Attempts made so far at that step. */
  attempts: number;
  /** When the budget began, milliseconds since 1970. */
  since: number;
  /** True when no attempt can have had an effect, so no look-up is needed before the next. */
  nothingHappened: boolean;
}

/** An event as the store keeps it and a turn handles it. */
export interface StoredEvent {
  id: number;
  /** Its id before it was replayed, else the same as `id`: messages to the user carry this one. */
  origin: number;
  lane: string;
  kind: EventKind;
  payload: unknown;
  /** When the connector received it, milliseconds since 1970. */
  receivedAt: number;
  /** How often a process took it up after another had died with it. */
  takeovers: number;
  /** Where several instances share a store: which claim of the event this is. The store refuses what an older one writes. */
  attempt?: number;
  progress?: Progress | undefined;
}

/** Which conversation a chat at the desk belongs to; kept so that the desk's events find their way. */
export interface ChatLink {
  /** `<desk appId>:<chat id>`. */
  chat: string;
  lane: string;
  environment: string;
  /** When it ended, milliseconds since 1970; undefined while it is on. */
  endedAt?: number;
}
