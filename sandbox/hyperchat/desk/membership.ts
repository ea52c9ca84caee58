import type { DeskState } from './desk-state.ts';
import type { AgentRecord, ChatRecord, UserRecord } from './records.ts';
import { agentsIn } from './staff.ts';

/** Makes the agent part of the chat, which becomes active. */
export function join(state: DeskState, chat: ChatRecord, agent: AgentRecord): void {
  chat.users = [...chat.users, agent.id];
  chat.status = 'active';
  agent.openChats.add(chat.id);
  state.publish({ trigger: 'chats:join', chat, userId: agent.id });
}

/** Takes somebody out of the chat, which waits again when that was its last agent. */
export function leave(state: DeskState, chat: ChatRecord, user: UserRecord): void {
  chat.users = chat.users.filter((id) => id !== user.id);
  user.openChats.delete(chat.id);
  user.pastChats.add(chat.id);
  if (agentsIn(state, chat).length === 0) chat.status = 'waiting';
  state.publish({ trigger: 'chats:leave', chat, userId: user.id });
}
