import type { Clock } from '../core/clock.ts';
import type { StepRecord } from '../core/turn-record.ts';
import { ParkError } from './turn-outcome.ts';

/** The results of a turn's steps: those that an earlier run has stored, and those that are not written yet. */
export class Journal {
  /** Taken by their names, not in their order: the way to them may differ. */
  readonly byName: boolean;
  readonly recorded: readonly StepRecord[];
  readonly #clock: Clock;
  #position = 0;
  #unwritten: (StepRecord & { seq: number })[] = [];
  /** A call has been made. */
  isLive = false;
  /** When the latest step got its result, milliseconds since 1970. */
  lastAt = 0;

  constructor(recorded: readonly StepRecord[], how: { byName: boolean; clock: Clock }) {
    this.recorded = recorded;
    this.byName = how.byName;
    this.#clock = how.clock;
  }

  get isBeyond(): boolean {
    return this.byName ? this.isLive : this.#position >= this.recorded.length;
  }

  get hasUnwritten(): boolean {
    return this.#unwritten.length > 0;
  }

  isNext(name: string): boolean {
    if (this.byName) return this.recorded.some((step) => step.name === name);
    return this.recorded[this.#position]?.name === name;
  }

  /** @throws ParkError when the earlier run had another step there */
  take<T>(name: string): { value: T } | undefined {
    const record = this.byName ? this.recorded.find((step) => step.name === name) : this.recorded[this.#position];
    if (record === undefined) return undefined;
    if (record.name !== name) {
      throw new ParkError(
        `changed by upgrade: step ${this.#position + 1} was "${record.name}" and would now be "${name}"`,
      );
    }
    // What was done once is not done again, even where the new run comes to it by another way.
    if (!this.byName) this.#position += 1;
    this.lastAt = record.at;
    return { value: JSON.parse(record.result) as T };
  }

  keep(name: string, value: unknown): void {
    const at = this.#clock.now();
    if (this.byName) this.#position = Math.max(this.#position, this.recorded.length);
    this.#unwritten.push({ seq: this.#position, name, result: JSON.stringify(value ?? null), at });
    this.#position += 1;
    this.lastAt = at;
  }

  /** Hands over what has to be written. */
  takeUnwritten(): (StepRecord & { seq: number })[] {
    const steps = this.#unwritten;
    this.#unwritten = [];
    return steps;
  }
}
