import type { Action, OutgoingMessage } from '../core/outgoing-message.ts';
import type { ShownEntry } from './shown-question.ts';

/**
 * A message as a channel without buttons and media would say it: numbered choices, addresses in plain.
 *
 * @param firstNumber Of the message's first choice, when choices before it stand in another message.
 */
export function messageToPlainText(message: OutgoingMessage, firstNumber = 1): string {
  const text = message.text?.trim() ?? '';
  const media = message.type === 'text' ? '' : message.mediaUrl;
  const lines: string[] = [];
  let number = firstNumber;
  for (const action of message.type === 'file' ? [] : (message.actions ?? [])) {
    const isChoice = action.type === 'postback' || action.type === 'reply';
    lines.push(isChoice ? `${number++}) ${fullLabel(action)}` : `${fullLabel(action)}: ${action.uri}`);
  }
  return [text, media, lines.join('\n')].filter((part) => part !== '').join('\n');
}

/**
 * The choices of a question after one of its messages went out as plain text: those of that message have the numbers
 * that its user can see, when the text was made with the first of them as `firstNumber`.
 *
 * @param message Index of the message, as in `ShownEntry.message`.
 */
export function numberEntries(
  entries: readonly ShownEntry[],
  message: number,
): { entries: ShownEntry[]; firstNumber: number } {
  const numbered = entries.map((entry, index) => (entry.message === message ? { ...entry, number: index + 1 } : entry));
  return { entries: numbered, firstNumber: entries.findIndex((entry) => entry.message === message) + 1 || 1 };
}

function fullLabel(action: Action): string {
  return typeof action.metadata?.label === 'string' ? action.metadata.label : action.text;
}
