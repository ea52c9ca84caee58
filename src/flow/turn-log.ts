/** The part of the store a turn works with; `store` implements it. */
export interface TurnLog {
  /** Resolves when it is on disk. */
  write(
    event: StoredEvent,
    written: { steps: (StepRecord & { seq: number })[]; chats: ChatLink[] },
    end: TurnEnd,
  ): Promise<void>;
}

/** A step's result as it was recorded. */
export interface StepRecord {
  name: string;
  /** JSON. */
  result: string;
  /** Milliseconds since 1970. */
  at: number;
}

/** Where a turn that was put down goes on. */
export interface Progress {
  step: string;
  attempts: number;
  /** When the budget began, milliseconds since 1970. */
  since: number;
  nothingHappened: boolean;
}

export interface StoredEvent {
  id: number;
  /** The id that messages to the user carry; it survives a replay. */
  origin: number;
  lane: string;
  kind: string;
  payload: unknown;
  receivedAt: number;
  takeovers: number;
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

/** What is written together with the steps. */
export interface TurnEnd {
  session?: { document: string | null; usedAt: number; hasChat: boolean };
  end?: { state: 'done' | 'undeliverable' | 'parked'; reason: string | null; at: number };
  putDown?: { notBefore: number; progress: Progress };
}
