import type { OutgoingMessage } from '../core/outgoing-message.ts';
import { messageToPlainText, numberEntries } from '../translation/message-to-plain-text.ts';
import type { PendingQuestion, Session } from './session.ts';

/** A message with buttons or media that Smooch took and its channel may still refuse. */
export interface RichMessage {
  /** Smooch's id. */
  id: string;
  /** When it was confirmed, milliseconds since 1970. */
  sentAt: number;
  /** What it says without buttons and media; empty once that has been said. */
  text: string;
  /** A file of an agent: its address is no help to the user. */
  agentFile?: boolean;
  /** The list of which it shows choices, and its place among the messages of that list. */
  ask?: string;
  index?: number;
  /** The question that it asks, as it stood at the end of its turn. */
  question?: PendingQuestion;
  /** What it says has been said as a text. */
  done?: boolean;
}

/** What of a message is worth knowing when its channel refuses it. */
export type RichPart = Pick<RichMessage, 'agentFile' | 'ask' | 'index'> & {
  /** Number of its first choice, should it have to go out as text. */
  firstNumber?: number;
};

/** A channel that refuses a message later than this is not answered any more: the conversation has gone on. */
export const REFUSABLE_MS = 600_000;

const KEPT = 10;

/** Whether it has something that a channel may not take. */
export function isRich(message: OutgoingMessage): boolean {
  return message.type !== 'text' || (message.actions?.length ?? 0) > 0 || message.override !== undefined;
}

/** Remembers a message for as long as its channel may refuse it. */
export function noteRich(
  session: Session,
  sent: { id: string; at: number },
  message: OutgoingMessage,
  { firstNumber, ...part }: RichPart,
): void {
  // A replay comes by what it has sent before.
  if (!isRich(message) || session.rich.some(({ id }) => id === sent.id)) return;
  const text = part.agentFile ? '' : messageToPlainText(message, firstNumber);
  const recent = session.rich.filter(({ sentAt }) => sent.at - sentAt <= REFUSABLE_MS);
  session.rich = [...recent, { id: sent.id, sentAt: sent.at, text, ...part }].slice(-KEPT);
}

/** A message of a list has gone out as text: its choices have the numbers that the user can see now. */
export function showNumbers(session: Session, rich: RichMessage): void {
  // A question that something else has closed meanwhile, or that was never shown, is asked by this text.
  const asked = session.pending ?? (session.chat === undefined ? rich.question : undefined);
  if (rich.ask === undefined || rich.index === undefined || asked?.ask !== rich.ask) return;
  session.pending = { ...asked, entries: numberEntries(asked.entries, rich.index).entries };
}

/** Keeps with each message the question that it asks. */
export function noteQuestion({ rich, pending }: Session): void {
  if (pending?.ask === undefined) return;
  for (const one of rich) if (one.ask === pending.ask && !one.done) one.question = pending;
}
