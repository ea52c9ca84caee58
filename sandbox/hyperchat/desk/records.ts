export interface Room {
  id: number;
  name: string;
}

/** The id under which the desk itself acts in events. It is no user. */
export const SYSTEM = 'system';

/** Whoever takes part in chats. End users and agents share one id space. */
export interface UserRecord {
  id: string;
  /** Id given by the integration, unique. */
  externalId: string | null;
  name: string;
  nickname: string;
  /** E-mail address. */
  contact: string;
  extraInfo: Record<string, unknown>;
  lang: string | null;
  /** Unix seconds. */
  created: number;
  /** Ids of the chats the user is in. */
  openChats: Set<string>;
  /** Ids of the chats that are over for the user, oldest first. */
  pastChats: Set<string>;
  /** Only agents have it. */
  work?: AgentWork;
}

export interface AgentWork {
  rooms: number[];
  /** ISO 639-1; none: every language. */
  langs: string[];
  /** How many chats at once. */
  capacity: number;
  online: boolean;
  /** Ids of the chats with an open invitation for this agent. */
  invitedTo: Set<string>;
}

export type AgentRecord = UserRecord & { work: AgentWork };

export interface HistoryEntry {
  /** `assistant`, or the id of a user. */
  sender: string;
  message: string;
  /** Unix seconds. */
  created: number;
  type?: string;
}

export interface ChatRecord {
  id: string;
  /** Id of the user who opened it. */
  creator: string;
  room: number;
  source: number;
  lang: string | null;
  externalId: string | null;
  status: 'waiting' | 'active' | 'closed';
  inQueue: boolean;
  /** Ids of who takes part now, the creator first. */
  users: string[];
  /** Unix seconds. */
  created: number;
  closed: number | null;
  /** User id or `system`. */
  closedBy?: string;
  closeReason?: string;
  /** Set when the ticket exists. */
  ticketId?: number;
  /** What was said before the chat. */
  history: HistoryEntry[];
  /** Oldest first. */
  messages: MessageRecord[];
}

export interface MessageRecord {
  id: string;
  chat: string;
  /** User id or `system`. */
  sender: string;
  /** `object`: the message is JSON text. */
  type: 'text' | 'media' | 'object';
  /** The file of a `media` message has the same id as the message. */
  message: string;
  /** Unix seconds. */
  created: number;
  /** Ids of who has read it. */
  readBy: string[];
}

export interface MediaRecord {
  id: string;
  name: string;
  /** MIME type as told to clients. */
  type: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/**
 * - `pending`: the agent may accept
 * - `expired`: the time ran out
 * - `cancelled`: the chat ended, or the agent logged off
 */
export type InvitationState = 'pending' | 'accepted' | 'rejected' | 'expired' | 'cancelled';

export interface Invitation {
  chatId: string;
  agentId: string;
  /** 1 for the first time that this search asks this agent. */
  nth: number;
  state: InvitationState;
  /** Milliseconds since 1970. */
  sentAt: number;
  endsAt: number;
}
