import type { UserInput } from '../core/user-event.ts';
import { matchChoice } from '../translation/match-choice.ts';
import { type Payload, parsePayload, readPayload } from '../translation/parse-payload.ts';
import { type UserWords, userInputToWords } from '../translation/user-to-bot.ts';
import { kindsOf, type PendingQuestion, type Session } from './session.ts';

/** What a user meant: something a button stands for, a comment we asked for, or words. */
export interface Meaning {
  /** `text` when it is only words. */
  payload: Payload;
  /** The same in words: the visible label of a button, or what was typed. */
  words: UserWords;
  /** The open question that this may answer. */
  asked?: PendingQuestion;
  /** The question that is open from now on. */
  open?: PendingQuestion;
  /** A button was pressed, or a shown choice typed. */
  chosen: boolean;
}

/** A question nobody answers is forgotten after this time. */
const QUESTION_LIFE_MS = 30 * 60_000;

/**
 * Works out what an event means. An open question is closed by it, unless the event came too early to be its answer.
 * @param receivedAt milliseconds since 1970
 */
export function readMeaning(session: Session, input: UserInput, receivedAt: number): Meaning {
  const { asked, open } = takeQuestion(session.pending, receivedAt);
  const words = userInputToWords(input);
  const text: Payload = { kind: 'text' };
  const payload = 'payload' in input ? resolve(session, input.payload) : undefined;
  if (payload !== undefined) return { payload, words, asked, open, chosen: true };
  if (input.kind !== 'text' || asked === undefined) return { payload: text, words, asked, open, chosen: false };
  const choice = matchChoice(input.text, asked.entries, asked.earlier?.entries);
  if (choice !== undefined) {
    const label: UserWords = { kind: 'texts', texts: [choice.label] };
    return { payload: readPayload(choice.payload), words: label, asked, open, chosen: true };
  }
  // A form asks for one of its values: the user may try once more without the bot showing the list again.
  const isField = kindsOf(asked).includes('list-field');
  const kept = isField && !asked.retried ? { ...asked, retried: true } : undefined;
  return { payload: text, words, asked, open: kept, chosen: false };
}

/** The question that an event of this time may answer, and the one that stays open whatever the event is. */
export function takeQuestion(
  pending: PendingQuestion | undefined,
  receivedAt: number,
): { asked?: PendingQuestion; open?: PendingQuestion } {
  if (pending === undefined) return {};
  if (receivedAt <= pending.confirmedAt) return { open: pending };
  return receivedAt - pending.confirmedAt <= QUESTION_LIFE_MS ? { asked: pending } : {};
}

/** @returns undefined when the button carries nothing we know: the press counts as its text */
function resolve(session: Session, written: string | undefined): Payload | undefined {
  if (written === undefined) return undefined;
  const payload = parsePayload(written);
  if (payload.kind === 'text') return undefined;
  if (payload.kind !== 'ref') return payload;
  const kept = session.refs.flat().find(({ ref }) => ref === payload.ref);
  return kept && readPayload(kept.payload);
}
