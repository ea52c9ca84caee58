import type { Clock } from '../core/clock.ts';
import { ApiError, type Service } from '../core/errors.ts';
import { PutDownError, StoppedError } from './turn-outcome.ts';

/** How a step went, without anything of what was said. */
export interface StepObservation {
  lane: string;
  event: number;
  step: string;
  outcome: 'done' | 'failed' | 'put down' | 'stopped';
  /** From its beginning to its end, with all attempts and waits between them, milliseconds. */
  ms: number;
  /** Who did not do what was asked. */
  upstream?: Service;
  status?: number | 'no answer';
}

/** Goes through a step and tells how it went, where somebody wants to know. */
export async function observeStep<T>(
  { clock, event }: { clock: Clock; event: { id: number; lane: string } },
  onStep: ((step: StepObservation) => void) | undefined,
  step: string,
  perform: () => Promise<T>,
): Promise<T> {
  if (onStep === undefined) return perform();
  const began = clock.monotonic();
  const tell = (end: StepEnd) =>
    onStep({ lane: event.lane, event: event.id, step, ms: Math.round(clock.monotonic() - began), ...end });
  try {
    const value = await perform();
    tell({ outcome: 'done' });
    return value;
  } catch (error) {
    tell(errorToEnd(error));
    throw error;
  }
}

type StepEnd = Pick<StepObservation, 'outcome' | 'upstream' | 'status'>;

function errorToEnd(error: unknown): StepEnd {
  if (error instanceof PutDownError) return { outcome: 'put down' };
  if (error instanceof StoppedError) return { outcome: 'stopped' };
  const cause = error instanceof Error && error.cause instanceof ApiError ? error.cause : error;
  if (!(cause instanceof ApiError)) return { outcome: 'failed' };
  return { outcome: 'failed', upstream: cause.service, status: cause.status ?? 'no answer' };
}
