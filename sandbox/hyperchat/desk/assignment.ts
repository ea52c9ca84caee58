import { type AgentSearch, createAgentSearch, type SearchLimits } from './agent-search.ts';
import { type DeskState, requireAgent } from './desk-state.ts';
import { badRequest, notFound } from './hyperchat-error.ts';
import { join } from './membership.ts';
import type { Queue } from './queue.ts';
import type { AgentRecord, ChatRecord } from './records.ts';
import { agentsIn, onlineAgents } from './staff.ts';

/** The way from waiting chats to agents. */
export interface Assignment {
  /**
   * Looks for an agent until one accepts or there is nobody left to ask. Returns who is invited now, if anybody.
   * @param except agents who are not asked
   */
  search(
    chat: ChatRecord,
    limits?: Partial<SearchLimits>,
    except?: readonly AgentRecord[],
  ): Promise<AgentRecord | undefined>;
  /** Invites this agent next, in place of whom is invited now. @throws HyperchatError when the agent cannot come. */
  invite(chat: ChatRecord, agent: AgentRecord): void;
  /** @throws HyperchatError 404 without an open invitation; so do the next two. */
  accept(chat: ChatRecord, agent: AgentRecord): void;
  reject(chat: ChatRecord, agent: AgentRecord): void;
  /** As if the agent had looked away until the time was over. */
  letRunOut(chat: ChatRecord, agent: AgentRecord): void;
  /** Ends the search and its invitation. False when there was none. */
  stop(chat: ChatRecord): boolean;
  /** These agents came online, or have a free place: queued chats may go on. */
  agentsFreed(agents: readonly AgentRecord[]): void;
  /** The agent went: the invitations they have go to others. */
  agentGone(agent: AgentRecord): void;
}

/** @param onAlone called when there is nobody left to ask for a chat */
export function createAssignment(
  state: DeskState,
  queue: Queue,
  onAlone: (chat: ChatRecord) => void = () => undefined,
): Assignment {
  const searches = new Map<string, AgentSearch>();

  function begin(chat: ChatRecord, limits?: Partial<SearchLimits>): AgentSearch {
    const wanted = { ...state.settings.invitation, ...limits };
    const maxAttempts = chat.inQueue ? Number.POSITIVE_INFINITY : wanted.maxAttempts;
    const search = createAgentSearch(
      state,
      chat,
      { ...wanted, maxAttempts },
      { onExpired: () => end(search, 'expired'), onAlone: () => giveUp(chat) },
    );
    searches.set(chat.id, search);
    return search;
  }

  function stop(chat: ChatRecord): boolean {
    searches.get(chat.id)?.stop();
    return searches.delete(chat.id);
  }

  function giveUp(chat: ChatRecord): void {
    stop(chat);
    state.publish({ trigger: 'forever:alone', chat });
    onAlone(chat);
  }

  function end(search: AgentSearch, outcome: 'expired' | 'rejected' | 'cancelled'): void {
    search.settle(outcome);
    // A colleague who was called into a chat and does not come is not replaced.
    if (agentsIn(state, search.chat).length > 0) stop(search.chat);
    else void search.next();
    moveLines();
  }

  /** Gives queued chats without invitation another try, the head of each line first. */
  function moveLines(): void {
    for (const room of state.rooms.keys()) {
      // Copied: who hears of an invitation may accept it at once, and the line moves.
      for (const chat of [...queue.line(room)]) {
        const search = searches.get(chat.id) ?? (onlineAgents(state, room).length > 0 ? begin(chat) : undefined);
        if (search?.isIdle()) void search.next();
      }
    }
  }

  function requireInvitation(chat: ChatRecord, agent: AgentRecord): AgentSearch {
    const search = searches.get(chat.id);
    if (search?.invitation()?.agentId !== agent.id) throw notFound('There is no open invitation of this agent');
    return search;
  }

  return {
    async search(chat, limits, except = []) {
      const running = searches.get(chat.id)?.invitation();
      if (running !== undefined) return requireAgent(state, running.agentId);
      const search = searches.get(chat.id) ?? begin(chat, limits);
      for (const { id } of except) search.rejectedBy.add(id);
      return search.next();
    },
    invite(chat, agent) {
      if (!agent.work.online) throw badRequest('The agent is not online');
      if (chat.users.includes(agent.id)) throw badRequest('The agent is in the chat already');
      const search = searches.get(chat.id) ?? begin(chat);
      search.settle('cancelled');
      search.invite(agent);
    },
    accept(chat, agent) {
      requireInvitation(chat, agent).settle('accepted');
      stop(chat);
      state.publish({ trigger: 'invitations:accept', chat, userId: agent.id });
      join(state, chat, agent);
      queue.remove(chat);
    },
    reject: (chat, agent) => end(requireInvitation(chat, agent), 'rejected'),
    letRunOut: (chat, agent) => end(requireInvitation(chat, agent), 'expired'),
    stop,
    agentsFreed(agents) {
      for (const search of searches.values()) for (const { id } of agents) search.rejectedBy.delete(id);
      moveLines();
    },
    agentGone(agent) {
      const invited = [...searches.values()].filter((search) => search.invitation()?.agentId === agent.id);
      for (const search of invited) end(search, 'cancelled');
      moveLines();
    },
  };
}
