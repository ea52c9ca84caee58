import type { Assignment } from './assignment.ts';
import type { DeskState } from './desk-state.ts';
import { badRequest } from './hyperchat-error.ts';
import type { AgentRecord, AgentWork } from './records.ts';
import { createUserRecord } from './users.ts';

/** What a supervisor decides about an agent. */
export type AgentSetup = Pick<AgentWork, 'rooms' | 'langs' | 'capacity'>;

/** An agent as the back office sets them up. */
export interface NewAgent extends Partial<AgentSetup> {
  id: string;
  name: string;
  /** What users see instead of the name. */
  nickname?: string;
  rooms: number[];
  /** Whether they are logged in from the start. */
  online?: boolean;
}

/**
 * Agents start logged off, with one chat at a time and every language, unless told otherwise.
 * @throws HyperchatError 400 for a room that does not exist, or an id that is taken
 */
export function addAgent(state: DeskState, wanted: NewAgent): AgentRecord {
  const { id, name, nickname = '', rooms, langs = [], capacity = 1, online = false } = wanted;
  if (state.users.has(id)) throw badRequest(`There is a user ${id} already`);
  requireRooms(state, rooms);
  const work = { rooms, langs, capacity, online, invitedTo: new Set<string>() };
  const agent: AgentRecord = { ...createUserRecord(id, state.clock.seconds()), name, nickname, work };
  state.users.set(id, agent);
  state.agentChanged(id);
  return agent;
}

/** Somebody new at a desk that is running: who is online takes from the queue at once. @throws HyperchatError as `addAgent` */
export function hireAgent(state: DeskState, assignment: Assignment, wanted: NewAgent): AgentRecord {
  const agent = addAgent(state, wanted);
  if (agent.work.online) assignment.agentsFreed([agent]);
  return agent;
}

export function logIn(state: DeskState, assignment: Assignment, agent: AgentRecord): void {
  agent.work.online = true;
  state.agentChanged(agent.id);
  assignment.agentsFreed([agent]);
}

/** Their chats stay theirs; only what they did not accept yet goes to others. */
export function logOut(state: DeskState, assignment: Assignment, agent: AgentRecord): void {
  agent.work.online = false;
  state.agentChanged(agent.id);
  assignment.agentGone(agent);
}

/** @throws HyperchatError 400 for a room that does not exist */
export function changeSetup(
  state: DeskState,
  assignment: Assignment,
  agent: AgentRecord,
  change: Partial<AgentSetup>,
): void {
  requireRooms(state, change.rooms ?? []);
  Object.assign(agent.work, change);
  state.agentChanged(agent.id);
  assignment.agentsFreed([agent]);
}

function requireRooms(state: DeskState, rooms: readonly number[]): void {
  const unknown = rooms.find((room) => !state.rooms.has(room));
  if (unknown !== undefined) throw badRequest(`There is no room ${unknown}`);
}
