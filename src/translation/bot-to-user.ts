import type { BotAnswer } from '../chatbot/wire.ts';
import { changeLastText, htmlToDrafts, isText } from './answer-body.ts';
import { addChoices, askedBy, relatedChoices } from './asked-choices.ts';
import { attributeTexts } from './attribute-text.ts';
import { cutText } from './cut-text.ts';
import type { Draft, UrlLink } from './draft.ts';
import { saysSomething, subAnswerBody, subAnswersToEntries } from './federated-answer.ts';
import { htmlToLine } from './html-to-messages.ts';
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
  if (options.textOnly) rendered.drafts = subAnswerBody(subAnswer, rendered.notes, context).filter(isText);
  else addSubAnswer(rendered, subAnswer, context);
  return rendered;
}

function addAnswer(rendered: RenderedAnswers, answer: BotAnswer, context: RenderContext): void {
  const body = htmlToDrafts(answer.messages, rendered.notes, context);
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
  const results = answer.subAnswers.filter(saysSomething);
  const [only, ...others] = results;
  if (only === undefined || others.length === 0) {
    addWithButtons(rendered, answer, heading, context);
    if (only !== undefined) addSubAnswer(rendered, only, context);
    return;
  }
  const list = { id: `${context.listSeed}.${rendered.lists.length}`, subAnswers: results };
  rendered.lists.push(list);
  const entries = subAnswersToEntries(list, context);
  addWithButtons(rendered, answer, heading, context, { question: 'federated', entries });
}

function addSubAnswer(rendered: RenderedAnswers, subAnswer: BotAnswer, context: RenderContext): void {
  const body = subAnswerBody(subAnswer, rendered.notes, context);
  addWithButtons(rendered, { ...subAnswer, type: 'answer' }, body, context);
}

function addWithButtons(
  { drafts, notes }: RenderedAnswers,
  answer: BotAnswer,
  body: Draft[],
  context: RenderContext,
  asked = askedBy(answer, context),
): void {
  const links = urlButtons(answer.attributes, context.digester.url_buttons, notes);
  const title = htmlToLine(answer.contents.title ?? '', { strike: context.strike });
  const text = answer.actionField?.fieldType === 'datePicker' ? withDateFormat(body, context) : body;
  if (asked !== undefined) addChoices(drafts, text, { ...asked, links }, title || context.label('more_options'));
  else drafts.push(...withLinks(text, links, title));
  for (const name of context.sideBubbleAttributes) {
    drafts.push(...htmlToDrafts(attributeTexts(answer.attributes, name), notes, context));
  }
  const related = relatedChoices(answer, context);
  if (related !== undefined) drafts.push(related);
}

function withDateFormat(body: Draft[], context: RenderContext): Draft[] {
  const format = context.label('date_format');
  return changeLastText(body, (text) => ({ kind: 'text', text: text === '' ? format : `${text} (${format})` }));
}

/** Buttons that open pages stand under the last text; where there is none, under the title of the content. */
function withLinks(body: Draft[], links: UrlLink[], title: string): Draft[] {
  if (links.length === 0) return body;
  const emptyText = title || links.map((link) => link.title).join(', ');
  return changeLastText(body, (text) => ({ kind: 'links', text: text || emptyText, links }));
}
