import type { JournalEntry } from '../../../control/journal.ts';
import { htmlToLine } from '../../protocol/html-to-line.ts';
import { asMap, type SystemName } from './label-call.ts';

const LONGEST = 140;

/** What was said in a call, in one line; undefined when there is nothing to say. */
export function summariseCall(system: SystemName, entry: JournalEntry): string | undefined {
  const { endpoint, status = 200, responseBody } = entry;
  const body = asMap(entry.body);
  const said = system === 'chatbot' ? questionOf(body) : textOf(body);
  if (status >= 400) return oneLine([said, failureOf(responseBody)]);
  if (system === 'chatbot' && (endpoint === 'message' || endpoint === 'conversation'))
    return oneLine([said, answersOf(responseBody)]);
  if (endpoint === 'tracking') return oneLine([trackedOf(body)]);
  return oneLine([said]);
}

/** One line of at most 140 characters. */
export function cut(text: string): string {
  const line = htmlToLine(text);
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

function oneLine(parts: (string | undefined)[]): string | undefined {
  const there = parts.filter((part) => part !== undefined && part !== '').map((part) => cut(part!));
  return there.length === 0 ? undefined : there.join(' → ');
}

function questionOf({ message, option, directCall }: Record<string, unknown>): string | undefined {
  if (typeof message === 'string' && message !== '') return `“${message}”`;
  if (option !== undefined && option !== null)
    return `option ${typeof option === 'object' ? JSON.stringify(option) : option}`;
  return typeof directCall === 'string' ? `direct call ${directCall}` : undefined;
}

function answersOf(response: unknown): string | undefined {
  const { answers } = asMap(response);
  if (!Array.isArray(answers)) return undefined;
  const texts = answers.map((answer) => {
    const { messageList, message } = asMap(answer);
    return Array.isArray(messageList) && messageList.length > 0 ? messageList.join(' ') : String(message ?? '');
  });
  return texts.join(' ');
}

function textOf({ text, message, mediaUrl, type }: Record<string, unknown>): string | undefined {
  const said = [text, message, mediaUrl].find((value) => typeof value === 'string' && value.trim() !== '');
  return typeof said === 'string'
    ? `“${said}”`
    : typeof type === 'string' && !type.startsWith('typing')
      ? type
      : undefined;
}

function trackedOf({ data }: Record<string, unknown>): string | undefined {
  const { value, comment } = asMap(data);
  if (value === undefined) return undefined;
  const shown = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return typeof comment === 'string' && comment !== '' ? `${shown}, “${comment}”` : shown;
}

function failureOf(response: unknown): string | undefined {
  if (typeof response === 'string') return response;
  const { error, message, errors, Message } = asMap(response);
  const first = asMap(Array.isArray(errors) ? errors[0] : error);
  const told = [first.message, first.description, message, Message, error].find((value) => typeof value === 'string');
  return typeof told === 'string' ? told : undefined;
}
