import type { Clock } from '../core/clock.ts';
import type { ChatLink, StepRecord, StoredEvent } from '../core/turn-record.ts';
import type { CallTools } from './call-tools.ts';
import { Calls } from './calls.ts';
import { Journal } from './journal.ts';
import { type Attempt, toFailure } from './step-failure.ts';
import { observeStep, type StepObservation } from './step-observation.ts';
import type { StepSpec } from './step-spec.ts';
import type { TurnEnd, TurnLog } from './turn-log.ts';

export interface TurnTools extends CallTools {
  log: TurnLog;
  /**
   * Processes died one after another, and this turn is suspected with others: each of its steps is written at once,
   * and until its first call it counts as begun.
   */
  suspected?: boolean;
  /** Told about every step that this run goes through. */
  onStep?: ((step: StepObservation) => void) | undefined;
}

/**
 * The handling of one event, in steps whose results are stored before the next step begins.
 * Run again after a crash, it takes finished steps from the store and goes on at the first one without a result.
 */
export class Turn {
  readonly event: StoredEvent;
  readonly #tools: TurnTools;
  readonly #calls: Calls;
  readonly #journal: Journal;
  #links: ChatLink[] = [];
  readonly #mayHaveSpoken: boolean;
  /** Whether the store counts this beginning, should it come to no end. */
  #counted = false;
  #suspicionWritten = false;
  #over = false;

  constructor(event: StoredEvent, recorded: StepRecord[], rerun: boolean, tools: TurnTools) {
    this.event = event;
    // What an operator sends again meets a conversation that has gone on: its way may differ.
    this.#journal = new Journal(recorded, { byName: event.origin !== event.id, clock: tools.clock });
    this.#tools = tools;
    this.#calls = new Calls(event, rerun, tools);
    this.#mayHaveSpoken = rerun || this.#calls.inDoubt;
  }

  get clock(): Clock {
    return this.#tools.clock;
  }

  /** True once this run does what no earlier one has done. */
  get beyondRecord(): boolean {
    return this.#journal.isBeyond;
  }

  /** Whether the next call may have been made by an earlier run: nothing new may be put in before it. */
  get inDoubt(): boolean {
    return this.#calls.inDoubt;
  }

  /** Whether it waited for keys, or for a plan to be paid. */
  get waitedForOperator(): boolean {
    return this.#calls.operatorWait.totalMs > 0;
  }

  /** When the latest step got its result, milliseconds since 1970. */
  get lastStepAt(): number {
    return this.#journal.lastAt;
  }

  /** The steps that an earlier run has finished. */
  recorded(): readonly StepRecord[] {
    return this.#journal.recorded;
  }

  /** Whether an earlier run did this next. */
  didNext(name: string): boolean {
    return this.#journal.isNext(name);
  }

  /** Writes the link of a chat with whatever is written next. */
  link(chat: ChatLink): void {
    this.#links.push(chat);
  }

  /** A value that might differ on a second run: computed once, then taken from the store. */
  record<T>(name: string, compute: () => T): T {
    const known = this.#journal.take<T>(name);
    if (known !== undefined) return known.value;
    const value = compute();
    this.#journal.keep(name, value);
    // It is written before the next call is made. No earlier run wrote it, so none has come to that call.
    if (!this.#journal.byName) this.#calls.inDoubt = false;
    return value;
  }

