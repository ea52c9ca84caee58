import { isBlank } from '../core/text.ts';
import { asList, asRecord, asText } from '../net/loose-json.ts';
import { parseActionField } from './parse-action-field.ts';
import { parseContents } from './parse-contents.ts';
import type { BotAction, BotAnswer, BotOption } from './wire.ts';

/** Told about every part of an answer that had to be left out. */
export type OnWarning = (message: string) => void;

const silent: OnWarning = () => undefined;

/**
 * Brings the `answers` of a response into our form (Inbenta docs: answer types). It never throws: fields are missing,
 * null or of a neighbouring type in practice, and one broken entry must not cost the user the others.
 *
 * @param answers what stands under `answers`: a list, or one answer alone
 */
export function parseAnswers(answers: unknown, onWarning: OnWarning = silent): BotAnswer[] {
  return parseList(answers, onWarning, true);
}

function parseList(answers: unknown, onWarning: OnWarning, withSubAnswers: boolean): BotAnswer[] {
  const parsed: BotAnswer[] = [];
  for (const entry of asList(answers)) {
    const answer = asRecord(entry);
    if (answer === undefined) onWarning(`an answer is no object but ${typeof entry}`);
    else parsed.push(parseAnswer(answer, onWarning, withSubAnswers));
  }
  return parsed;
}

/** Sub-answers have none of their own: results are one level deep, and a body must not decide how deep we go. */
function parseAnswer(answer: Record<string, unknown>, onWarning: OnWarning, withSubAnswers: boolean): BotAnswer {
  const { parameters } = answer;
  return {
    type: asText(answer.type) ?? 'answer',
    messages: parseMessages(answer),
    options: parseOptions(answer.options, onWarning),
    flags: parseTexts(answer.flags),
    attributes: asRecord(answer.attributes) ?? {},
    contents: parseContents(asRecord(parameters)),
    actionField: parseActionField(asRecord(answer.actionField), onWarning),
    actions: parseActions(answer.actions),
    subAnswers: withSubAnswers ? parseList(answer.subAnswers, onWarning, false) : [],
  };
}

function parseTexts(values: unknown): string[] {
  const texts: string[] = [];
  for (const value of asList(values)) {
    const text = asText(value);
    if (text !== undefined && !isBlank(text)) texts.push(text);
  }
  return texts;
}

/** `messageList` where it says something, else `message`; never both, since one is the other joined. */
function parseMessages(answer: Record<string, unknown>): string[] {
  const listed = parseTexts(answer.messageList);
  return listed.length > 0 ? listed : parseTexts(answer.message);
}

function parseOptions(options: unknown, onWarning: OnWarning): BotOption[] {
  const parsed: BotOption[] = [];
  for (const entry of asList(options)) {
    const option = parseOption(asRecord(entry));
    if (option === undefined) onWarning('an option has no label');
    else parsed.push(option);
  }
  return parsed;
}

function parseOption(option: Record<string, unknown> | undefined): BotOption | undefined {
  const attributes = asRecord(option?.attributes) ?? {};
  const label = asText(option?.label) ?? asText(attributes.title);
  if (option === undefined || label === undefined) return undefined;
  const { revisitableLink } = option;
  const link = typeof revisitableLink === 'boolean' ? revisitableLink : asText(revisitableLink);
  // One without a value can still be answered with its label.
  const value = option.value ?? undefined;
  return { label, value, attributes, revisitableLink: link };
}

/** Every callback of the list; other kinds of action concern a browser only. */
function parseActions(actions: unknown): BotAction[] {
  const parsed: BotAction[] = [];
  for (const entry of asList(actions)) {
    const parameters = asRecord(asRecord(entry)?.parameters);
    const callback = asText(parameters?.callback);
    if (callback !== undefined) parsed.push({ callback, data: asRecord(parameters?.data) ?? {} });
  }
  return parsed;
}
