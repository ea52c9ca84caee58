import { itemsToText } from '../v1/text-fallback.ts';
import type { WireItem, WireMessage } from '../v1/wire.ts';
import { type ChannelTraits, channelTraits } from './channel-traits.ts';
import { labelOf, type ShownButton, showButtons } from './show-buttons.ts';
import { splitText } from './split-text.ts';

/** One thing the user sees. */
export interface Bubble {
  kind: 'text' | 'image' | 'file' | 'card';
  text: string;
  mediaUrl?: string;
  buttons: ShownButton[];
}

/** What a channel makes of one message. */
export interface ShownMessage {
  bubbles: Bubble[];
  /** Labels of buttons that the channel cut off without an error. */
  dropped: string[];
}

/** What the user of a channel sees of a message (Smooch docs: channel capabilities). */
export function showMessage(message: WireMessage, channel: string): ShownMessage {
  const traits = channelTraits(channel);
  if (message.items !== undefined) return showItems(message, message.items, traits);
  const { buttons, lines, dropped } = showButtons(message.actions ?? [], traits);
  // A picture without caption carries a single space as its text.
  const caption = message.text?.trim() ? [message.text] : [];
  const text = [...caption, ...formLines(message, traits), ...lines].join('\n');
  return { bubbles: withMedia(message, text, buttons, traits), dropped };
}

function withMedia(message: WireMessage, text: string, buttons: ShownButton[], traits: ChannelTraits): Bubble[] {
  const { mediaUrl, type } = message;
  if (mediaUrl === undefined) return textBubbles(text, buttons, traits);
  const native = type === 'image' ? traits.images === 'native' : traits.files === 'native';
  if (!native) return textBubbles([text, mediaUrl].filter(Boolean).join('\n'), buttons, traits);
  return [{ kind: type === 'image' ? 'image' : 'file', text, mediaUrl, buttons }];
}

/** A long text arrives in several messages, with the buttons under the last. */
function textBubbles(text: string, buttons: ShownButton[], traits: ChannelTraits): Bubble[] {
  const length = buttons.length > 0 ? traits.textWithButtonsLength : traits.textLength;
  const parts = splitText(text, length, traits.textUnit);
  return parts.map((part, index) => ({ kind: 'text', text: part, buttons: index === parts.length - 1 ? buttons : [] }));
}

function showItems(message: WireMessage, items: readonly WireItem[], traits: ChannelTraits): ShownMessage {
  const way = message.type === 'list' ? traits.lists : traits.cards;
  if (way === 'messages') return showLines(message, items, traits);
  if (way === 'text' || traits.buttons === 'numbered') {
    // The generated text has links only: every other button is lost.
    const lost = items.flatMap((item) => item.actions.filter((action) => !action.uri));
    return { bubbles: textBubbles(itemsToText(items), [], traits), dropped: lost.map(labelOf) };
  }
  const cards = items.map((item, index) => showButtonsOfCard(item, index, traits));
  const footer = showButtons(message.actions ?? [], traits);
  const bubbles = cards.map(({ bubble }) => bubble);
  if (footer.buttons.length > 0) bubbles.push({ kind: 'text', text: '', buttons: footer.buttons });
  return { bubbles, dropped: [...cards.flatMap((card) => card.dropped), ...footer.dropped] };
}

/** Each line of a list as a message of its own, and the buttons of the list under a last one. */
function showLines(message: WireMessage, items: readonly WireItem[], traits: ChannelTraits): ShownMessage {
  const lines = items.map((item, index) => showLine(item, index, traits));
  const footer = showButtons(message.actions ?? [], traits);
  const last: Bubble = { kind: 'text', text: footer.lines.join('\n'), buttons: footer.buttons };
  const bubbles = lines.flatMap((line) => line.bubbles);
  return {
    bubbles: last.text !== '' || last.buttons.length > 0 ? [...bubbles, last] : bubbles,
    dropped: [...lines.flatMap((line) => line.dropped), ...footer.dropped],
  };
}

function showLine(item: WireItem, index: number, traits: ChannelTraits): ShownMessage {
  const { buttons, lines, dropped } = showButtons(item.actions, traits, index);
  const text = [item.title, item.description, ...lines].filter(Boolean).join('\n');
  if (item.mediaUrl === undefined) return { bubbles: textBubbles(text, buttons, traits), dropped };
  return { bubbles: [{ kind: 'image', text, mediaUrl: item.mediaUrl, buttons }], dropped };
}

function showButtonsOfCard(
  item: WireItem,
  index: number,
  traits: ChannelTraits,
): { bubble: Bubble; dropped: string[] } {
  const { buttons, dropped } = showButtons(item.actions, traits, index);
  const text = [item.title, item.description].filter(Boolean).join('\n');
  return { bubble: { kind: 'card', text, ...(item.mediaUrl && { mediaUrl: item.mediaUrl }), buttons }, dropped };
}

/** The questions where the channel can show them, else a link to them. */
function formLines(message: WireMessage, traits: ChannelTraits): string[] {
  if (message.type !== 'form') return [];
  if (traits.forms === 'link') return [`https://forms.smooch.example/${message._id}`];
  return (message.fields ?? []).map((field) => `${field.label}: ____`);
}
