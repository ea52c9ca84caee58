import { retryPolicies } from '../core/retry.ts';
import type { DeskUser } from '../desk/agent-desk.ts';
import type { DeskEvent } from '../desk/desk-event.ts';
import { agentLine } from '../translation/agent-to-user.ts';
import { chatParts } from './chat-parts.ts';
import { closeAtDesk } from './close-at-desk.ts';
import { endChat } from './end-chat.ts';
import { sayLabel } from './say.ts';
import { budgetStart } from './send-once.ts';
import type { AgentChat } from './session.ts';
import { showAgentMessage } from './show-agent-message.ts';
import { markAttended } from './track-chat.ts';
import type { TurnContext } from './turn-context.ts';

/** What an agent wrote just before the end is still handed on for this long. */
const LATE_MESSAGE_MS = 2 * 60_000;
const SEEN_KEPT = 200;

type Of<Kind extends DeskEvent['kind']> = Extract<DeskEvent, { kind: Kind }>;

/** Handles what happened in a chat at the desk, in the lane of its conversation. */
export async function handleDeskEvent(
  context: TurnContext,
  event: Exclude<DeskEvent, { kind: 'ignored' | 'typing' }>,
): Promise<void> {
  if (event.kind === 'message') return takeMessage(context, event);
  const chat = chatOf(context, event.chatId);
  if (chat === undefined) return;
  switch (event.kind) {
    case 'agent-joined':
      return takeJoin(context, chat, event);
    case 'left':
      return takeLeave(context, chat, event);
    case 'queue':
      return takePosition(context, chat, event);
    case 'alone':
      await closeAtDesk(context, chat.id);
      return endChat(context, 'no_agents');
    case 'closed':
      return endChat(context, endLabel(chat, event));
  }
}

/** The chat that is on, when it is this one. */
function chatOf({ session }: TurnContext, chatId: string): AgentChat | undefined {
  return session.chat?.id === chatId ? session.chat : undefined;
}

async function takeJoin(context: TurnContext, chat: AgentChat, { agentId }: Of<'agent-joined'>): Promise<void> {
  if (!chat.agents.includes(agentId)) {
    const agent = await whoIs(context, agentId);
    // Only agents have a provider: whoever has none is nobody to be announced, or to speak afterwards.
    if (!agent?.isAgent) return;
    await announce(context, chat, agent);
  }
  chat.gone = chat.gone.filter((id) => id !== agentId);
  await markAttended(context, chat);
}

/** Each agent is announced once per chat. */
async function announce(context: TurnContext, chat: AgentChat, agent: DeskUser): Promise<void> {
  chat.agents.push(agent.id);
  await sayLabel(context, 'agent_joined', { agentName: agentName(agent) });
}

async function takeLeave(context: TurnContext, chat: AgentChat, event: Of<'left'>): Promise<void> {
  if (!chat.agents.includes(event.userId) || chat.gone.includes(event.userId)) return;
  chat.gone.push(event.userId);
  if (!context.world.hasLabel('agent_left')) return;
  const agent = await whoIs(context, event.userId);
  await sayLabel(context, 'agent_left', { agentName: agentName(agent) });
}

/** The desk keeps names as HTML, too. */
function agentName(agent: DeskUser | undefined): string {
  return agentLine(agent?.nickname) || agentLine(agent?.name);
}

async function takePosition(context: TurnContext, chat: AgentChat, { position }: Of<'queue'>): Promise<void> {
  if (chat.state === 'active' || position < 1 || position === chat.queuePosition) return;
  chat.queuePosition = position;
  if (position === 1) return sayLabel(context, 'queue_estimation_first');
  await sayLabel(context, 'queue_estimation', { queuePosition: String(position) });
}

/** A user who closed the chat himself knows. */
function endLabel(chat: AgentChat, event: Of<'closed'>): string | undefined {
  if (event.by.kind === 'person' && event.by.userId === chat.userId) return undefined;
  return event.reason === 'inactivity' ? 'chat_closed_inactivity' : 'chat_closed';
}

/** Only what an agent wrote is handed on, each message once. */
async function takeMessage(context: TurnContext, event: Of<'message'>): Promise<void> {
  const { sender, messageId, content } = event;
  const on = chatOf(context, event.chatId);
  const chat = on ?? lately(context, event.chatId);
  if (chat === undefined || sender === chat.userId) return;
  if (messageId !== undefined && chat.seen.includes(messageId)) return;
  if (!chat.agents.includes(sender)) {
    const agent = await whoIs(context, sender);
    if (!agent?.isAgent) return;
    if (on !== undefined) await meet(context, on, agent);
  }
  if (messageId !== undefined) chat.seen = [...chat.seen, messageId].slice(-SEEN_KEPT);
  await showAgentMessage(context, content);
}

/** An agent writes whose arrival was not told: it was overtaken, or lost, or there was no invitation. */
async function meet(context: TurnContext, chat: AgentChat, agent: DeskUser): Promise<void> {
  if (chat.adopted) chat.agents.push(agent.id);
  else await announce(context, chat, agent);
  await markAttended(context, chat);
}

function lately({ session, turn }: TurnContext, chatId: string) {
  return session.ended.find(({ id, at }) => id === chatId && turn.event.receivedAt - at < LATE_MESSAGE_MS);
}

async function whoIs(context: TurnContext, userId: string): Promise<DeskUser | undefined> {
  const parts = chatParts(context);
  if (parts === undefined) return undefined;
  const user = await context.turn.step(context.stepName('desk-user'), {
    policy: retryPolicies.userMessage,
    since: budgetStart(context),
    safe: true,
    call: async () => ({ user: await parts.desk.user(userId) }),
  });
  return user.user;
}
