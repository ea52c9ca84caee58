/** Where chats are opened, and under what they are filed. A chat with another source belongs to somebody else. */
export interface DeskPlace {
  room: number;
  source: number;
}

/** What the desk learns about a user. What is left out stays as the desk has it. */
export interface DeskProfile {
  /** Our own id of the user, by which the desk's one is found again. */
  externalId: string;
  name: string;
  /** E-mail address. */
  contact?: string;
  extraInfo?: Readonly<Record<string, unknown>>;
}

/** Somebody at the desk: a user or an agent. */
export interface DeskUser {
  id: string;
  externalId?: string;
  name?: string;
  /** What an agent is called towards users; comes before the name. */
  nickname?: string;
  isAgent: boolean;
}

export interface DeskChat {
  id: string;
  status: 'waiting' | 'active' | 'closed';
  /** Waits in a queue that the desk serves by itself. */
  inQueue: boolean;
  source?: number;
  room?: number;
  /** The desk's id of the user. */
  creator?: string;
}

/** One line of the conversation with the bot. */
export interface DeskHistoryEntry {
  from: 'bot' | 'user';
  /** Text or HTML. */
  text: string;
  /** Seconds since 1970. */
  at: number;
}

export interface NewDeskChat extends DeskPlace {
  userId: string;
  /** Language of the agents who are looked for, such as `en`. */
  lang?: string;
  /** Oldest first. */
  history: readonly DeskHistoryEntry[];
}

/** `already-open`: the user has a chat, and the desk gives everybody one at a time. */
export type DeskChatCreation = { outcome: 'created'; chat: DeskChat } | { outcome: 'already-open' };

/** What became of something posted; `messageId` is empty when the desk did not name it. */
export type DeskPost = { outcome: 'posted'; messageId: string } | { outcome: 'chat-closed' };

export interface DeskFile {
  bytes: Uint8Array;
  name: string;
  mediaType: string;
}

/**
 * A live-agent system. Every method is one attempt, so that whoever calls decides about repeats; sign-up and look-ups
 * may take several calls, none of which does harm when made again. All throw ApiError, and WireError for an answer that
 * cannot be understood.
 */
export interface AgentDesk {
  /** Whether the desk puts users into a queue and serves it by itself, so that nobody has to ask for an agent. */
  isQueueActive(): Promise<boolean>;
  /** With a queue: whether an agent is online; else whether one has time now. `lang` narrows the latter. */
  agentsReady(query: { room: number; lang?: string; queueActive: boolean }): Promise<boolean>;
  /** Makes the user known, or brings what is known up to date. Not to be repeated without `findAndUpdateUser`. */
  signUp(profile: DeskProfile): Promise<{ userId: string }>;
  /** Brings up to date what is known of the user; undefined when he is not known. */
  findAndUpdateUser(profile: DeskProfile): Promise<{ userId: string } | undefined>;
  /** The user's chat that has not ended, of this place; without a room, of this source in whatever room. */
  findOpenChat(userId: string, place: Pick<DeskPlace, 'source'> & Partial<DeskPlace>): Promise<DeskChat | undefined>;
  /** Not to be repeated without `findOpenChat`. */
  createChat(chat: NewDeskChat): Promise<DeskChatCreation>;
  /** Starts the search for an agent. */
  assign(chatId: string): Promise<{ agentFound: boolean }>;
  /** Undefined when there is no such chat. */
  chat(chatId: string): Promise<DeskChat | undefined>;
  /** Undefined when there is nobody of that id, such as the desk itself. */
  user(userId: string): Promise<DeskUser | undefined>;
  /** Posts plain text in the user's name. */
  sendText(chatId: string, userId: string, text: string): Promise<DeskPost>;
  /** Posts a file in the user's name. A kind of file that the desk does not take is an ApiError with status 403. */
  sendMedia(chatId: string, userId: string, file: DeskFile): Promise<DeskPost>;
  /**
   * Fetches a file that a message of the desk names, by a full address or one relative to the desk. Throws
   * FetchRefusedError, which is no ApiError, for one that must not be fetched: trying again changes nothing.
   */
  fetchMedia(address: string): Promise<DeskFile>;
  /** Ends the chat, in the user's name or in nobody's. One that has ended already is no error. */
  close(chatId: string, by?: { userId?: string }): Promise<void>;
  /** Shows the agent that the user writes, or no longer does. */
  setTyping(chatId: string, userId: string, isTyping: boolean): Promise<void>;
}
