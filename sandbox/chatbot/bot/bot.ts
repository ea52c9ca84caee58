import type { KnowledgeBase } from '../knowledge/knowledge-base.ts';
import type { ChatbotSettings } from '../settings.ts';
import { answerText } from './answer-text.ts';
import { addDirectAnswer } from './answers.ts';
import type { Conversation, OfferedOption, PendingQuestion, Step } from './conversation.ts';
import { runFormStep, takeFieldInput } from './forms.ts';
import { recordTurn } from './history.ts';
import { normalise } from './normalise.ts';
import { askCheck, askChoice } from './questions.ts';
import { showContent } from './show-content.ts';
import type { TrackingCodes } from './tracking-codes.ts';
import { isPublished, type Turn } from './turn.ts';
import type { BotAnswer } from './wire.ts';
import { textToYesNo } from './yes-no.ts';

export type MessageInput =
  | { kind: 'directCall'; name: string }
  /** `message` is what was sent beside it; it only counts where a stale option is taken as text. */
  | { kind: 'option'; value: number | string; message?: string }
  | { kind: 'message'; text: string };

export type Bot = {
  /** Answers one input and remembers what it has to; undefined when an option was sent that was not offered. */
  respond(conversation: Conversation, input: MessageInput): BotAnswer[] | undefined;
};

export type BotParts = {
  knowledgeBase: KnowledgeBase;
  settings: () => ChatbotSettings;
  codes: TrackingCodes;
  /** Milliseconds since 1970. */
  now: () => number;
};

const MAX_MESSAGE_LENGTH = 256;

/** The bot itself: no HTTP, no sessions, only what is said and what is remembered of it. */
export function createBot({ knowledgeBase, settings, codes, now }: BotParts): Bot {
  return {
    respond(conversation, input) {
      const turn: Turn = {
        question: inputToText(input),
        conversation,
        knowledge: knowledgeBase.knowledge(),
        matcher: knowledgeBase.matcher(),
        settings: settings(),
        codes,
        answers: [],
        shown: new Set(),
      };
      const heard = hear(turn, input);
      if (heard === undefined) return undefined;
      recordTurn(conversation, heard, turn.answers, now());
      return turn.answers;
    },
  };
}

function inputToText(input: MessageInput): string {
  if (input.kind === 'directCall') return '';
  return input.kind === 'message' ? input.text : (input.message ?? '');
}

/** What the user said, as it goes into the history; undefined when it was refused and so changed nothing. */
function hear(turn: Turn, input: MessageInput): string | undefined {
  if (input.kind === 'directCall') {
    forgetOffer(turn.conversation);
    turn.conversation.form = undefined;
    callDirectly(turn, input.name);
    return '';
  }
  if (input.kind === 'message') return hearText(turn, input.text);
  const taken = findOffer(turn, input.value);
  if (taken) {
    forgetOffer(turn.conversation);
    runStep(turn, taken.step);
    return taken.label;
  }
  if (turn.conversation.form && !turn.conversation.pending) return hearText(turn, String(input.value));
  if (turn.settings.staleOption === 'text') return hearText(turn, input.message ?? String(input.value));
  return undefined;
}

function hearText(turn: Turn, text: string): string {
  const { pending, form } = turn.conversation;
  forgetOffer(turn.conversation);
  const step = pending && textToStep(pending, text);
  if (isTooLong(text)) addDirectAnswer(turn, 'character-limit-exceeded');
  else if (step) runStep(turn, step);
  else if (form) takeFieldInput(turn, form, text);
  else answerText(turn, text);
  return text;
}

/** What was offered counts for one call only (Chatbot docs: option). */
function forgetOffer(conversation: Conversation): void {
  conversation.pending = undefined;
  conversation.related = [];
}

// Counted in characters, not in UTF-16 units; the first test spares the usual short text the work.
function isTooLong(text: string): boolean {
  return text.length > MAX_MESSAGE_LENGTH && [...text].length > MAX_MESSAGE_LENGTH;
}

function callDirectly(turn: Turn, name: string): void {
  const content = turn.knowledge.byDirectCall.get(name);
  if (content && isPublished(turn, content)) showContent(turn, content.id);
  else addDirectAnswer(turn, 'conversation-error-message');
}

/** The option with this value, however its number is written. Related contents may be followed by their id. */
function findOffer({ conversation, knowledge }: Turn, value: number | string): OfferedOption | undefined {
  const wanted = String(value);
  const offered = conversation.pending?.options.find((option) => String(option.value) === wanted);
  if (offered) return offered;
  const related = conversation.related.find((id) => String(id) === wanted);
  if (related === undefined) return conversation.revisitable.get(wanted);
  const label = knowledge.contents.get(related)?.title ?? '';
  return { value: related, label, step: { kind: 'content', id: related } };
}

/** A label typed instead of clicked, or a word for yes or no. */
function textToStep({ kind, options }: PendingQuestion, text: string): Step | undefined {
  const spoken = normalise(text);
  const labelled = options.find(({ label }) => label === text || (spoken !== '' && normalise(label) === spoken));
  if (labelled) return labelled.step;
  const meaning = textToYesNo(text);
  if (kind === 'polar') return options.find(({ label }) => label === meaning)?.step;
  return meaning === 'no' ? { kind: 'check', candidates: [] } : undefined;
}

function runStep(turn: Turn, step: Step): void {
  const { form } = turn.conversation;
  if (step.kind === 'content') showContent(turn, step.id);
  else if (step.kind === 'check') askNextCandidate(turn, step.candidates);
  else if (step.kind === 'more-options') askMore(turn, step.contentId, step.from);
  else if (form) runFormStep(turn, form, step);
}

function askMore(turn: Turn, contentId: number, from: number): void {
  const content = turn.knowledge.contents.get(contentId);
  if (content) askChoice(turn, content, from);
}

/** With skipLastCheckQuestion the last of several candidates is shown without asking. */
function askNextCandidate(turn: Turn, candidates: number[]): void {
  const [first] = candidates;
  const isLast = candidates.length === 1 && first !== undefined;
  if (isLast && turn.conversation.options.skipLastCheckQuestion) showContent(turn, first);
  else askCheck(turn, candidates);
}
