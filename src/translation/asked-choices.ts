import type { BotAnswer } from '../chatbot/wire.ts';
import { changeLastText, isText } from './answer-body.ts';
import type { ChoiceEntry, ChoicesDraft, Draft } from './draft.ts';
import { htmlToLine } from './html-to-messages.ts';
import { cutMessage, optionsToEntries } from './option-entries.ts';
import type { RenderContext } from './render-context.ts';

/** What an answer gives the user to choose from. */
export type Asked = Pick<ChoicesDraft, 'question' | 'entries' | 'links'>;

/** The options of a question or the values of a form field; a question without options is only its text. */
export function askedBy(answer: BotAnswer, context: RenderContext): Asked | undefined {
  const isQuestion = answer.type === 'polarQuestion' || answer.type === 'multipleChoiceQuestion';
  if (isQuestion && answer.options.length > 0) {
    return { question: 'options', entries: optionsToEntries(answer, context) };
  }
  const values = answer.actionField?.values ?? [];
  if (values.length === 0) return undefined;
  // Forms hear values as messages (Inbenta docs: forms).
  const entries = values.map(({ label, option }): ChoiceEntry => {
    return { label: htmlToLine(label) || String(option), payload: { message: String(option) } };
  });
  return { question: 'list-field', entries };
}

/**
 * Adds the drafts of an answer that asks. The choices stand under its last text; an answer that says nothing puts
 * them under the text right before it, else under `emptyText`.
 */
export function addChoices(drafts: Draft[], body: readonly Draft[], asked: Asked, emptyText: string): void {
  const choices = (text: string): ChoicesDraft => ({ kind: 'choices', style: 'postback', text, ...asked });
  const before = drafts.at(-1);
  if (body.length === 0 && isText(before)) drafts[drafts.length - 1] = choices(before.text);
  else drafts.push(...changeLastText(body, (text) => choices(text || emptyText)));
}

/** Contents the user may like to read next; following one is asking for it by its title (Inbenta docs: related contents). */
export function relatedChoices({ contents }: BotAnswer, context: RenderContext): ChoicesDraft | undefined {
  const titles = contents.related.map(({ title }) => htmlToLine(title)).filter((title) => title !== '');
  if (titles.length === 0) return undefined;
  const entries = titles.map((label): ChoiceEntry => ({ label, payload: { message: cutMessage(label) } }));
  const text = htmlToLine(contents.relatedTitle ?? '', { strike: context.strike }) || context.label('related');
  return { kind: 'choices', question: 'related', style: 'postback', text, entries };
}
