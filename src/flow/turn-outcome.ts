import type { Progress } from '../core/turn-record.ts';

/** The turn has to wait longer than it may keep its place: it goes on later from its steps. */
export class PutDownError extends Error {
  readonly notBefore: number;
  readonly progress: Progress;

  constructor(notBefore: number, progress: Progress, reason: string) {
    super(reason);
    this.name = 'PutDownError';
    this.notBefore = notBefore;
    this.progress = progress;
  }
}

/** The turn cannot go on and an operator has to look at it: a dead letter. */
export class ParkError extends Error {
  constructor(reason: string, cause?: unknown) {
    super(reason, { cause });
    this.name = 'ParkError';
  }
}

/** Repeating a call did not help within its budget, or nobody can tell whether it took effect. */
export class BudgetUsedUpError extends Error {
  constructor(reason: string, cause?: unknown) {
    super(reason, { cause });
    this.name = 'BudgetUsedUpError';
  }
}

/** The channel does not take messages for this user any more. */
export class UndeliverableError extends Error {
  constructor(reason: string, cause?: unknown) {
    super(reason, { cause });
    this.name = 'UndeliverableError';
  }
}

/** This instance could not say for a while that it is alive: another one may have taken the turn over. */
export class ClaimInDoubtError extends Error {
  constructor() {
    super('another instance may have taken this turn over');
    this.name = 'ClaimInDoubtError';
  }
}

/** The process ends; the turn goes on from its steps after the next start. */
export class StoppedError extends Error {
  /** Of the step that had not succeeded yet. */
  readonly progress: Progress | undefined;

  constructor(progress?: Progress) {
    super('stopped between two steps');
    this.name = 'StoppedError';
    this.progress = progress;
  }
}
