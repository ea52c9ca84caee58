import type { FormSource } from '../knowledge/knowledge-schema.ts';

/** What the bot remembers of one session. */

export type ConversationOptions = {
  lang: string;
  timezone?: string;
  answerAttributes: string[];
  maxOptions: number;
  maxRelatedContents: number;
  skipLastCheckQuestion: boolean;
  allowUserToAbandonForm: boolean;
  errorRetries: number;
};

/** What happens when an option is taken. */
export type Step =
  | { kind: 'content'; id: number }
  /** The options of a content beyond those already shown. */
  | { kind: 'more-options'; contentId: number; from: number }
  /** The next of several candidates is asked for; none left: all options are discarded. */
  | { kind: 'check'; candidates: number[] }
  | FormStep;

/** What an answer to one of a form's own questions does. */
export type FormStep = {
  kind: 'form-continue' | 'form-leave' | 'form-restart' | 'form-ask-retry' | 'form-finish';
};

export type OfferedOption = { value: number | string; label: string; step: Step };

/** The question the bot asked last; its options count for the next call only. */
export type PendingQuestion = { kind: 'polar' | 'choice'; options: OfferedOption[] };

export type FormRun = {
  /** As it was when it began, whatever happens to the knowledge meanwhile. */
  form: FormSource;
  /** Index of the field that is asked for; the number of fields while the end is being confirmed. */
  index: number;
  /** Wrong answers to this field since it was asked or the user wanted to go on. */
  failures: number;
  values: Record<string, string>;
  /** Ids of the prompts so far. */
  fieldIds: string[];
};

export type HistoryEntry = { user: 'user' | 'bot'; message: string; messageList: string[]; at: number };

export type Conversation = {
  sessionId: string;
  options: ConversationOptions;
  environment: 'production' | 'preproduction' | 'development';
  userType: number;
  source?: string;
  /** By lower-case name. */
  variables: Map<string, string>;
  history: HistoryEntry[];
  pending?: PendingQuestion;
  /** Related contents shown in the last turn. */
  related: number[];
  /** Options that may be taken at any later time, by value. */
  revisitable: Map<string, OfferedOption>;
  form?: FormRun;
  /** Counts the questions and fields of the session, for their ids. */
  asked: number;
};

/** What a session is opened with. */
export type ConversationFacts = Pick<Conversation, 'options' | 'environment' | 'userType' | 'source'>;

export function createConversation(sessionId: string, facts: ConversationFacts): Conversation {
  return { ...facts, sessionId, variables: new Map(), history: [], related: [], revisitable: new Map(), asked: 0 };
}
