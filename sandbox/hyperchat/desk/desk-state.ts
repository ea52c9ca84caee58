import type { HyperchatSettings } from '../settings.ts';
import type { SimulatorClock } from '../simulator-clock.ts';
import type { DeskEvent } from './desk-event.ts';
import { notFound } from './hyperchat-error.ts';
import type { AgentRecord, ChatRecord, Invitation, MediaRecord, MessageRecord, Room, UserRecord } from './records.ts';

/** Everything the desk knows, and what its parts need from outside. */
export interface DeskState {
  readonly settings: HyperchatSettings;
  readonly clock: SimulatorClock;
  readonly rooms: ReadonlyMap<number, Room>;
  /** End users and agents. */
  readonly users: Map<string, UserRecord>;
  readonly usersByExternalId: Map<string, UserRecord>;
  readonly chats: Map<string, ChatRecord>;
  readonly messages: Map<string, MessageRecord>;
  readonly media: Map<string, MediaRecord>;
  /** Oldest first. */
  readonly invitations: Invitation[];
  publish(event: DeskEvent): void;
  /** Tells whoever watches the desk itself; no webhook is about agents. */
  agentChanged(agentId: string): void;
  /** Keeps a user as a contact of the ticketing product, once; undefined for one without e-mail address. */
  keepContact(user: UserRecord): number | undefined;
  /** Files a closed chat as a ticket and returns its id. */
  openTicket(chat: ChatRecord): number;
  /** Asks whoever listens to `chats:assign` which of the free agents gets the chat; undefined when nobody does. */
  askWhomToInvite(chat: ChatRecord, free: AgentRecord[]): Promise<string | undefined> | undefined;
}

/** @throws HyperchatError 404 */
export function requireUser(state: DeskState, id: string): UserRecord {
  const user = state.users.get(id);
  if (user === undefined) throw notFound('User not found');
  return user;
}

/** @throws HyperchatError 404, also for an end user */
export function requireAgent(state: DeskState, id: string): AgentRecord {
  const user = state.users.get(id);
  if (user === undefined || !isAgent(user)) throw notFound('Agent not found');
  return user;
}

/** @throws HyperchatError 404 */
export function requireChat(state: DeskState, id: string): ChatRecord {
  const chat = state.chats.get(id);
  if (chat === undefined) throw notFound('Chat not found');
  return chat;
}

export function isAgent(user: UserRecord): user is AgentRecord {
  return user.work !== undefined;
}