  /**
   * A remote call. Its result is stored before the next step begins; failures are repeated as the policy says.
   * @throws ApiError when the service refuses for good; BudgetUsedUpError when repeating did not help
   */
  async step<T>(name: string, spec: StepSpec<T>): Promise<T> {
    const known = this.#journal.take<T>(name);
    if (known !== undefined) return known.value;
    const value = await observeStep(this, this.#tools.onStep, name, () => this.#perform(name, spec));
    await this.#keepResult(name, value, spec.links?.(value));
    return value;
  }

  /**
   * A remote call whose failure does not end the turn. The failure is recorded like a result, so that a second run
   * goes the same way.
   */
  async attempt<T>(name: string, spec: StepSpec<T>): Promise<Attempt<T>> {
    const known = this.#journal.take<Attempt<T>>(name);
    if (known !== undefined) return known.value;
    const result = await observeStep(this, this.#tools.onStep, name, () => this.#perform(name, spec)).then(
      (value): Attempt<T> => ({ ok: true, value }),
      (error: unknown): Attempt<T> => toFailure(error),
    );
    await this.#keepResult(name, result, result.ok ? spec.links?.(result.value) : undefined);
    return result;
  }

  /**
   * What is said outside of the steps, right before the turn is set aside: tried once, and when an earlier call may
   * have said it, or something in its place, only after a look-up has shown that it did not.
   * @throws ApiError, BudgetUsedUpError when it was not said, or nobody can tell
   */
  async lastWord<T>(spec: Required<Pick<StepSpec<T>, 'call' | 'lookUp'>>): Promise<T> {
    const mayBeSaid = this.#mayHaveSpoken || this.#calls.inDoubt;
    const said = mayBeSaid ? await this.#calls.lookUp({ ...spec, ifUnknown: 'fail' }) : undefined;
    if (said !== undefined) return said;
    this.insistOnClaim();
    return spec.call();
  }

  /** Two instances must not make the same call: checked right before each. @throws ClaimInDoubtError */
  insistOnClaim(): void {
    this.#calls.insistOnClaim();
  }

  /** Waits until a time (milliseconds since 1970); others use the turn's place meanwhile. */
  async waitUntil(time: number, wake?: Promise<unknown>): Promise<void> {
    const ms = time - this.clock.now();
    if (ms > 0) await this.#calls.rest(ms, wake);
  }

  /** Writes what is not written yet, with the end of the turn when there is one. */
  async finish(end: TurnEnd): Promise<void> {
    const written = { steps: this.#journal.takeUnwritten(), chats: this.#links };
    this.#links = [];
    this.#over ||= end.end !== undefined || end.putDown !== undefined;
    const counts = written.steps.length > 0 && !this.#counted && !this.#over && end.takeovers === undefined;
    if (counts) this.#counted = true;
    const takeovers = counts ? { takeovers: this.event.takeovers + 1 } : {};
    await this.#tools.log.write(this.event, written, { ...end, ...takeovers });
  }

  /** From now on this beginning counts, should it come to no end. */
  async count(): Promise<void> {
    if (this.#counted || this.#over || !this.#tools.holds()) return;
    this.#counted = true;
    await this.#tools.log.write(this.event, { steps: [], chats: [] }, { takeovers: this.event.takeovers + 1 });
  }

  /** Before anything is done. A suspected turn counts as begun until its first call: only its own code runs so far. */
  async begin(): Promise<void> {
    if (!this.#tools.suspected) return;
    this.#suspicionWritten = true;
    await this.finish({ takeovers: this.event.takeovers + 1 });
  }

  async #keepResult(name: string, value: unknown, links: ChatLink[] = []): Promise<void> {
    this.#journal.keep(name, value);
    this.#links.push(...links);
    this.#calls.done();
    if (this.#tools.suspected) await this.finish({});
  }

  async #perform<T>(name: string, spec: StepSpec<T>): Promise<T> {
    const underWay = this.#calls.noLongerAtRest(spec.safe === true);
    const isOut = spec.local !== true;
    const cleared = isOut && this.#suspicionWritten && !this.#counted && !this.#journal.hasUnwritten;
    if (isOut) this.#suspicionWritten = false;
    if (cleared) await this.finish({ progress: underWay, takeovers: this.event.takeovers });
    else if (underWay !== undefined || this.#journal.hasUnwritten) await this.finish({ progress: underWay });
    this.#journal.isLive = true;
    return this.#calls.perform(name, spec);
  }
}
