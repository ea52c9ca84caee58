import type { Conversation, HistoryEntry } from './conversation.ts';
import type { BotAnswer } from './wire.ts';

/** Sessions under load must not grow for ever; nobody reads further back. */
const MAX_ENTRIES = 500;

/** A line of the transcript as it goes out (connector: chat history). Times are UTC. */
export type HistoryLine = { user: 'user' | 'bot'; message: string; messageList: string[]; datetime: string };

/** Adds what the user said, empty for a direct call, and every answer to the transcript. */
export function recordTurn(conversation: Conversation, heard: string, answers: BotAnswer[], at: number): void {
  const { history } = conversation;
  history.push({ user: 'user', message: heard, messageList: heard === '' ? [] : [heard], at });
  for (const answer of answers) history.push(answerToEntry(answer, at));
  if (history.length > 2 * MAX_ENTRIES) history.splice(0, history.length - MAX_ENTRIES);
}

export function conversationToHistory(conversation: Conversation): HistoryLine[] {
  return conversation.history.slice(-MAX_ENTRIES).map(({ user, message, messageList, at }) => ({
    user,
    message,
    messageList,
    datetime: new Date(at).toISOString().slice(0, 19).replace('T', ' '),
  }));
}

function answerToEntry(answer: BotAnswer, at: number): HistoryEntry {
  const message = typeof answer.message === 'string' ? answer.message : '';
  const messageList = Array.isArray(answer.messageList)
    ? answer.messageList.filter((text) => typeof text === 'string')
    : [];
  return { user: 'bot', message, messageList, at };
}
