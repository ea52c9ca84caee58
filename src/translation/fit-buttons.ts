import type { ChannelLimits } from '../core/channel-limits.ts';
import type { Action, OutgoingMessage } from '../core/outgoing-message.ts';
import { isBlank } from '../core/text.ts';
import { choiceToAction, linkToAction } from './button-actions.ts';
import { cutLabels } from './cut-label.ts';
import type { ButtonsDraft, FittedButtons } from './fitted-buttons.ts';
import type { PayloadRef } from './shown-question.ts';
import { splitForButtons } from './split-text.ts';

/**
 * Buttons for a channel that has them. A long text goes first, the buttons stand under its end; those that do not
 * fit follow in further messages under `moreOptions`.
 */
export function fitButtons(
  draft: ButtonsDraft,
  limits: ChannelLimits,
  moreOptions: string,
  store: { refs: PayloadRef[]; seed: string },
): FittedButtons {
  const { style, perMessage, labelLength } = styleFor(draft, limits);
  const titles = [...draft.links.map((link) => link.title), ...draft.entries.map((entry) => entry.label)];
  const shown = cutLabels(titles, labelLength, limits.unit);
  const shownLabels = shown.slice(draft.links.length);
  const actions: Action[] = [
    ...draft.links.map((link, index) => linkToAction(link, shown[index] ?? link.title)),
    ...draft.entries.map((entry, index) => choiceToAction(entry, shownLabels[index] ?? entry.label, style, store)),
  ];
  const { before, last } = splitForButtons(draft.text, limits);
  const messages: OutgoingMessage[] = before.map((text) => ({ type: 'text', text }));
  for (let start = 0; start < actions.length; start += perMessage) {
    const text = start === 0 && !isBlank(last) ? last : moreOptions;
    const metadata = draft.metadata === undefined ? {} : { metadata: draft.metadata };
    messages.push({ type: 'text', text, actions: actions.slice(start, start + perMessage), ...metadata });
  }
  const messageOf = (index: number) => before.length + Math.floor((draft.links.length + index) / perMessage);
  const entries = draft.entries.map(({ label, payload }, index) => {
    return { shown: shownLabels[index] ?? label, label, payload, message: messageOf(index) };
  });
  return { messages, entries };
}

/** Quick replies cannot stand beside other buttons, and not every channel has them. */
function styleFor(draft: ButtonsDraft, limits: ChannelLimits) {
  const asReplies = draft.style === 'reply' && draft.links.length === 0 && limits.maxReplies > 0;
  return asReplies
    ? ({ style: 'reply', perMessage: limits.maxReplies, labelLength: limits.replyLabelLength } as const)
    : ({ style: 'postback', perMessage: Math.max(limits.maxButtons, 1), labelLength: limits.labelLength } as const);
}
