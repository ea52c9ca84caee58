import type { ShownButton } from '../smooch/channel/show-buttons.ts';
import type { Bubble, ShownMessage } from '../smooch/channel/show-message.ts';

const SPEAKER = 'bot: ';

/** A message as lines of text, with its buttons numbered from `firstNumber` on. */
export function drawMessage(shown: ShownMessage, firstNumber: number): string[] {
  let number = firstNumber;
  const lines = shown.bubbles.flatMap((bubble) => [
    ...drawBubble(bubble),
    ...bubble.buttons.map((button) => `  [${number++}] ${drawButton(button)}`),
  ]);
  const dropped = shown.dropped.map((label) => `  (cut off by the channel: ${label})`);
  return [...lines, ...dropped];
}

/** The buttons in the order of their numbers. */
export function buttonsOf(shown: ShownMessage): ShownButton[] {
  return shown.bubbles.flatMap((bubble) => bubble.buttons);
}

function drawBubble({ kind, text, mediaUrl }: Bubble): string[] {
  const body = [...(mediaUrl === undefined ? [] : [`[${kind}] ${mediaUrl}`]), ...(text === '' ? [] : text.split('\n'))];
  return body.map((line, index) => `${index === 0 ? SPEAKER : ' '.repeat(SPEAKER.length)}${line}`.trimEnd());
}

function drawButton({ label, uri }: ShownButton): string {
  return uri === undefined ? label : `${label} -> ${uri}`;
}
