import type { BotAnswer, BotQuestion } from '../chatbot/wire.ts';
import type { Conversation } from '../core/conversation.ts';
import type { OutgoingMessage } from '../core/outgoing-message.ts';
import type { Draft } from '../translation/draft.ts';

/** What a hook knows about the conversation it is called for. */
export interface HookContext {
  conversation: Conversation;
  /** `messenger`, `whatsapp`, ...; undefined when nobody told. */
  channel: string | undefined;
  /** Language of the bot. */
  lang: string;
  /** The content of `custom.yaml`, as the operator wrote it. */
  custom: Readonly<Record<string, unknown>>;
}

type Hooked<T> = T | undefined | Promise<T | undefined>;

/**
 * Where an integrator's own code takes part in a turn. A hook that returns undefined changes nothing; one that throws
 * is logged and passed over. Each result is kept as a step: after a crash a hook is not called again for what it decided.
 */
export interface Hooks {
  /** Before the bot is asked: another question in place of this one, or messages that answer it without the bot. */
  beforeBot?(
    question: BotQuestion,
    context: HookContext,
  ): Hooked<{ question: BotQuestion } | { reply: OutgoingMessage[] }>;
  /** The bot's answers, before anything is made of them. */
  afterBot?(answers: BotAnswer[], context: HookContext): Hooked<BotAnswer[]>;
  /** What one answer becomes, in place of the connector's own rendering. */
  renderAnswer?(answer: BotAnswer, context: HookContext): Hooked<Draft[]>;
  /** Before a user is handed to an agent: `false` keeps him with the bot. */
  onEscalate?(context: HookContext): Hooked<boolean>;
  /** A form asks for a ticket: `{created: true}` once it is filed. */
  onTicket?(data: Record<string, unknown>, context: HookContext): Hooked<{ created: boolean }>;
}
