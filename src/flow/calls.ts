import type { ApiError } from '../core/errors.ts';
import {
  mayRepeat,
  mayRepeatAfterLookUp,
  type RetryPolicy,
  retryDelayMs,
  retryPolicies,
  settling,
} from '../core/retry.ts';
import type { Progress, StoredEvent } from '../core/turn-record.ts';
import type { CallTools } from './call-tools.ts';
import { createOperatorWait, type OperatorWait } from './operator-wait.ts';
import { sleep } from './sleep.ts';
import { isAmbiguous, isOfService, needsOperator } from './step-failure.ts';
import type { StepSpec } from './step-spec.ts';
import { BudgetUsedUpError, ClaimInDoubtError, PutDownError, StoppedError } from './turn-outcome.ts';

/** A turn that would wait longer than this is put down and goes on later from its steps. */
const LONGEST_WAIT_MS = 5_000;

/** The remote calls of one turn: look-ups before what may have happened, repeats, waits. */
export class Calls {
  /** The first step without a result may have taken effect all the same. */
  inDoubt: boolean;
  readonly operatorWait: OperatorWait;
  readonly #event: StoredEvent;
  readonly #tools: CallTools;
  #progress: Progress | undefined;
  /** Time of the monotonic clock from which a look-up that finds nothing is believed. */
  #settledFrom: number;

  constructor(event: StoredEvent, isRerun: boolean, tools: CallTools) {
    this.#event = event;
    this.#tools = tools;
    this.inDoubt = event.progress === undefined ? isRerun : !event.progress.nothingHappened;
    this.operatorWait = createOperatorWait(event, tools.clock);
    this.#progress = event.progress && this.operatorWait.leaveOut(event.progress);
    this.#settledFrom = tools.lookUpsFrom;
  }

  /** The step that was under way has a result. */
  done(): void {
    this.#progress = undefined;
    this.inDoubt = false;
  }

  /** Two instances must not make the same call: checked right before each. @throws ClaimInDoubtError */
  insistOnClaim(): void {
    if (!this.#tools.holds()) throw new ClaimInDoubtError();
  }

  /**
   * A turn that was put down with nothing under way says before its next call that now something may be: should this
   * process die, the next one must not trust what was written then.
   */
  noLongerAtRest(isSafe: boolean): Progress | undefined {
    const { progress } = this.#event;
    if (progress?.nothingHappened !== true || isSafe) return undefined;
    this.#event.progress = this.operatorWait.leaveOut({ ...progress, nothingHappened: false });
    return this.#event.progress;
  }

  /** Makes a call until it has a result, as its policy says. */
  async perform<T>(name: string, spec: StepSpec<T>): Promise<T> {
    const { clock } = this.#tools;
    const progress = this.#progressOf(name, spec);
    let perhapsDone = this.inDoubt && spec.safe !== true;
    for (;;) {
      progress.nothingHappened = !perhapsDone;
      if (this.#tools.stopping()) throw new StoppedError(progress);
      this.insistOnClaim();
      let isLooking = perhapsDone;
      const begun = clock.monotonic();
      try {
        const found = perhapsDone ? await this.lookUp(spec) : undefined;
        if (found !== undefined) return found;
        isLooking = false;
        this.insistOnClaim();
        return await spec.call();
      } catch (error) {
        this.inDoubt = spec.safe !== true && (perhapsDone || isAmbiguous(error));
        perhapsDone = await this.#afterFailure(spec, progress, { error, wasLooking: isLooking, begun });
      }
    }
  }

  /** @returns the result of the attempt that did take effect, or undefined when the call has to be made (again) */
  async lookUp<T>(spec: Pick<StepSpec<T>, 'lookUp' | 'ifUnknown'>): Promise<T | undefined> {
    const { lookUp } = spec;
    if (lookUp === undefined) {
      if (spec.ifUnknown === 'fail') throw new BudgetUsedUpError('nobody can tell whether the call took effect');
      return undefined;
    }
    const { clock, lookUpsFrom } = this.#tools;
    const early = lookUpsFrom - clock.monotonic();
    if (early > 0) await this.rest(early);
    const firstLook = clock.monotonic();
    let looked = await this.#lookOnce(spec, lookUp);
    const took = clock.monotonic() - firstLook;
    if (took > settling.slowMs) {
      const patience = Math.min(took * settling.slowFactor, settling.longestMs);
      this.#settledFrom = Math.max(this.#settledFrom, firstLook + patience);
    }
    for (;;) {
      const unsettled = this.#settledFrom - clock.monotonic();
      if (looked.value !== undefined || !looked.told || unsettled <= 0) return looked.value;
      await this.rest(Math.min(unsettled, settling.againMs));
      looked = await this.#lookOnce(spec, lookUp);
    }
  }

  /** @returns `told: false` when nobody can tell and the call is to be made all the same */
  async #lookOnce<T>(
    spec: Pick<StepSpec<T>, 'ifUnknown'>,
    lookUp: () => Promise<T | undefined>,
  ): Promise<{ told: boolean; value?: T }> {
    const progress: Progress = this.#newProgress('look-up', false);
    for (;;) {
      try {
        return { told: true, value: await lookUp() };
      } catch (error) {
        if (!isOfService(error)) throw error;
        const delay = mayRepeat(error, true) ? this.#delayAfter(retryPolicies.lookUp, progress, error) : undefined;
        if (delay !== undefined && delay <= LONGEST_WAIT_MS) await this.rest(delay);
        else if (spec.ifUnknown === 'fail') throw new BudgetUsedUpError(error.message, error);
        else if (spec.ifUnknown === 'look-on') throw error;
        else return { told: false };
      }
    }
  }

  /** Waits for the next attempt, or throws when there is none. @returns whether a look-up has to come first */
  async #afterFailure<T>(
    spec: StepSpec<T>,
    progress: Progress,
    { error, wasLooking, begun }: { error: unknown; wasLooking: boolean; begun: number },
  ): Promise<boolean> {
    if (needsOperator(error)) {
      this.#tools.onOperatorNeeded(error.message);
      this.operatorWait.begin(progress, error);
    }
    if (!isOfService(error)) throw error;
    const repeatable =
      mayRepeat(error, spec.safe === true || wasLooking) || (spec.lookUp !== undefined && mayRepeatAfterLookUp(error));
    if (!repeatable) throw error;
    const delay = this.#delayAfter(spec.policy, progress, error);
    if (delay === undefined) throw new BudgetUsedUpError(error.message, error);
    const { nothingHappened = false, timedOut = false }: Partial<ApiError> = error;
    const perhapsDone = spec.safe !== true && (!progress.nothingHappened || !nothingHappened);
    progress.nothingHappened = !perhapsDone;
    const settle = perhapsDone && !wasLooking && timedOut ? this.#settle(spec, progress, begun) : 0;
    await this.rest(Math.max(delay, settle), undefined, progress);
    return perhapsDone;
  }

