import type { ChatLink, Progress, StepRecord, StoredEvent } from '../core/turn-record.ts';

/** The part of the store a turn works with; `store` implements it. */
export interface TurnLog {
  /** Resolves when it is on disk. */
  write(
    event: StoredEvent,
    written: { steps: (StepRecord & { seq: number })[]; chats: ChatLink[] },
    end: TurnEnd,
  ): Promise<void>;
}

/** What is written together with the steps. */
export interface TurnEnd {
  session?: { document: string | null; usedAt: number; hasChat: boolean };
  end?: { state: 'done' | 'undeliverable' | 'parked'; reason: string | null; at: number };
  putDown?: { notBefore: number; progress: Progress };
  /** How often it was begun without an end, as it is from now on. */
  takeovers?: number;
  /** Where it stands, without being put down. */
  progress?: Progress | undefined;
}
