import type { BotAnswer } from '../chatbot/wire.ts';
import type { Conversation } from '../core/conversation.ts';
import type { Session } from './session.ts';
import type { Turn } from './turn.ts';
import type { World } from './world.ts';

export interface FlowLog {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

/** What every part of a turn in a conversation needs. */
export interface TurnContext {
  turn: Turn;
  world: World;
  session: Session;
  conversation: Conversation;
  log: FlowLog;
  /** Id under which the turn's messages are found again: `<store>-<event>`. */
  messagePrefix: string;
  /** User events behind this one in the lane. */
  eventsBehind(): number | Promise<number>;
  /** Gives every step of a kind its own name: `ask`, `ask:2`, ... */
  stepName(kind: string): string;
  /** What the direct calls of this turn were answered, by name: one that was called is not called again. */
  directCalls: Map<string, readonly BotAnswer[]>;
  /** The turn has asked the user to choose: it asks for no rating. */
  showedOptions: boolean;
  typing: TypingIndicator;
  /** Why the user was told that something went wrong, in place of an answer. */
  apology?: string;
  /** Messages this turn has confirmed, by their ids. */
  sentIds: string[];
  /** Those of them that this run has sent: a channel that failed an earlier run may work again. */
  confirmedNow: string[];
}

export interface TypingIndicator {
  start(): void;
  /** The first message is about to go out: a call still in flight must not arrive after it. */
  cancel(): void;
  /** Ends it when nothing was sent. */
  stop(): void;
}