  /**
   * A call that was given up may still be on its way: it gets as long again as it had, within bounds, and until then a
   * look-up that finds nothing is made again. @returns when to look first, milliseconds from now
   */
  #settle({ policy }: StepSpec<unknown>, progress: Progress, begun: number): number {
    const { clock } = this.#tools;
    // A repeat must not come later than the budget allows.
    const left = policy.withinMs - (clock.now() - progress.since);
    const took = clock.monotonic() - begun;
    const ms = Math.max(settling.firstMs, Math.min(took, settling.longestMs, left));
    this.#settledFrom = clock.monotonic() + ms;
    return settling.firstMs;
  }

  #progressOf<T>(name: string, spec: StepSpec<T>): Progress {
    const resumed = this.#progress?.step === name ? this.#progress : undefined;
    const progress = resumed ?? this.#newProgress(name, true);
    if (spec.since !== undefined) progress.since = spec.since + this.operatorWait.totalMs;
    return progress;
  }

  #newProgress(step: string, nothingHappened: boolean): Progress {
    return this.operatorWait.note({ step, attempts: 0, since: this.#tools.clock.now(), nothingHappened });
  }

  #delayAfter(policy: RetryPolicy, progress: Progress, error: Partial<ApiError>): number | undefined {
    progress.attempts += 1;
    return retryDelayMs(policy, progress.attempts, {
      elapsedMs: this.#tools.clock.now() - progress.since,
      retryAfterMs: error.retryAfterMs,
      random: this.#tools.random(),
    });
  }

  /** Waits; others use the turn's place meanwhile. @throws PutDownError when that is long */
  async rest(ms: number, wake?: Promise<unknown>, progress?: Progress): Promise<void> {
    // Something may wake it any moment, and its place is free for others meanwhile.
    if (ms > LONGEST_WAIT_MS && wake === undefined) {
      const unfinished = progress ?? this.#newProgress('', !this.inDoubt);
      throw new PutDownError(this.#tools.clock.now() + ms, unfinished, `waits ${Math.round(ms / 1000)} s`);
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
