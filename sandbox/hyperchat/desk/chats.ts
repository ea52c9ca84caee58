import { newId } from '../new-id.ts';
import type { Assignment } from './assignment.ts';
import { type DeskState, isAgent, requireUser } from './desk-state.ts';
import { badRequest, HyperchatError } from './hyperchat-error.ts';
import { join, leave } from './membership.ts';
import type { Queue } from './queue.ts';
import { type AgentRecord, type ChatRecord, type HistoryEntry, SYSTEM, type UserRecord } from './records.ts';
import { agentsIn } from './staff.ts';

export interface NewChat {
  /** Id of a user. */
  creator: string;
  room: number;
  source: number;
  lang: string | null;
  externalId: string | null;
  history: HistoryEntry[];
}

export interface Ending {
  /** Who ends it: the id of a user. Default: the desk itself. */
  userId?: string;
  reason?: string;
}

/** What happens to a chat as a whole. */
export interface Chats {
  /** @throws HyperchatError 404, 400, and the configured code when the creator has an open chat */
  create(wanted: NewChat): ChatRecord;
  /** @throws HyperchatError 400 when it is closed already */
  close(chat: ChatRecord, ending?: Ending): void;
  /** The agent comes in without having been invited. */
  join(chat: ChatRecord, agent: AgentRecord): void;
  /** The user is no longer part of it; without an agent it waits, but nobody is looked for. */
  leave(chat: ChatRecord, user: UserRecord): void;
  /** The agent hands it to a colleague, who has to accept. */
  transfer(chat: ChatRecord, from: AgentRecord, to: AgentRecord): void;
  /** Its agents leave, and others are looked for. */
  toInbox(chat: ChatRecord): void;
  /** To another room, as a supervisor does it: who is in the chat stays, a chat that waits goes on waiting there. */
  move(chat: ChatRecord, room: number): void;
}

export function createChats(state: DeskState, queue: Queue, assignment: Assignment): Chats {
  function close(chat: ChatRecord, { userId = SYSTEM, reason }: Ending = {}): void {
    requireOpen(chat);
    const agents = agentsIn(state, chat);
    Object.assign(chat, { status: 'closed', closed: state.clock.seconds(), closedBy: userId, closeReason: reason });
    for (const user of chat.users.map((id) => requireUser(state, id))) {
      user.openChats.delete(chat.id);
      user.pastChats.add(chat.id);
    }
    assignment.stop(chat);
    queue.remove(chat);
    // First: whoever hears of the end may look for them at once.
    fileTicket(state, chat);
    state.publish({ trigger: 'chats:close', chat, userId, reason });
    assignment.agentsFreed(agents);
  }

  return {
    create(wanted) {
      const creator = requireUser(state, wanted.creator);
      requireRoom(state, wanted.room);
      if (creator.openChats.size > 0) {
        throw new HyperchatError(state.settings.rules.secondChatCode, 'User already has a chat');
      }
      const chat = toRecord(wanted, state.clock.seconds());
      state.chats.set(chat.id, chat);
      creator.openChats.add(chat.id);
      state.publish({ trigger: 'chats:create', chat, userId: creator.id });
      if (state.settings.queue.active) {
        queue.enqueue(chat);
        void assignment.search(chat);
      }
      return chat;
    },
    close,
    join(chat, agent) {
      requireOpen(chat);
      if (chat.users.includes(agent.id)) throw badRequest('The agent is in the chat already');
      assignment.stop(chat);
      join(state, chat, agent);
      queue.remove(chat);
    },
    leave(chat, user) {
      requireMember(chat, user);
      leave(state, chat, user);
      if (isAgent(user)) assignment.agentsFreed([user]);
    },
    transfer(chat, from, to) {
      requireMember(chat, from);
      // Asked first: an invitation that cannot be must not leave the chat without anybody.
      assignment.invite(chat, to);
      leave(state, chat, from);
      assignment.agentsFreed([from]);
    },
    toInbox(chat) {
      requireOpen(chat);
      const agents = agentsIn(state, chat);
      assignment.stop(chat);
      for (const agent of agents) leave(state, chat, agent);
      assignment.agentsFreed(agents);
      if (state.settings.queue.active && !chat.inQueue) queue.enqueue(chat);
      void assignment.search(chat, {}, agents);
    },
    move(chat, room) {
      requireOpen(chat);
      requireRoom(state, room);
      const { inQueue } = chat;
      const wasSearched = assignment.stop(chat);
      queue.remove(chat);
      chat.room = room;
      if (inQueue) queue.enqueue(chat);
      if (inQueue || wasSearched) void assignment.search(chat);
    },
  };
}

function requireRoom(state: DeskState, room: number): void {
  if (!state.rooms.has(room)) throw badRequest('Room not found');
}

/** @throws HyperchatError 400 */
export function requireOpen(chat: ChatRecord): void {
  if (chat.status === 'closed') throw badRequest('The chat is closed');
}

/** @throws HyperchatError 400 when it is closed, 403 for somebody who is not part of it */
export function requireMember(chat: ChatRecord, { id }: Pick<UserRecord, 'id'>): void {
  requireOpen(chat);
  if (!chat.users.includes(id)) throw new HyperchatError(403, 'The user is not in this chat');
}

function toRecord({ creator, history, ...wanted }: NewChat, created: number): ChatRecord {
  return {
    ...wanted,
    id: newId('c'),
    creator,
    history: [...history],
    status: 'waiting',
    inQueue: false,
    users: [creator],
    created,
    closed: null,
    messages: [],
  };
}

/**
 * A chat becomes a ticket, and its user a contact; that there is a ticket is told some time after the end
 * (HyperChat docs: system:info). When they are there to be found is not known.
 */
function fileTicket(state: DeskState, chat: ChatRecord): void {
  const { active, delayMs, filed, contact } = state.settings.tickets;
  if (!active) return;
  if (contact === 'at-close') state.keepContact(requireUser(state, chat.creator));
  if (filed === 'at-close') chat.ticketId = state.openTicket(chat);
  state.clock.after(delayMs, () => {
    chat.ticketId ??= state.openTicket(chat);
    state.publish({ trigger: 'system:info', chat, ticketId: chat.ticketId });
  });
}
