import type { Content } from '../knowledge/knowledge.ts';
import type { DirectAnswerName } from '../knowledge/knowledge-schema.ts';
import { addDirectAnswer, addQuestion, directText } from './answers.ts';
import type { OfferedOption, Step } from './conversation.ts';
import type { Turn } from './turn.ts';
import type { Attributes, Option } from './wire.ts';

/** Asks yes or no. The labels are keys, which the client translates. */
export function askPolar(
  turn: Turn,
  question: { text: string; yes: Step; no: Step; flags?: string[]; attributes?: Attributes },
): void {
  const [yes, no] = polarValues(turn);
  const options: OfferedOption[] = [
    { label: 'yes', value: yes, step: question.yes },
    { label: 'no', value: no, step: question.no },
  ];
  turn.conversation.pending = { kind: 'polar', options };
  const shown = options.map(({ label, value }) => ({ label, value }));
  const { text, flags, attributes } = question;
  addQuestion(turn, { type: 'polarQuestion', text, options: shown, flags }, attributes ?? null);
}

function polarValues(turn: Turn): [number | string, number | string] {
  if (turn.settings.polarValues === 'numbers') return [1, 0];
  if (turn.settings.polarValues === 'words') return ['yes', 'no'];
  const id = 9001 + 2 * turn.conversation.asked++;
  return [id, id + 1];
}

/** Asks a yes/no question of the engine, with its flag. */
export function askDirectly(turn: Turn, name: DirectAnswerName, yes: Step, no: Step): void {
  askPolar(turn, { text: turn.knowledge.directAnswers[name], yes, no, flags: [name] });
}

/** "Did you mean ...?" for the best candidate; no leads to the next. None left: all options are discarded. */
export function askCheck(turn: Turn, candidates: number[]): void {
  const [first, ...others] = candidates;
  const content = first === undefined ? undefined : turn.knowledge.contents.get(first);
  if (content) {
    askPolar(turn, {
      text: directText(turn, 'check-question', { title: content.title }),
      yes: { kind: 'content', id: content.id },
      no: { kind: 'check', candidates: others },
    });
  } else {
    addDirectAnswer(turn, 'all-options-discarded');
  }
}

/** Asks which of several contents that fit was meant. */
export function askWhichContent(turn: Turn, contents: Content[]): void {
  const offered = contents.slice(0, turn.conversation.options.maxOptions).map(contentToOffer);
  offer(turn, {
    text: turn.knowledge.directAnswers['multiple-options'],
    flags: ['multiple-options'],
    offered,
  });
}

/** Asks the question of a content. What does not fit under maxOptions follows behind an option for more. */
export function askChoice(turn: Turn, content: Content, from: number, attributes?: Attributes): void {
  const { choice } = content;
  if (!choice) return;
  const all = choice.options.slice(from).map((option): Offer => {
    const { label, target, attributes: own, revisitableLink } = option;
    const shown: Option = { label, value: target, attributes: own };
    if (revisitableLink !== undefined)
      shown.revisitableLink = turn.settings.revisitableLink === 'name' ? revisitableLink : true;
    return { shown, step: { kind: 'content', id: target } };
  });
  const room = turn.conversation.options.maxOptions;
  offer(turn, {
    text: choice.question,
    // With room for one there is none for "more".
    offered: all.length <= room || room === 1 ? all.slice(0, room) : withMore(all.slice(0, room - 1), content, from),
    attributes,
  });
}

type Offer = { shown: Option; step: Step };

function withMore(first: Offer[], content: Content, from: number): Offer[] {
  const next = from + first.length;
  // Values of contents are small numbers; this one must be none of them.
  const shown: Option = { label: content.choice?.more ?? '', value: 1_000_000 + next, attributes: null };
  return [...first, { shown, step: { kind: 'more-options', contentId: content.id, from: next } }];
}

function contentToOffer(content: Content): Offer {
  const { ANSWER_TEXT: _text, SIDEBUBBLE_TEXT: _side, ...attributes } = content.attributes;
  return {
    shown: { label: content.title, value: content.id, attributes },
    step: { kind: 'content', id: content.id },
  };
}

function offer(
  turn: Turn,
  question: { text: string; offered: Offer[]; flags?: string[]; attributes?: Attributes },
): void {
  const { text, offered, flags, attributes } = question;
  const options = offered.map(({ shown: { label, value }, step }): OfferedOption => ({ label, value, step }));
  turn.conversation.pending = { kind: 'choice', options };
  for (const [index, { shown }] of offered.entries()) {
    if (shown.revisitableLink !== undefined) turn.conversation.revisitable.set(String(shown.value), options[index]!);
  }
  const shown = offered.map((option) => option.shown);
  addQuestion(turn, { type: 'multipleChoiceQuestion', text, options: shown, flags }, attributes ?? null);
}
