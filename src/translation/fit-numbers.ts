import type { ChannelLimits } from '../core/channel-limits.ts';
import type { OutgoingMessage } from '../core/outgoing-message.ts';
import type { ButtonsDraft, FittedButtons } from './fitted-buttons.ts';
import { splitText } from './split-text.ts';

/** Choices for a channel without buttons: `1) label` under the text, a line each; pages as `title: url`. */
export function fitNumbers(draft: ButtonsDraft, limits: ChannelLimits): FittedButtons {
  const links = draft.links.map(({ title, uri }) => (title === uri ? uri : `${title}: ${uri}`));
  const numbered = draft.entries.map(({ label }, index) => `${index + 1}) ${label}`);
  const list = [...links, ...numbered].join('\n');
  const texts = splitText(`${draft.text.trim()}\n${list}`, limits.textLength);
  const messages: OutgoingMessage[] = texts.map((text) => ({ type: 'text', text }));
  const last = messages.at(-1);
  if (last !== undefined && draft.metadata !== undefined) last.metadata = draft.metadata;
  const entries = draft.entries.map(({ label, payload }, index) => {
    return { number: index + 1, shown: label, label, payload, message: messages.length - 1 };
  });
  return { messages, entries };
}
