import type { BotAnswer } from '../chatbot/wire.ts';
import { attributeText } from './attribute-text.ts';

/** Why an answer leads to an agent, the strongest reason first. */
export type EscalationSignal =
  /** A finished form asks for an agent: no question any more. `data` are the form's values. */
  | { kind: 'form'; data: Record<string, unknown> }
  /** The bot begins its designed dialog. */
  | { kind: 'start' }
  /** The content has the setting ESCALATE. */
  | { kind: 'flag' }
  /** The bot offers an agent; its own question is the last answer. */
  | { kind: 'offer' };

/** The signal that counts among all answers of a response, all of their callbacks looked at. */
export function escalationSignal(answers: readonly BotAnswer[]): EscalationSignal | undefined {
  const form = callbackData(answers, 'escalateToAgent');
  if (form !== undefined) return { kind: 'form', data: form };
  if (callbackData(answers, 'escalationStart') !== undefined) return { kind: 'start' };
  if (answers.some((answer) => answer.flags.includes('escalate'))) return { kind: 'flag' };
  return answers.some(isOffer) ? { kind: 'offer' } : undefined;
}

/** The values of a form that shall become a ticket. */
export function ticketRequest(answers: readonly BotAnswer[]): Record<string, unknown> | undefined {
  return callbackData(answers, 'createTicket');
}

/** True for an answer that begins the designed dialog: its own text only ends a form, and is not shown. */
export function startsEscalation(answer: BotAnswer): boolean {
  return callbackData([answer], 'escalationStart') !== undefined;
}

/**
 * True when the bot did not know: by its flags, or, on newer instances, which set none, by the content it answered with.
 *
 * @param missDirectCalls Configuration `conversation.miss_direct_calls`.
 */
export function isMiss(answers: readonly BotAnswer[], missDirectCalls: readonly string[]): boolean {
  return answers.some((answer) => {
    const directCall = attributeText(answer.attributes, 'DIRECT_CALL');
    const isDefaultContent = directCall !== undefined && missDirectCalls.includes(directCall);
    return isDefaultContent || answer.flags.includes('no-results') || answer.flags.includes('no-subset-match');
  });
}

const unratedFlags = ['escalate', 'no-rating', 'no-ratings', 'follow-up-question', 'end-form'];

/** The code to rate with: that of the last answer which may be rated. */
export function rateCodeOf(answers: readonly BotAnswer[]): string | undefined {
  return answers.findLast(isRateable)?.contents.rateCode;
}

/** Whether the content of an answer may be rated; what else is open in the conversation is the caller's to know. */
export function isRateable(answer: BotAnswer): boolean {
  if (answer.type !== 'answer' || !answer.contents.rateCode) return false;
  if (answer.flags.some((flag) => unratedFlags.includes(flag)) || startsEscalation(answer) || isOffer(answer))
    return false;
  if (attributeText(answer.attributes, 'DYNAMIC_REDIRECT') === 'escalationOffer') return false;
  return !hasRatingsOff(answer.attributes);
}

/** True when an answer waits for the user: it asks for a value of a form, or to choose. */
export function asksSomething(answer: BotAnswer): boolean {
  const field = answer.actionField;
  if (field !== undefined && (field.variableName || field.values.length > 0 || field.fieldType === 'datePicker')) {
    return true;
  }
  const isQuestion = answer.type === 'polarQuestion' || answer.type === 'multipleChoiceQuestion';
  return (
    (isQuestion && answer.options.length > 0) ||
    (answer.type === 'extendedContentsAnswer' && answer.subAnswers.length > 1)
  );
}

function isOffer(answer: BotAnswer): boolean {
  return attributeText(answer.attributes, 'DIRECT_CALL') === 'escalationOffer';
}

function hasRatingsOff(attributes: BotAnswer['attributes']): boolean {
  return attributes.RATINGS === false || attributeText(attributes, 'RATINGS')?.toUpperCase() === 'FALSE';
}

function callbackData(answers: readonly BotAnswer[], name: string): Record<string, unknown> | undefined {
  return answers.flatMap((answer) => answer.actions).find((action) => action.callback === name)?.data;
}
