import type { Desk } from '../desk/create-desk.ts';
import type { ChatRecord, HistoryEntry, Invitation, MediaRecord, MessageRecord } from '../desk/records.ts';

/** A chat as whoever steers the simulator wants to see it, whatever the API makes of it. */
export interface ChatView {
  id: string;
  creator: string;
  /** The creator's id at the integration. */
  externalId: string | null;
  room: number;
  source: number;
  lang: string | null;
  status: ChatRecord['status'];
  inQueue: boolean;
  /** People ahead; undefined when it is in no queue. */
  position?: number;
  /** Ids of who takes part now. */
  users: string[];
  /** Id of the agent who is invited now. */
  invited?: string;
  /** Unix seconds. */
  created: number;
  closed: number | null;
  /** User id or `system`. */
  closedBy?: string;
  closeReason?: string;
  ticketId?: number;
  history: HistoryEntry[];
  messages: MessageView[];
}

export type MessageView = MessageRecord & {
  /** The file of a media message. */
  file?: Pick<MediaRecord, 'name' | 'type'> & { /** Bytes. */ size: number };
};

export function chatToView(desk: Desk, chat: ChatRecord): ChatView {
  const { id, creator, room, source, lang, status, inQueue, users, created, closed } = chat;
  const { closedBy, closeReason, ticketId, history, messages } = chat;
  return {
    id,
    creator,
    externalId: desk.state.users.get(creator)?.externalId ?? null,
    room,
    source,
    lang,
    status,
    inQueue,
    position: desk.queue.positionOf(chat),
    users: [...users],
    invited: desk.state.invitations.findLast(({ chatId, state }) => chatId === id && state === 'pending')?.agentId,
    created,
    closed,
    closedBy,
    closeReason,
    ticketId,
    history: [...history],
    messages: messages.map((message) => messageToView(desk, message)),
  };
}

export function messageToView({ state }: Desk, message: MessageRecord): MessageView {
  const media = state.media.get(message.id);
  const file = media && { name: media.name, type: media.type, size: media.bytes.byteLength };
  return { ...message, readBy: [...message.readBy], ...(file && { file }) };
}

export interface InvitationFilter {
  chatId?: string;
  agentId?: string;
  state?: Invitation['state'];
}

export interface ChatFilter {
  id?: string;
  status?: ChatRecord['status'];
  /** The creator's id at the integration. */
  externalId?: string;
}

/** Chats like that, oldest first. */
export function findChats({ state }: Desk, filter: ChatFilter): ChatRecord[] {
  return [...state.chats.values()].filter(
    ({ id, status, creator }) =>
      (filter.id === undefined || filter.id === id) &&
      (filter.status === undefined || filter.status === status) &&
      (filter.externalId === undefined || filter.externalId === state.users.get(creator)?.externalId),
  );
}

/** Oldest first. */
export function listInvitations({ state }: Desk, filter: InvitationFilter = {}): Invitation[] {
  return state.invitations
    .filter(
      (one) =>
        (filter.chatId === undefined || one.chatId === filter.chatId) &&
        (filter.agentId === undefined || one.agentId === filter.agentId) &&
        (filter.state === undefined || one.state === filter.state),
    )
    .map((one) => ({ ...one }));
}
