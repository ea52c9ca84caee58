import { mediaTypeOf } from '../../smooch/app/media-types.ts';
import { logIn, logOut } from '../desk/agents.ts';
import { requireMember } from '../desk/chats.ts';
import type { Desk } from '../desk/create-desk.ts';
import { requireAgent, requireChat } from '../desk/desk-state.ts';
import { badRequest } from '../desk/hyperchat-error.ts';
import { addMediaMessage, addMessage, showActivity } from '../desk/messages.ts';
import type { AgentRecord, ChatRecord } from '../desk/records.ts';
import type { AgentAction } from './agent-action.ts';
import { listInvitations, type MessageView, messageToView } from './views.ts';

export interface AgentFile {
  /** As it is, with folders too: what a client of the desk must survive. */
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  /** MIME type that clients are told. Default: by the name. */
  type?: string;
}

/**
 * An agent at the desk, played by a test, the terminal or a page. What a real agent could not do is thrown as a
 * HyperchatError. Where `chatId` may be missing it is the chat of the oldest open invitation.
 */
export interface SimulatedAgent {
  readonly id: string;
  readonly name: string;
  readonly nickname: string;
  readonly online: boolean;
  readonly rooms: number[];
  readonly langs: string[];
  readonly capacity: number;
  /** Ids of the chats they are in. */
  readonly chats: string[];
  /** Ids of the chats they are invited to, the oldest invitation first. */
  readonly invitedTo: string[];
  login(): void;
  logout(): void;
  accept(chatId?: string): void;
  reject(chatId?: string): void;
  /** Looks away until the time of the invitation is over. */
  letRunOut(chatId?: string): void;
  join(chatId: string): void;
  /** Text or HTML, sent as it is. */
  say(chatId: string, text: string): MessageView;
  sendFile(chatId: string, file: AgentFile): MessageView;
  /** `writing` and `not-writing`. */
  typing(chatId: string, on: boolean): void;
  /** Any type of activity. */
  showActivity(chatId: string, type: string): void;
  leave(chatId: string): void;
  /** To a colleague, who has to accept. */
  transfer(chatId: string, agentId: string): void;
  toInbox(chatId: string): void;
  close(chatId: string, reason?: string): void;
}

/** Plays this agent. */
export function createSimulatedAgent(desk: Desk, agent: AgentRecord): SimulatedAgent {
  const { state, assignment, chats } = desk;
  const invitedTo = (): string[] =>
    listInvitations(desk, { agentId: agent.id, state: 'pending' }).map(({ chatId }) => chatId);

  function invitationTo(chatId = invitedTo()[0]): ChatRecord {
    if (chatId === undefined) throw badRequest(`${agent.name} has no open invitation`);
    return requireChat(state, chatId);
  }

  function ownChat(chatId: string): ChatRecord {
    const chat = requireChat(state, chatId);
    requireMember(chat, agent);
    return chat;
  }

  function sendFile(chatId: string, { name, bytes, type }: AgentFile): MessageView {
    const file = { name, bytes, type: type ?? mediaTypeOf(name) ?? 'application/octet-stream' };
    const { id } = addMediaMessage(state, ownChat(chatId), agent, file);
    return messageToView(desk, state.messages.get(id)!);
  }

  return {
    id: agent.id,
    get name() {
      return agent.name;
    },
    get nickname() {
      return agent.nickname;
    },
    get online() {
      return agent.work.online;
    },
    get rooms() {
      return agent.work.rooms;
    },
    get langs() {
      return agent.work.langs;
    },
    get capacity() {
      return agent.work.capacity;
    },
    get chats() {
      return [...agent.openChats];
    },
    get invitedTo() {
      return invitedTo();
    },
    login: () => logIn(state, assignment, agent),
    logout: () => logOut(state, assignment, agent),
    accept: (chatId) => assignment.accept(invitationTo(chatId), agent),
    reject: (chatId) => assignment.reject(invitationTo(chatId), agent),
    letRunOut: (chatId) => assignment.letRunOut(invitationTo(chatId), agent),
    join: (chatId) => chats.join(requireChat(state, chatId), agent),
    say: (chatId, text) =>
      messageToView(desk, addMessage(state, ownChat(chatId), { sender: agent.id, type: 'text', message: text })),
    sendFile,
    typing: (chatId, on) => showActivity(state, ownChat(chatId), agent, on ? 'writing' : 'not-writing'),
    showActivity: (chatId, type) => showActivity(state, ownChat(chatId), agent, type),
    leave: (chatId) => chats.leave(ownChat(chatId), agent),
    transfer: (chatId, agentId) => chats.transfer(ownChat(chatId), agent, requireAgent(state, agentId)),
    toInbox: (chatId) => chats.toInbox(ownChat(chatId)),
    close: (chatId, reason) => chats.close(ownChat(chatId), { userId: agent.id, reason }),
  };
}

/** Does what the action says. Returns the message it made, if any. */
export function performAgentAction(agent: SimulatedAgent, action: AgentAction): MessageView | undefined {
  switch (action.do) {
    case 'login':
    case 'logout':
      agent[action.do]();
      return undefined;
    case 'accept':
    case 'reject':
      agent[action.do](action.chatId);
      return undefined;
    case 'run-out':
      agent.letRunOut(action.chatId);
      return undefined;
    case 'say':
      return agent.say(action.chatId, action.text);
    case 'file': {
      const { chatId, base64, ...file } = action;
      return agent.sendFile(chatId, { ...file, bytes: new Uint8Array(Buffer.from(base64, 'base64')) });
    }
    case 'activity':
      agent.showActivity(action.chatId, action.type);
      return undefined;
    case 'transfer':
      agent.transfer(action.chatId, action.to);
      return undefined;
    case 'to-inbox':
      agent.toInbox(action.chatId);
      return undefined;
    case 'close':
      agent.close(action.chatId, action.reason);
      return undefined;
    case 'join':
    case 'leave':
      agent[action.do](action.chatId);
      return undefined;
  }
}
