/**
 * The Chatbot API's answers as the connector uses them. `parse-answers` brings what arrives into this form:
 * loosely, since fields are missing, null or of a neighbouring type in practice (Inbenta docs: answer types).
 */
export interface BotAnswer {
  /** `answer`, `polarQuestion`, `multipleChoiceQuestion`, `extendedContentsAnswer`, or one we do not know yet. */
  type: string;
  /** HTML, one entry per bubble: `messageList` where it says something, else `message`. Never both. */
  messages: string[];
  options: BotOption[];
  flags: string[];
  /** Content attributes. Grouped ones are objects, multiple ones arrays. */
  attributes: Record<string, unknown>;
  contents: BotContents;
  actionField?: ActionField;
  actions: BotAction[];
  /** Results of a federated answer. */
  subAnswers: BotAnswer[];
}

export interface BotContents {
  title?: string;
  /** Opaque; present only on contents that can be rated. */
  rateCode?: string;
  clickCode?: string;
  relatedTitle?: string;
  related: { id?: string | number; title: string }[];
  /** Link of a federated result. */
  url?: string;
}

export interface BotOption {
  /** Text to show; for a polar question the key `yes` or `no`. */
  label: string;
  /** Sent back unchanged, its type included. */
  value: unknown;
  attributes: Record<string, unknown>;
  /** A string names a direct call; `true` says that `attributes.DIRECT_CALL` is one. */
  revisitableLink?: string | boolean;
}

export interface ActionField {
  /** `default`, `list`, `datePicker`, or one we do not know. */
  fieldType: string;
  /** Set while a form asks for a value. */
  variableName?: string;
  values: { label: string; option: string | number }[];
}

/** A callback of the content: `escalateToAgent`, `escalationStart`, `createTicket`, ... */
export interface BotAction {
  callback: string;
  data: Record<string, unknown>;
}

/** Exactly one of the three is looked at: directCall before option before message (Inbenta docs: answer types). */
export interface BotQuestion {
  message?: string;
  option?: unknown;
  directCall?: string;
}

/** A conversation at the bot. */
export interface BotSession {
  token: string;
  id?: string;
}

/** One line of the bot's own record of the conversation. */
export interface BotHistoryEntry {
  from: 'user' | 'bot';
  /** HTML for the bot, plain text for the user. */
  message: string;
  /** Milliseconds since 1970, read as UTC; undefined when it cannot be read. */
  at?: number;
}
