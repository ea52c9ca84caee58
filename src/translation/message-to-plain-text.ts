import type { Action, OutgoingMessage } from '../core/outgoing-message.ts';

/** A message as a channel without buttons and media would say it: numbered choices, addresses in plain. */
export function messageToPlainText(message: OutgoingMessage): string {
  const text = message.text?.trim() ?? '';
  const media = message.type === 'text' ? '' : message.mediaUrl;
  const actions = message.type === 'file' ? [] : (message.actions ?? []);
  let number = 0;
  const lines = actions.map((action) => actionToLine(action, 'payload' in action ? ++number : 0));
  return [text, media, lines.join('\n')].filter((part) => part !== '').join('\n\n');
}

function actionToLine(action: Action, number: number): string {
  const label = typeof action.metadata?.label === 'string' ? action.metadata.label : action.text;
  return 'payload' in action ? `${number}) ${label}` : `${label}: ${action.uri}`;
}
