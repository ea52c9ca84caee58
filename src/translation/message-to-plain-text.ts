import type { Action, OutgoingMessage } from '../core/outgoing-message.ts';

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

function fullLabel(action: Action): string {
  return typeof action.metadata?.label === 'string' ? action.metadata.label : action.text;
}
