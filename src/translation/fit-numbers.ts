import type { ChannelLimits } from '../core/channel-limits.ts';
import type { OutgoingMessage } from '../core/outgoing-message.ts';
import type { ButtonsDraft, FittedButtons } from './fitted-buttons.ts';
import { textToParts } from './split-text.ts';

/**
 * Choices for a channel without buttons: `1) label` under the text, a line each; pages as `title: url`.
 *
 * @param firstNumber Numbers go on from list to list of a response, so that each means one thing.
 */
export function fitNumbers(draft: ButtonsDraft, limits: ChannelLimits, firstNumber = 1): FittedButtons {
  const numbered = draft.entries.map(({ label }, index) => `${firstNumber + index}) ${label}`);
  const list = [...linkLines(draft), ...numbered].join('\n');
  const texts = textToParts(`${draft.text.trim()}\n${list}`, limits);
  const messages: OutgoingMessage[] = texts.map((text) => ({ type: 'text', text }));
  const last = messages.at(-1);
  if (last !== undefined && draft.metadata !== undefined) last.metadata = draft.metadata;
  const entries = draft.entries.map(({ label, payload }, index) => {
    return { number: firstNumber + index, shown: label, label, payload, message: messages.length - 1 };
  });
  return { messages, entries };
}

/** Pages, for a channel without buttons that open them. */
export function linkLines({ links }: ButtonsDraft): string[] {
  return links.map(({ title, uri }) => (title === uri ? uri : `${title}: ${uri}`));
}
