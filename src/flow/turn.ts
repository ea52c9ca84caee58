import type { Clock } from '../core/clock.ts';
import type { ApiError } from '../core/errors.ts';
import { mayRepeat, mayRepeatAfterLookUp, type RetryPolicy, retryDelayMs, retryPolicies } from '../core/retry.ts';
import type { ChatLink, Progress, StepRecord, StoredEvent } from '../core/turn-record.ts';
import { sleep } from './sleep.ts';
import { type Attempt, isOfService, needsOperator, toFailure } from './step-failure.ts';
import { observeStep, type StepObservation } from './step-observation.ts';
import type { StepSpec } from './step-spec.ts';
import type { TurnEnd, TurnLog } from './turn-log.ts';
import { BudgetUsedUpError, ClaimInDoubtError, ParkError, PutDownError, StoppedError } from './turn-outcome.ts';

export interface TurnTools {
  log: TurnLog;
  clock: Clock;
  /** Gives the turn's place to others while it waits. */
  slots: { acquire(): Promise<void>; release(): void };
  random(): number;
  /** True once the process is asked to end and the grace time is over. */
  stopping(): boolean;
  /** False when another instance may have taken the turn over: then nothing is called any more. */
  holds(): boolean;
  /** Told about every step that this run goes through. */
  onStep?: ((step: StepObservation) => void) | undefined;
  /** Told what an operator has to mend before turns can go on. */
  onOperatorNeeded(problem: string): void;
  /** Aborted when the process is asked to end: cuts waits short. */
  stopSignal: AbortSignal;
  /** No look-up of a message at Smooch happens before this time of the monotonic clock: what was in flight at a crash must have arrived. */
  lookUpsFrom: number;
}

/** A turn that would wait longer than this is put down and goes on later from its steps. */
const LONGEST_WAIT_MS = 5_000;
/** So long after our time-out a call that was still on its way has arrived. */
const SETTLE_MS = 2_000;
/** An app without keys, or with refused ones: tried every minute, for a day. */
const OPERATOR_RETRY_MS = 60_000;
const OPERATOR_PATIENCE_MS = 24 * 3_600_000;

/**
 * The handling of one event, in steps whose results are stored before the next step begins.
 * Run again after a crash, it takes finished steps from the store and goes on at the first one without a result.
 */
export class Turn {
  readonly event: StoredEvent;
  readonly #tools: TurnTools;
  readonly #recorded: StepRecord[];
  #position = 0;
  #unwritten: (StepRecord & { seq: number })[] = [];
  #links: ChatLink[] = [];
  #live = false;
  /** The first step without a result may have been under way when the last run ended. */
  #perhapsDone: boolean;
  readonly #isRerun: boolean;
  #progress: Progress | undefined;

  constructor(event: StoredEvent, recorded: StepRecord[], rerun: boolean, tools: TurnTools) {
    this.event = event;
    this.#recorded = recorded;
    this.#isRerun = rerun;
    this.#perhapsDone = event.progress === undefined ? rerun : !event.progress.nothingHappened;
    this.#progress = event.progress;
    this.#tools = tools;
  }

