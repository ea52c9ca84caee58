import type { BotAnswer } from '../chatbot/wire.ts';
import { changeLastText, htmlToDrafts } from './answer-body.ts';
import { attributeText } from './attribute-text.ts';
import type { ChoiceEntry, Draft } from './draft.ts';
import { htmlToLine } from './html-to-messages.ts';
import { webAddress } from './link-target.ts';
import type { RenderContext } from './render-context.ts';

/** What the user reads of a result: its text, and where to read more in the same message. */
export function subAnswerBody(subAnswer: BotAnswer, notes: string[], context: Pick<RenderContext, 'strike'>): Draft[] {
  const text = htmlToDrafts(subAnswer.messages, notes, context);
  const body = text.length > 0 ? text : htmlToDrafts([titleOf(subAnswer) ?? ''], notes, context);
  const url = webAddress(subAnswer.contents.url ?? '');
  if (url === undefined) return body;
  return changeLastText(body, (last) => {
    return { kind: 'text', text: last.includes(url) ? last : `${last}\n${url}`.trim() };
  });
}

/** A choice per result. A press shows the stored result: nothing goes to the bot. */
export function subAnswersToEntries(
  list: { id: string; subAnswers: BotAnswer[] },
  context: RenderContext,
): ChoiceEntry[] {
  return list.subAnswers.map((subAnswer, index) => ({
    label: subAnswerLabel(subAnswer, context),
    payload: { list: list.id, index },
  }));
}

/** A result without text, title and address is none. */
export function saysSomething(subAnswer: BotAnswer): boolean {
  return subAnswerBody(subAnswer, [], {}).length > 0;
}

function subAnswerLabel(subAnswer: BotAnswer, context: RenderContext): string {
  const short = attributeText(subAnswer.attributes, context.digester.button_title ?? '');
  const candidates = [short, titleOf(subAnswer), subAnswer.messages[0], subAnswer.contents.url];
  return candidates.map((text) => htmlToLine(text ?? '')).find((label) => label !== '') ?? '';
}

function titleOf({ attributes, contents }: BotAnswer): string | undefined {
  return attributeText(attributes, 'title') ?? (contents.title?.trim() || undefined);
}
