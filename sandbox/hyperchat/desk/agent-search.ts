import type { DeskState } from './desk-state.ts';
import type { AgentRecord, ChatRecord, Invitation, InvitationState } from './records.ts';
import { availableAgents, onlineAgents } from './staff.ts';

export interface SearchLimits {
  /** Milliseconds an agent has to accept. */
  intervalMs: number;
  /** Invitations before `forever:alone`. */
  maxAttempts: number;
}

/** The search for one chat's agent: one invitation at a time, each to the agent who was asked least. */
export interface AgentSearch {
  readonly chat: ChatRecord;
  /** Agents who said no; they are not asked again. */
  readonly rejectedBy: Set<string>;
  /** The open invitation. */
  invitation(): Invitation | undefined;
  /** Nobody is invited, and nobody is just being chosen. */
  isIdle(): boolean;
  /** Invites the next agent and returns them. Synchronous unless a `chats:assign` webhook is asked. */
  next(): Promise<AgentRecord | undefined>;
  invite(agent: AgentRecord): void;
  /** Ends the open invitation, whatever comes next. */
  settle(outcome: Exclude<InvitationState, 'pending'>): void;
  /** Nobody is invited any more. */
  stop(): void;
}

export interface SearchHooks {
  /** The time of the open invitation is over. */
  onExpired(): void;
  /** There is nobody left to ask. */
  onAlone(): void;
}

export function createAgentSearch(
  state: DeskState,
  chat: ChatRecord,
  { intervalMs, maxAttempts }: SearchLimits,
  hooks: SearchHooks,
): AgentSearch {
  const timesAsked = new Map<string, number>();
  const rejectedBy = new Set<string>();
  let invitation: Invitation | undefined;
  let cancelTimer: (() => void) | undefined;
  let deciding = false;
  let stopped = false;

  const freeAgents = (): AgentRecord[] =>
    availableAgents(state, chat.room, chat.lang === null ? [] : [chat.lang]).filter(({ id }) => !rejectedBy.has(id));

  async function next(): Promise<AgentRecord | undefined> {
    const free = freeAgents();
    if (timesAskedInAll(timesAsked) >= maxAttempts || free.length === 0) {
      // A queued chat stays in its line for as long as somebody is there at all.
      if (!chat.inQueue || isDeserted(state, chat)) hooks.onAlone();
      return undefined;
    }
    const question = state.askWhomToInvite(chat, free);
    const named = question && (await decide(question));
    if (stopped || invitation !== undefined) return undefined;
    const stillFree = freeAgents();
    if (stillFree.length === 0) return next();
    const agent = stillFree.find(({ id }) => id === named) ?? leastAsked(stillFree, timesAsked);
    invite(agent);
    return agent;
  }

  async function decide(question: Promise<string | undefined>): Promise<string | undefined> {
    deciding = true;
    const named = await question;
    deciding = false;
    return named;
  }

  function invite(agent: AgentRecord): void {
    const sentAt = state.clock.now();
    const nth = (timesAsked.get(agent.id) ?? 0) + 1;
    timesAsked.set(agent.id, nth);
    invitation = { chatId: chat.id, agentId: agent.id, nth, state: 'pending', sentAt, endsAt: sentAt + intervalMs };
    cancelTimer = state.clock.after(intervalMs, hooks.onExpired);
    agent.work.invitedTo.add(chat.id);
    state.invitations.push(invitation);
    state.publish({ trigger: 'invitations:new', chat, userId: agent.id });
  }

  function settle(outcome: Exclude<InvitationState, 'pending'>): void {
    if (invitation === undefined) return;
    cancelTimer?.();
    invitation.state = outcome;
    if (outcome === 'rejected') rejectedBy.add(invitation.agentId);
    state.users.get(invitation.agentId)?.work?.invitedTo.delete(chat.id);
    state.agentChanged(invitation.agentId);
    invitation = undefined;
  }

  return {
    chat,
    rejectedBy,
    invitation: () => invitation,
    isIdle: () => invitation === undefined && !deciding,
    next,
    invite,
    settle,
    stop() {
      stopped = true;
      settle('cancelled');
    },
  };
}

function timesAskedInAll(timesAsked: ReadonlyMap<string, number>): number {
  return timesAsked.values().reduce((sum, times) => sum + times, 0);
}

function isDeserted(state: DeskState, { room }: ChatRecord): boolean {
  return state.settings.queue.nobodyOnline === 'forever:alone' && onlineAgents(state, room).length === 0;
}

/** The agent who was invited least, of those who have the fewest chats. */
function leastAsked(free: readonly AgentRecord[], timesAsked: ReadonlyMap<string, number>): AgentRecord {
  const weight = ({ id, openChats }: AgentRecord): number => (timesAsked.get(id) ?? 0) * 1000 + openChats.size;
  return free.toSorted((a, b) => weight(a) - weight(b))[0]!;
}
