import type { BotAnswer } from '../chatbot/wire.ts';
import type { Draft } from './draft.ts';
import type { RenderContext } from './render-context.ts';

/** The results of a federated answer, kept so that a click on one can be answered. */
export interface FederatedList {
  /** The `list` of the payloads that point here. */
  id: string;
  subAnswers: BotAnswer[];
}

export interface RenderedAnswers {
  drafts: Draft[];
  lists: FederatedList[];
  /** For the log: what was left out or not understood. Never holds a user's or the bot's text. */
  notes: string[];
}

/** The bot's answers -> what the user gets to see, in order. */
export function renderAnswers(answers: readonly BotAnswer[], context: RenderContext): RenderedAnswers {
  void context;
  const drafts: Draft[] = answers.flatMap((answer) => answer.messages.map((text): Draft => ({ kind: 'text', text })));
  return { drafts, lists: [], notes: [] };
}
