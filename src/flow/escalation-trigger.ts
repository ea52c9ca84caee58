import type { BotAnswer } from '../chatbot/wire.ts';
import { type EscalationSignal, escalationSignal, isMiss, startsEscalation } from '../translation/answer-signals.ts';
import type { EscalationReason, Session } from './session.ts';
import type { FlowSettings } from './world.ts';

/** Without a message for this time, a row of misses or bad ratings is forgotten. */
const COUNTERS_LAPSE_MS = 30 * 60_000;

/** Why a user should get to an agent, and the form's values when he has already been asked for them. */
export interface EscalationWish {
  reason: EscalationReason;
  data?: Record<string, unknown>;
  /** The bot's own "no", for an offer that the user refuses. */
  no?: { label: string; value: unknown };
}

/** Forgets rows that were interrupted. @param now when the event arrived, milliseconds since 1970 */
export function lapseCounters({ counters }: Session, now: number): void {
  if (counters.at !== 0 && now - counters.at > COUNTERS_LAPSE_MS) {
    counters.misses = 0;
    counters.negatives = 0;
  }
  counters.at = now;
}

/** Counts a turn with the bot: once, however many answers it has. */
export function countMiss(session: Session, answers: readonly BotAnswer[], settings: FlowSettings): void {
  session.counters.misses = isMiss(answers, settings.missDirectCalls) ? session.counters.misses + 1 : 0;
}

/**
 * What leads to an agent after everything the bot has answered in a turn, the strongest reason first.
 * @param responses one for each question that was put to the bot
 */
export function findWish(
  session: Session,
  responses: readonly (readonly BotAnswer[])[],
  settings: FlowSettings,
): EscalationWish | undefined {
  const { chat } = settings;
  if (chat === undefined) return undefined;
  const signal = escalationSignal(responses.flat());
  // Only of the newest question does the bot still know the options.
  if (signal?.kind === 'offer') return responses.map(responseWish).findLast((wish) => wish?.reason === 'offer');
  if (signal !== undefined) return signalToWish(signal);
  const { triesBeforeEscalation: tries } = chat;
  return tries > 0 && session.counters.misses >= tries ? { reason: 'misses' } : undefined;
}

/** What one response leads to by itself: it decides which of its answers are shown. */
export function responseWish(answers: readonly BotAnswer[]): EscalationWish | undefined {
  const signal = escalationSignal(answers);
  if (signal?.kind !== 'offer') return signal && signalToWish(signal);
  const options = answers.at(-1)?.options ?? [];
  const no = options.find((option) => option.label.trim().toLowerCase() === 'no');
  return { reason: 'offer', no: no && { label: no.label, value: no.value } };
}

function signalToWish(signal: EscalationSignal): EscalationWish {
  return signal.kind === 'form' ? { reason: 'form', data: signal.data } : { reason: signal.kind };
}

/**
 * The answers that are shown: not the bot's own question of an offer, since ours takes its place, nor a text that only
 * ends a form.
 */
export function answersToShow(answers: readonly BotAnswer[], wish: EscalationWish | undefined): readonly BotAnswer[] {
  if (wish === undefined) return answers;
  const shown = wish.reason === 'offer' ? answers.slice(0, -1) : answers;
  return shown.filter((answer) => !startsEscalation(answer));
}
