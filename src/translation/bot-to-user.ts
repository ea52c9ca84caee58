import type { BotAnswer } from '../chatbot/wire.ts';
import { changeLastText, htmlToDrafts, isText } from './answer-body.ts';
import { attributeText } from './attribute-text.ts';
import { cutText } from './cut-text.ts';
import type { ChoiceEntry, ChoicesDraft, Draft, UrlLink } from './draft.ts';
import { subAnswerBody, subAnswersToEntries } from './federated-answer.ts';
import { htmlToLine } from './html-to-messages.ts';
import { maxMessageLength, optionsToEntries } from './option-entries.ts';
import type { RenderContext } from './render-context.ts';
import { urlButtons } from './url-buttons.ts';

/** The results of a federated answer, kept so that a click on one can be answered. */
export interface FederatedList {
  /** The `list` of the payloads that point here. */
  id: string;
  subAnswers: BotAnswer[];
}

export interface RenderedAnswers {
  drafts: Draft[];
  lists: FederatedList[];
  /** For the log: what was left out or not understood. Never holds a user's or the bot's text. */
  notes: string[];
}

type Asked = Pick<ChoicesDraft, 'question' | 'entries'>;

const knownTypes = ['answer', 'polarQuestion', 'multipleChoiceQuestion', 'extendedContentsAnswer'];

/**
 * The bot's answers -> what the user gets to see, in order: text, buttons, side bubble and related contents of an
 * answer before the next answer. Every answer is shown as it is; whether one is to be left out (an offer of the bot
 * that ours replaces) is the caller's decision.
 */
export function renderAnswers(answers: readonly BotAnswer[], context: RenderContext): RenderedAnswers {
  const rendered: RenderedAnswers = { drafts: [], lists: [], notes: [] };
  for (const answer of answers) addAnswer(rendered, answer, context);
  return rendered;
}

/**
 * A result of a federated answer, chosen by the user.
 *
 * @param options.textOnly For results that come from a button's payload, which anybody can forge: no images, no buttons.
 */
export function renderSubAnswer(
  subAnswer: BotAnswer,
  context: RenderContext,
  options: { textOnly?: boolean } = {},
): RenderedAnswers {
  const rendered: RenderedAnswers = { drafts: [], lists: [], notes: [] };
  if (options.textOnly) rendered.drafts = subAnswerBody(subAnswer, rendered.notes).filter(isText);
  else addSubAnswer(rendered, subAnswer, context);
  return rendered;
}

function addAnswer(rendered: RenderedAnswers, answer: BotAnswer, context: RenderContext): void {
  const body = htmlToDrafts(answer.messages, rendered.notes);
  if (!knownTypes.includes(answer.type)) {
    rendered.notes.push(`an answer of the unknown type "${cutText(answer.type, 50)}" was shown as its text`);
    rendered.drafts.push(...body);
  } else if (answer.type === 'extendedContentsAnswer') {
    addFederated(rendered, answer, body, context);
  } else {
    addWithButtons(rendered, answer, body, context);
  }
}

/** One result alone is shown at once; there is nothing to choose. */
function addFederated(rendered: RenderedAnswers, answer: BotAnswer, heading: Draft[], context: RenderContext): void {
  const [only, ...others] = answer.subAnswers;
  if (only === undefined || others.length === 0) {
    addWithButtons(rendered, answer, heading, context);
    if (only !== undefined) addSubAnswer(rendered, only, context);
    return;
  }
  const list = { id: `${context.listSeed}.${rendered.lists.length}`, subAnswers: answer.subAnswers };
  rendered.lists.push(list);
  const entries = subAnswersToEntries(list.subAnswers, list.id, context);
  addWithButtons(rendered, answer, heading, context, { question: 'federated', entries });
}

function addSubAnswer(rendered: RenderedAnswers, subAnswer: BotAnswer, context: RenderContext): void {
  const body = subAnswerBody(subAnswer, rendered.notes);
  addWithButtons(rendered, { ...subAnswer, type: 'answer' }, body, context);
}

function addWithButtons(
  rendered: RenderedAnswers,
  answer: BotAnswer,
  body: Draft[],
  context: RenderContext,
  asked: Asked | undefined = askedBy(answer, context),
): void {
  const { drafts, notes } = rendered;
  const links = urlButtons(answer.attributes, context.digester.url_buttons, notes);
  const text = answer.actionField?.fieldType === 'datePicker' ? withDateFormat(body, context) : body;
  if (asked !== undefined) addChoices(drafts, text, { ...asked, links }, answer, context);
  else if (links.length > 0) drafts.push(...withLinks(text, links, answer));
  else drafts.push(...text);
  for (const name of context.sideBubbleAttributes) {
    drafts.push(...htmlToDrafts(attributeTexts(answer.attributes, name), notes));
  }
  drafts.push(...relatedContents(answer, context));
}

/** What an answer asks the user to choose from; a question without options is only its text. */
function askedBy(answer: BotAnswer, context: RenderContext): Asked | undefined {
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

/** The choices stand under the answer's last text; without one, under the text that came right before. */
function addChoices(
  drafts: Draft[],
  body: Draft[],
  asked: Asked & { links: UrlLink[] },
  answer: BotAnswer,
  context: RenderContext,
): void {
  const choices = (text: string): ChoicesDraft => ({ kind: 'choices', style: 'postback', text, ...asked });
  const before = drafts.at(-1);
  if (body.length === 0 && isText(before)) {
    drafts[drafts.length - 1] = choices(before.text);
    return;
  }
  drafts.push(...changeLastText(body, (text) => choices(text || titleOf(answer) || context.label('more_options'))));
}

function withLinks(body: Draft[], links: UrlLink[], answer: BotAnswer): Draft[] {
  const titles = links.map((link) => link.title).join(', ');
  return changeLastText(body, (text) => ({ kind: 'links', text: text || titleOf(answer) || titles, links }));
}

function titleOf({ contents }: BotAnswer): string {
  return htmlToLine(contents.title ?? '');
}

function withDateFormat(body: Draft[], context: RenderContext): Draft[] {
  const format = context.label('date_format');
  return changeLastText(body, (text) => ({ kind: 'text', text: text === '' ? format : `${text} (${format})` }));
}

function attributeTexts(attributes: Readonly<Record<string, unknown>>, name: string): string[] {
  const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  if (Array.isArray(value)) return value.filter((text) => typeof text === 'string');
  return [attributeText(attributes, name) ?? ''];
}

/** Contents the user may like to read next; following one is asking for it by its title. */
function relatedContents({ contents }: BotAnswer, context: RenderContext): Draft[] {
  const titles = contents.related.map(({ title }) => htmlToLine(title)).filter((title) => title !== '');
  if (titles.length === 0) return [];
  const entries = titles.map((label): ChoiceEntry => {
    return { label, payload: { message: cutText(label, maxMessageLength) } };
  });
  const text = htmlToLine(contents.relatedTitle ?? '') || context.label('related');
  return [{ kind: 'choices', question: 'related', style: 'postback', text, entries }];
}
