import { type DeskState, isAgent } from './desk-state.ts';
import type { AgentRecord, ChatRecord } from './records.ts';

export function agentsOf(state: DeskState): AgentRecord[] {
  return [...state.users.values()].filter(isAgent);
}

/** Agents of a chat, oldest first. */
export function agentsIn(state: DeskState, chat: ChatRecord): AgentRecord[] {
  return chat.users.flatMap((id) => state.users.get(id) ?? []).filter(isAgent);
}

/** How many more chats the agent can take. An open invitation takes a place. */
export function freeCapacity({ work, openChats }: AgentRecord): number {
  return work.capacity - openChats.size - work.invitedTo.size;
}

/** Who is logged in, full or not. No languages: any. */
export function onlineAgents(state: DeskState, room: number, langs: readonly string[] = []): AgentRecord[] {
  return agentsOf(state).filter(
    ({ work }) => work.online && work.rooms.includes(room) && speaksOneOf(work.langs, langs),
  );
}

/** Who could take a chat now. */
export function availableAgents(state: DeskState, room: number, langs: readonly string[] = []): AgentRecord[] {
  return onlineAgents(state, room, langs).filter((agent) => freeCapacity(agent) > 0);
}

function speaksOneOf(spoken: readonly string[], wanted: readonly string[]): boolean {
  return spoken.length === 0 || wanted.length === 0 || wanted.some((lang) => spoken.includes(lang));
}
