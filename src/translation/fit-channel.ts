import type { ChannelLimits } from '../core/channel-limits.ts';
import type { OutgoingMessage } from '../core/outgoing-message.ts';
import { isBlank } from '../core/text.ts';
import { toOneLine } from './cut-label.ts';
import type { ChoicesDraft, Draft, LinksDraft } from './draft.ts';
import { fitButtons } from './fit-buttons.ts';
import { fitInteractive } from './fit-interactive.ts';
import { fitNumbers } from './fit-numbers.ts';
import type { ButtonsDraft, FittedButtons } from './fitted-buttons.ts';
import { standardAddress } from './link-target.ts';
import { splitLinks } from './plain-links.ts';
import type { PayloadRef, ShownQuestion } from './shown-question.ts';
import { textToParts } from './split-text.ts';

export interface FitOptions {
  /** Label `more_options`: stands above the buttons that did not fit under the question. */
  moreOptions: string;
  /** Names stored payloads. The same on every run of the turn, different in every other turn. */
  refSeed: string;
}

export interface FittedMessages {
  messages: OutgoingMessage[];
  /** The lists that were shown: the last one is the question, and labels of the others answer too. */
  question?: ShownQuestion;
  /** Payloads that were too large for their buttons. */
  refs: PayloadRef[];
}

/**
 * Drafts -> the messages a channel can show. Nothing is dropped: what is too long is split, what is too much goes
 * into further messages. No message is empty.
 */
export function fitChannel(drafts: readonly Draft[], limits: ChannelLimits, options: FitOptions): FittedMessages {
  const fitted: FittedMessages = { messages: [], refs: [] };
  for (const draft of drafts) {
    if (draft.kind === 'image') {
      const altText = draft.altText === undefined ? {} : { altText: draft.altText };
      fitted.messages.push({ type: 'image', mediaUrl: standardAddress(draft.url), ...altText });
    } else if (draft.kind === 'text') {
      fitted.messages.push(...textMessages(draft.text, limits));
    } else {
      addButtons(fitted, draft, limits, options);
    }
  }
  return fitted;
}

function addButtons(
  fitted: FittedMessages,
  draft: ChoicesDraft | LinksDraft,
  limits: ChannelLimits,
  options: FitOptions,
): void {
  const buttons = toButtons(draft, limits, options);
  if (buttons.entries.length + buttons.links.length === 0) {
    fitted.messages.push(...textMessages(buttons.text, limits));
    return;
  }
  const store = { refs: fitted.refs, seed: options.refSeed };
  const earlier = fitted.question?.entries ?? [];
  const { messages, entries } = fitChoices(buttons, limits, { ...options, store, firstNumber: earlier.length + 1 });
  const first = fitted.messages.length;
  fitted.messages.push(...messages);
  if (draft.kind !== 'choices' || entries.length === 0) return;
  fitted.question = {
    kind: draft.question,
    entries: [...earlier, ...entries.map((entry) => ({ ...entry, message: entry.message + first }))],
    ...earlierLists(fitted.question),
    message: fitted.messages.length - 1,
  };
}

function fitChoices(
  buttons: ButtonsDraft,
  limits: ChannelLimits,
  options: { moreOptions: string; store: { refs: PayloadRef[]; seed: string }; firstNumber: number },
): FittedButtons {
  switch (limits.buttons) {
    case 'text':
      return fitNumbers(buttons, limits, options.firstNumber);
    case 'interactive':
      return fitInteractive(buttons, limits, options);
    case 'native':
      return fitButtons(buttons, limits, options.moreOptions, options.store);
  }
}

/** What was a question until another list of the same response followed. */
function earlierLists(question: ShownQuestion | undefined): Pick<ShownQuestion, 'earlier'> {
  if (question === undefined) return {};
  return { earlier: { kinds: [...(question.earlier?.kinds ?? []), question.kind], entries: question.entries.length } };
}

/** Every button gets a label and every list a text, so that nothing empty is sent. */
function toButtons(draft: ChoicesDraft | LinksDraft, limits: ChannelLimits, options: FitOptions): ButtonsDraft {
  const { entries, style, metadata } =
    draft.kind === 'choices' ? draft : { entries: [], style: 'postback' as const, metadata: undefined };
  const links = (draft.links ?? []).map((link) => ({ ...link, title: labelOr(link.title, link.uri) }));
  const { buttons, lines } = splitLinks(links, limits);
  const text = [draft.text, ...lines].filter((line) => !isBlank(line)).join('\n');
  return {
    text: text === '' && buttons.length + entries.length > 0 ? options.moreOptions : text,
    style,
    entries: entries.map((entry, index) => ({ ...entry, label: labelOr(entry.label, String(index + 1)) })),
    links: buttons,
    metadata,
  };
}

function labelOr(label: string, substitute: string): string {
  return isBlank(label) ? substitute : toOneLine(label);
}

function textMessages(text: string, limits: ChannelLimits): OutgoingMessage[] {
  return textToParts(text, limits).map((part) => ({ type: 'text', text: part }));
}
