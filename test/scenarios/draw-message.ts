import type { WireAction, WireMessage } from '../../sandbox/smooch/v1/wire.ts';

/**
 * A message as a scenario reads it: its text, and its buttons on a line below. `[label]` is a postback, `(label)` a
 * quick reply, `{label -> address}` a button that opens a page; an image is `<name of its file>`.
 */
export function drawMessage({ type, text, mediaUrl, actions = [] }: WireMessage): string {
  const media = type === 'text' ? [] : [type === 'image' ? `<${fileName(mediaUrl)}>` : `<${type}>`];
  const words = text?.trim() ? [text] : [];
  const buttons = actions.length === 0 ? [] : [actions.map(drawAction).join(' ')];
  return [...media, ...words, ...buttons].join('\n');
}

function drawAction({ type, text, uri }: WireAction): string {
  if (type === 'postback') return `[${text}]`;
  return type === 'reply' ? `(${text})` : `{${text} -> ${uri}}`;
}

function fileName(address = ''): string {
  return address.slice(address.lastIndexOf('/') + 1);
}
