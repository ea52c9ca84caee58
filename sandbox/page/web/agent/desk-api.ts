import type { AgentAction } from '../../../hyperchat/control/agent-action.ts';
import type { ChatAction } from '../../../hyperchat/control/chat-action.ts';
import type { SimulatedAgent } from '../../../hyperchat/control/simulated-agent.ts';
import type { ChatView, MessageView } from '../../../hyperchat/control/views.ts';
import type { Invitation, Room } from '../../../hyperchat/desk/records.ts';
import type { HyperchatSettings, SettingsChange } from '../../../hyperchat/settings.ts';
import type { WireUser } from '../../../hyperchat/v1/wire.ts';
import { sendJson } from '../api/http.ts';
import { useResource } from '../api/use-resource.ts';

export type { ChatView, HyperchatSettings, Invitation, MessageView, Room, SettingsChange };

/** An agent as the desk tells it: its data without its actions. */
export type AgentView = Pick<
  SimulatedAgent,
  'id' | 'name' | 'nickname' | 'online' | 'rooms' | 'langs' | 'capacity' | 'chats' | 'invitedTo'
>;

export type DeskUser = WireUser;

const DESK = '/api/hyperchat';
const useDesk = <T>(path: string): T | undefined => useResource<T>(`${DESK}${path}`, ['desk']).data;

/** Undefined while it is read for the first time; so do the next ones. */
export const useAgents = (): AgentView[] | undefined => useDesk('/agents');
/** Oldest first, with their messages. */
export const useChats = (): ChatView[] | undefined => useDesk('/chats');
/** Only those that can be accepted now, oldest first. */
export const useOpenInvitations = (): Invitation[] | undefined => useDesk('/invitations?state=pending');
export const useRooms = (): Room[] | undefined => useDesk('/rooms');
/** End users and agents. */
export const useDeskUsers = (): DeskUser[] | undefined => useDesk('/users');
export const useDeskSettings = (): HyperchatSettings | undefined => useDesk('/settings');

/** @throws ApiProblem, when a real agent could not do it */
export function actAsAgent(agentId: string, action: AgentAction): Promise<unknown> {
  return sendJson('POST', `${DESK}/agents/${encodeURIComponent(agentId)}/actions`, action);
}

/** What happens to a chat without an agent doing it. @throws ApiProblem */
export function actOnChat(chatId: string, action: ChatAction): Promise<unknown> {
  return sendJson('POST', `${DESK}/chats/${encodeURIComponent(chatId)}/actions`, action);
}

/** @throws ApiProblem */
export function setUpAgent(agentId: string, setup: { capacity?: number; rooms?: number[] }): Promise<unknown> {
  return sendJson('PUT', `${DESK}/agents/${encodeURIComponent(agentId)}`, setup);
}

/** @throws ApiProblem */
export function addAgent(agent: { id: string; name: string; rooms: number[]; capacity: number }): Promise<unknown> {
  return sendJson('POST', `${DESK}/agents`, { ...agent, online: true });
}

/** @throws ApiProblem */
export function changeDesk(change: SettingsChange): Promise<unknown> {
  return sendJson('PUT', `${DESK}/settings`, change);
}
