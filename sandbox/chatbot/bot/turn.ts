import type { Content, Knowledge } from '../knowledge/knowledge.ts';
import type { ChatbotSettings } from '../settings.ts';
import type { Conversation } from './conversation.ts';
import type { Matcher } from './matcher.ts';
import type { TrackingCodes } from './tracking-codes.ts';
import type { BotAnswer } from './wire.ts';

/** One call of the message endpoint, while it is being answered. */
export type Turn = {
  /** The text that was sent, also beside an option; empty for a direct call. */
  question: string;
  conversation: Conversation;
  knowledge: Knowledge;
  matcher: Matcher;
  settings: ChatbotSettings;
  codes: TrackingCodes;
  /** What goes out, in order. */
  answers: BotAnswer[];
  /** Contents already shown in this turn, so that chained contents cannot run in circles. */
  shown: Set<number>;
};

/** Whether the content is published to this session's environment. */
export function isPublished(turn: Turn, content: Content): boolean {
  return !content.draft || turn.conversation.environment === 'development';
}

/** Whether this session's kind of user may see the content. */
export function isAllowed(turn: Turn, content: Content): boolean {
  return content.userTypes?.includes(turn.conversation.userType) ?? true;
}
