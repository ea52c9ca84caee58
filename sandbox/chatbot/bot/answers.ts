import type { Content } from '../knowledge/knowledge.ts';
import type { DirectAnswerName } from '../knowledge/knowledge-schema.ts';
import { fillPlaceholders } from '../knowledge/placeholders.ts';
import type { Turn } from './turn.ts';
import type { Answer, Attributes, Contents, Option } from './wire.ts';

const INTENT_BASE = { type: 'intent', name: 'Intent base' };
const SMALL_TALK = { type: 'intent', name: 'Small talk' };

/** An answer of these bubbles and nothing else. */
export function bubblesToAnswer(turn: Pick<Turn, 'settings'>, bubbles: string[], flags: string[]): Answer {
  return {
    type: 'answer',
    message: bubbles.join(turn.settings.bubbleSeparator),
    messageList: bubbles,
    flags: flags.map((flag) => spellFlag(flag, turn.settings)),
    options: null,
    attributes: null,
    parameters: null,
    source: INTENT_BASE,
    actionField: null,
    actionFieldEvents: null,
  };
}

function spellFlag(flag: string, { ratingFlag }: Turn['settings']): string {
  return ratingFlag !== 'as-written' && (flag === 'no-rating' || flag === 'no-ratings') ? ratingFlag : flag;
}

/** A text of the engine itself, with its flag (Chatbot docs: direct answers). It cannot be rated. */
export function addDirectAnswer(turn: Turn, name: DirectAnswerName): void {
  turn.answers.push(bubblesToAnswer(turn, [directText(turn, name, { question: turn.question })], [name]));
}

/** The answer of a content. `score` when it was found by a sentence and not called by name. */
export function addContentAnswer(turn: Turn, content: Content, score?: number): void {
  const bubbles = contentToBubbles(turn, content);
  const answer: Answer = {
    ...bubblesToAnswer(
      turn,
      bubbles.map((bubble) => fillPlaceholders(bubble, { question: turn.question })),
      content.flags,
    ),
    // An answer tells its title under this name, too (other connectors: answers).
    attributes: { ...content.attributes, inbMainTitle: content.title },
    parameters: { contents: content.smallTalk ? null : describeContent(turn, content) },
    source: content.smallTalk ? SMALL_TALK : INTENT_BASE,
    ...absentActionField(content.id),
  };
  if (score !== undefined) answer.intent = { type: content.smallTalk ? 'AIML' : 'FAQ', score };
  if (content.action) answer.actions = [content.action];
  turn.answers.push(answer);
}

export function addQuestion(
  turn: Turn,
  question: { type: 'polarQuestion' | 'multipleChoiceQuestion'; text: string; options: Option[]; flags?: string[] },
  attributes: Attributes | null = null,
): void {
  const { type, text, options, flags = [] } = question;
  turn.answers.push({ type, message: text, messageList: [text], flags, options, attributes, source: INTENT_BASE });
}

/** Several external results in one answer (Chatbot docs: federated bot). */
export function addFederatedAnswer(turn: Turn, content: Content): void {
  const federated = content.federated;
  if (!federated) return;
  const source = { type: 'external_search', name: federated.source };
  const { message, messageList, flags } = bubblesToAnswer(turn, [federated.heading], content.flags);
  const subAnswers = federated.results.map((result): Answer => {
    const attributes = { title: result.title, ...result.attributes };
    const contents: Contents = {
      title: result.title,
      trackingCode: { clickCode: turn.codes.issue('click', turn.conversation.sessionId, content.id) },
      attributes,
    };
    if (result.url !== undefined) contents.url = { value: result.url, target: result.target };
    return { ...bubblesToAnswer(turn, [result.text], []), attributes, parameters: { contents }, source };
  });
  turn.answers.push({ type: 'extendedContentsAnswer', message, messageList, flags, source, subAnswers });
}

/** The wanted attributes make the text; several are joined with a newline (Chatbot SDK docs: answerAttributes). */
function contentToBubbles(turn: Turn, content: Content): string[] {
  const names = turn.conversation.options.answerAttributes;
  if (names.length === 1 && names[0] === 'ANSWER_TEXT') return content.bubbles;
  const texts = names.map((name) => content.attributes[name]).filter((text) => typeof text === 'string' && text !== '');
  return texts.length === 0 ? [] : [texts.join('\n')];
}

function describeContent(turn: Turn, content: Content): Contents {
  const { sessionId, options } = turn.conversation;
  const trackingCode: Contents['trackingCode'] = { clickCode: turn.codes.issue('click', sessionId, content.id) };
  if (content.rateable) trackingCode.rateCode = turn.codes.issue('rate', sessionId, content.id);
  const contents: Contents = { title: content.title, trackingCode };
  const related = content.related?.contents.slice(0, options.maxRelatedContents) ?? [];
  if (content.related && related.length > 0) {
    contents.related = { relatedTitle: content.related.title, relatedContents: related };
    turn.conversation.related.push(...related.map(({ id }) => id));
  } else if (content.id % 2 === 0) {
    contents.related = null;
  }
  return contents;
}

/** No form runs: whether that is null, an empty list or an absent key is not known, so contents differ in it. */
function absentActionField(contentId: number): Pick<Answer, 'actionField' | 'actionFieldEvents'> {
  if (contentId % 3 === 0) return { actionField: [], actionFieldEvents: null };
  if (contentId % 3 === 1) return { actionField: null, actionFieldEvents: null };
  return { actionField: undefined, actionFieldEvents: undefined };
}

/** A text of the engine with its values filled in. */
export function directText(turn: Turn, name: DirectAnswerName, values: Record<string, string>): string {
  return fillPlaceholders(turn.knowledge.directAnswers[name], values);
}