  /** A parked turn that an operator sent again: the conversation has gone on since, so its way may differ. */
  get #replayed(): boolean {
    return this.event.origin !== this.event.id;
  }

  get clock(): Clock {
    return this.#tools.clock;
  }

  /** True once this run does what no earlier one has done. */
  get beyondRecord(): boolean {
    return this.#replayed ? this.#live : this.#position >= this.#recorded.length;
  }

  /** When the latest step got its result, milliseconds since 1970. */
  lastStepAt = 0;

  /** Writes the link of a chat with whatever is written next. */
  link(chat: ChatLink): void {
    this.#links.push(chat);
  }

  /** A value that might differ on a second run: computed once, then taken from the store. */
  record<T>(name: string, compute: () => T): T {
    const known = this.#take<T>(name);
    if (known !== undefined) return known.value;
    const value = compute();
    this.#keep(name, value);
    // It is written before the next call is made. No earlier run wrote it, so none has come to that call.
    if (!this.#replayed) this.#perhapsDone = false;
    return value;
  }

  /**
   * A remote call. Its result is stored before the next step begins; failures are repeated as the policy says.
   * @throws ApiError when the service refuses for good; BudgetUsedUpError when repeating did not help
   */
  async step<T>(name: string, spec: StepSpec<T>): Promise<T> {
    const known = this.#take<T>(name);
    if (known !== undefined) return known.value;
    const value = await observeStep(this, this.#tools.onStep, name, () => this.#perform(name, spec));
    this.#keep(name, value);
    this.#links.push(...(spec.links?.(value) ?? []));
    this.#progress = undefined;
    this.#perhapsDone = false;
    return value;
  }

  /**
   * A remote call whose failure does not end the turn. The failure is recorded like a result, so that a second run
   * goes the same way.
   */
  async attempt<T>(name: string, spec: StepSpec<T>): Promise<Attempt<T>> {
    const known = this.#take<Attempt<T>>(name);
    if (known !== undefined) return known.value;
    const result = await observeStep(this, this.#tools.onStep, name, () => this.#perform(name, spec)).then(
      (value): Attempt<T> => ({ ok: true, value }),
      (error: unknown): Attempt<T> => toFailure(error),
    );
    this.#keep(name, result);
    if (result.ok) this.#links.push(...(spec.links?.(result.value) ?? []));
    this.#progress = undefined;
    this.#perhapsDone = false;
    return result;
  }

  /**
   * What is said outside of the steps, right before the turn is set aside: tried once, and when an earlier run may have
   * said it already, only after a look-up has shown that it did not.
   * @throws ApiError, BudgetUsedUpError when it was not said, or nobody can tell
   */
  async lastWord<T>(spec: Required<Pick<StepSpec<T>, 'call' | 'lookUp'>>): Promise<T> {
    const said = this.#isRerun ? await this.#lookUp({ ...spec, ifUnknown: 'fail' }) : undefined;
    if (said !== undefined) return said;
    this.insistOnClaim();
    return spec.call();
  }

  /** Two instances must not make the same call: checked right before each. @throws ClaimInDoubtError */
  insistOnClaim(): void {
    if (!this.#tools.holds()) throw new ClaimInDoubtError();
  }

  /** Waits until a time (milliseconds since 1970); others use the turn's place meanwhile. */
  async waitUntil(time: number, wake?: Promise<unknown>): Promise<void> {
    const ms = time - this.clock.now();
    if (ms > 0) await this.#rest(ms, wake);
  }

  /** Writes what is not written yet, with the end of the turn when there is one. */
  async finish(end: TurnEnd): Promise<void> {
    const written = { steps: this.#unwritten, chats: this.#links };
    this.#unwritten = [];
    this.#links = [];
    await this.#tools.log.write(this.event, written, end);
  }

  #take<T>(name: string): { value: T } | undefined {
    if (this.#replayed) return this.#takeByName(name);
    const record = this.#recorded[this.#position];
    if (record === undefined) return undefined;
    if (record.name !== name) {
      throw new ParkError(
        `changed by upgrade: step ${this.#position + 1} was "${record.name}" and would now be "${name}"`,
      );
    }
    this.#position += 1;
    this.lastStepAt = record.at;
    return { value: JSON.parse(record.result) as T };
  }

  /** What was done once is not done again, even where the new run comes to it by another way. */
  #takeByName<T>(name: string): { value: T } | undefined {
    const record = this.#recorded.find((step) => step.name === name);
    if (record === undefined) return undefined;
    this.lastStepAt = record.at;
    return { value: JSON.parse(record.result) as T };
  }

  #keep(name: string, value: unknown): void {
    const at = this.clock.now();
    if (this.#replayed) this.#position = Math.max(this.#position, this.#recorded.length);
    this.#unwritten.push({ seq: this.#position, name, result: JSON.stringify(value ?? null), at });
    this.#position += 1;
    this.lastStepAt = at;
  }

  async #perform<T>(name: string, spec: StepSpec<T>): Promise<T> {
    const underWay = this.#noLongerAtRest(spec.safe === true);
    if (underWay !== undefined || this.#unwritten.length > 0) await this.finish({ progress: underWay });
    this.#live = true;
    const resumed = this.#progress?.step === name ? this.#progress : undefined;
    const progress: Progress = resumed ?? { step: name, attempts: 0, since: this.clock.now(), nothingHappened: true };
    if (spec.since !== undefined) progress.since = spec.since;
    let perhapsDone = this.#perhapsDone && spec.safe !== true;
    for (;;) {
      progress.nothingHappened = !perhapsDone;
      if (this.#tools.stopping()) throw new StoppedError(progress);
      this.insistOnClaim();
      let isLooking = perhapsDone;
      try {
        const found = perhapsDone ? await this.#lookUp(spec) : undefined;
        if (found !== undefined) return found;
        isLooking = false;
        this.insistOnClaim();
        return await spec.call();
      } catch (error) {
        perhapsDone = await this.#afterFailure(spec, progress, error, isLooking);
      }
    }
  }

  /**
   * A turn that was put down with nothing under way says before its next call that now something may be: should this
   * process die, the next one must not trust what was written then.
   */
  #noLongerAtRest(isSafe: boolean): Progress | undefined {
    const { progress } = this.event;
    if (progress?.nothingHappened !== true || isSafe) return undefined;
    this.event.progress = { ...progress, nothingHappened: false };
    return this.event.progress;
  }

  /** @returns the result of the attempt that did take effect, or undefined when the call has to be made (again) */
  async #lookUp<T>(spec: Pick<StepSpec<T>, 'lookUp' | 'ifUnknown'>): Promise<T | undefined> {
    if (spec.lookUp === undefined) {
      if (spec.ifUnknown === 'fail') throw new BudgetUsedUpError('nobody can tell whether the call took effect');
      return undefined;
    }
    const early = this.#tools.lookUpsFrom - this.clock.monotonic();
    if (early > 0) await this.#rest(early);
    const progress: Progress = { step: 'look-up', attempts: 0, since: this.clock.now(), nothingHappened: false };
    for (;;) {
      try {
        return await spec.lookUp();
      } catch (error) {
        if (!isOfService(error)) throw error;
        const delay = mayRepeat(error, true) ? this.#delayAfter(retryPolicies.lookUp, progress, error) : undefined;
        if (delay !== undefined && delay <= LONGEST_WAIT_MS) await this.#rest(delay);
        else if (spec.ifUnknown === 'fail') throw new BudgetUsedUpError(error.message, error);
        else if (spec.ifUnknown === 'look-on') throw error;
        else return undefined;
      }
    }
  }

  /** Waits for the next attempt, or throws when there is none. @returns whether a look-up has to come first */
  async #afterFailure<T>(spec: StepSpec<T>, progress: Progress, error: unknown, wasLooking: boolean): Promise<boolean> {
    if (needsOperator(error)) this.#waitForOperator(progress, error);
    if (!isOfService(error)) throw error;
    const repeatable =
      mayRepeat(error, spec.safe === true || wasLooking) || (spec.lookUp !== undefined && mayRepeatAfterLookUp(error));
    if (!repeatable) throw error;
    const delay = this.#delayAfter(spec.policy, progress, error);
    if (delay === undefined) throw new BudgetUsedUpError(error.message, error);
    const { nothingHappened = false, timedOut = false }: Partial<ApiError> = error;
    const perhapsDone = spec.safe !== true && (!progress.nothingHappened || !nothingHappened);
    progress.nothingHappened = !perhapsDone;
    // A call that was given up may still be on its way: the look-up has to come after it.
    await this.#rest(perhapsDone && timedOut ? Math.max(delay, SETTLE_MS) : delay, undefined, progress);
    return perhapsDone;
  }

  #delayAfter(policy: RetryPolicy, progress: Progress, error: Partial<ApiError>): number | undefined {
    progress.attempts += 1;
    return retryDelayMs(policy, progress.attempts, {
      elapsedMs: this.clock.now() - progress.since,
      retryAfterMs: error.retryAfterMs,
      random: this.#tools.random(),
    });
  }

  #waitForOperator(progress: Progress, error: Error): never {
    const now = this.clock.now();
    this.#tools.onOperatorNeeded(error.message);
    if (now - this.event.receivedAt > OPERATOR_PATIENCE_MS) throw new ParkError(error.message, error);
    throw new PutDownError(now + OPERATOR_RETRY_MS, progress, error.message);
  }

  async #rest(ms: number, wake?: Promise<unknown>, progress?: Progress): Promise<void> {
    // Something may wake it any moment, and its place is free for others meanwhile.
    if (ms > LONGEST_WAIT_MS && wake === undefined) {
      const nothingHappened = !this.#perhapsDone;
      const unfinished = progress ?? { step: '', attempts: 0, since: this.clock.now(), nothingHappened };
      throw new PutDownError(this.clock.now() + ms, unfinished, `waits ${Math.round(ms / 1000)} s`);
    }
    this.#tools.slots.release();
    try {
      await sleep(ms, wake, this.#tools.stopSignal);
    } finally {
      await this.#tools.slots.acquire();
    }
    if (this.#tools.stopping()) throw new StoppedError(progress);
  }
}
