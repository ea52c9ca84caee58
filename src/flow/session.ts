import type { BotSession } from '../chatbot/wire.ts';
import type { FederatedList } from '../translation/bot-to-user.ts';
import type { QuestionKind } from '../translation/draft.ts';
import type { EarlierLists, PayloadRef, ShownEntry } from '../translation/shown-question.ts';
import type { RichMessage } from './rich-messages.ts';

/** A question the user has not answered yet. */
export interface PendingQuestion {
  kind: QuestionKind | 'comment';
  entries: ShownEntry[];
  /** Lists of the same response above the one that asks: their labels answer too. */
  earlier?: EarlierLists;
  /** When the message that asks was confirmed, milliseconds since 1970: only later events answer it. */
  confirmedAt: number;
  /** Which of the lists that were sent it is: its messages may be refused by the channel. */
  ask?: string;
  /** A list field is kept for one more try. */
  retried?: boolean;
  /** Why the user was asked whether he wants an agent. */
  escalation?: { reason: EscalationReason; no?: { label: string; value: unknown } };
  /** The rating that a comment belongs to. */
  rate?: { code: string; value: number };
}

/** What an open question asks: the kind of its list, and of the lists of the same response above it. */
export function kindsOf({ kind, earlier }: Pick<PendingQuestion, 'kind' | 'earlier'>): PendingQuestion['kind'][] {
  return [...(earlier?.kinds ?? []), kind];
}

/**
 * What leads to an agent: a finished form, the bot's designed dialog, a content that asks for it, the bot's own offer,
 * or too many misses or bad ratings.
 */
export type EscalationReason = 'form' | 'start' | 'flag' | 'offer' | 'misses' | 'ratings';

/** A chat with an agent that is on. */
export interface AgentChat {
  id: string;
  /** The user's id at the desk. */
  userId: string;
  state: 'waiting' | 'active';
  /** Agents that were announced, and those of them that have left. */
  agents: string[];
  gone: string[];
  /** Opened before this store knew of it: whoever is there has been announced already. */
  adopted?: boolean;
  attended: boolean;
  queuePosition?: number;
  /** When the user was last told that he waits, and when the chat's status was last read; milliseconds since 1970. */
  waitingSaidAt?: number;
  statusReadAt?: number;
  /** Ids of agents' messages that were handed on, newest last. */
  seen: string[];
}

/** What the connector remembers of one conversation between its turns. */
export interface Session {
  bot?: BotSession & { usedAt: number };
  /** How often each question was put to this bot session, by its hash: tells a question in the history from an older twin. */
  asked: Record<string, number>;
  /** The bot's last answer asks for a form field. */
  fieldOpen?: boolean;
  channel?: string;
  /** The name the channel shows for the user; buttons come without it. */
  userName?: string;
  lastUserText?: string;
  pending?: PendingQuestion;
  /** Why the user was last asked whether he wants an agent, until he answers: a late yes means the same. */
  askedToEscalate?: EscalationReason;
  /** Results of the last federated answers. */
  lists: FederatedList[];
  /** Payloads too large for their buttons, one entry per turn that made some. */
  refs: PayloadRef[][];
  /** Ids of the last messages that were sent: none of them is one that may have been sent. */
  sent: string[];
  /** Messages with buttons or media of the last minutes: their channel may refuse them yet. */
  rich: RichMessage[];
  /** Turns of this conversation waited for the operator until then, milliseconds since 1970. */
  heldUntil?: number;
  /** The last image, until the message behind it is out. */
  image?: { messageId: string; confirmedAt: number };
  chat?: AgentChat;
  /** Chats that ended lately: their end was told. */
  ended: { id: string; at: number; userId: string; agents: string[]; seen: string[] }[];
  counters: { misses: number; negatives: number; at: number };
  /** Ratings given, by code, newest last. */
  rated: { code: string; value: string | number }[];
}

/** The session of a conversation that has just begun. */
export function emptySession(): Session {
  return {
    asked: {},
    lists: [],
    refs: [],
    ended: [],
    sent: [],
    rich: [],
    counters: { misses: 0, negatives: 0, at: 0 },
    rated: [],
  };
}

/** The session of a conversation that begins anew: what the desk and the channel know goes on. */
export function clearedSession({ channel, userName, chat, ended, sent, rich }: Session): Session {
  // What their channel refuses yet is said as text, but asks nothing any more.
  const asking = rich.map(({ question: _, ...said }) => said);
  return { ...emptySession(), channel, userName, chat, ended, sent, rich: asking };
}

/** Reads a stored session; one that cannot be read is begun anew, since a conversation must never be stuck. */
export function parseSession(document: string | undefined): Session {
  if (document === undefined) return emptySession();
  try {
    return { ...emptySession(), ...(JSON.parse(document) as Partial<Session>) };
  } catch {
    return emptySession();
  }
}
