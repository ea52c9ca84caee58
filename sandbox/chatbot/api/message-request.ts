import type { MessageInput } from '../bot/bot.ts';

/**
 * Reads what was said. Of several, a direct call beats an option, and an option beats a message
 * (Chatbot docs: answer types), or the other way round. Other keys are tolerated.
 * @returns the sentence for the client when nothing usable was sent.
 */
export function parseMessageRequest(
  body: Record<string, unknown>,
  wins: 'option' | 'message' = 'option',
): { input: MessageInput } | { error: string } {
  const { directCall, message } = body;
  const option = wins === 'message' && isSent(message) ? undefined : body.option;
  if (isSent(directCall)) {
    if (typeof directCall !== 'string') return { error: 'directCall must be a string.' };
    return { input: { kind: 'directCall', name: directCall } };
  }
  if (isSent(option)) {
    if (typeof option !== 'string' && typeof option !== 'number')
      return { error: 'option must be a number or a string.' };
    return { input: { kind: 'option', value: option, message: typeof message === 'string' ? message : undefined } };
  }
  if (typeof message !== 'string' || message.trim() === '') {
    return { error: 'Send a message, an option or a directCall.' };
  }
  return { input: { kind: 'message', text: message } };
}

const isSent = (value: unknown): boolean => value !== undefined && value !== null && value !== '';
