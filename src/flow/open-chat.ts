import { retryPolicies } from '../core/retry.ts';
import type { AgentDesk, DeskChat } from '../desk/agent-desk.ts';
import { chatLink, chatParts } from './chat-parts.ts';
import { closeAtDesk } from './close-at-desk.ts';
import { type FoundChat, findOrCreateChat } from './find-or-create-chat.ts';
import { sayLabel } from './say.ts';
import { markAttended } from './track-chat.ts';
import type { TurnContext } from './turn-context.ts';
import type { ChatSettings } from './world.ts';

/**
 * Opens a chat at the desk, or goes on with the one the user has there. The user is told about every way this can end.
 * @param data values of the bot's contact form
 */
export async function openChat(context: TurnContext, data: Record<string, unknown> = {}): Promise<void> {
  const parts = chatParts(context);
  if (parts === undefined) return;
  await sayLabel(context, 'creating_chat');
  const found = await findOrCreateChat(context, parts, data);
  if (found === undefined) return sayLabel(context, 'error_creating_chat');
  const chat = await assignWhereNeeded(context, parts.desk, found.chat);
  if (chat === undefined) {
    if (!found.existed) await closeAgain(context, parts.chat, found.chat.id);
    return sayLabel(context, 'error_creating_chat');
  }
  await begin(context, parts.chat, { ...found, chat });
}

/**
 * Outside of queue mode somebody has to be looked for.
 * @returns the chat, or undefined when nobody can be looked for
 */
async function assignWhereNeeded(context: TurnContext, desk: AgentDesk, chat: DeskChat): Promise<DeskChat | undefined> {
  if (chat.status !== 'waiting') return chat;
  const safely = { policy: retryPolicies.botTurn, safe: true };
  const queue = await context.turn.attempt(context.stepName('queue-mode'), {
    ...safely,
    call: () => desk.isQueueActive(),
  });
  if (queue.ok && queue.value) return chat;
  const assigned = await context.turn.attempt(context.stepName('assign'), {
    ...safely,
    call: () => desk.assign(chat.id),
  });
  if (assigned.ok) return chat;
  // An agent may have taken it meanwhile: then there is nothing to assign any more.
  const now = await context.turn.attempt(context.stepName('chat-status'), {
    ...safely,
    call: async () => ({ chat: await desk.chat(chat.id) }),
  });
  if (now.ok && now.value.chat?.status === 'active') return now.value.chat;
  context.log.error({ lane: context.turn.event.lane, reason: assigned.reason }, 'no agent could be looked for');
  return undefined;
}

async function closeAgain(context: TurnContext, settings: ChatSettings, chatId: string): Promise<void> {
  await closeAtDesk(context, chatId);
  context.turn.link(chatLink(context, settings, chatId, context.turn.event.receivedAt));
}

async function begin(context: TurnContext, settings: ChatSettings, { chat, userId }: FoundChat): Promise<void> {
  const { session, turn } = context;
  turn.link(chatLink(context, settings, chat.id));
  session.pending = undefined;
  session.fieldOpen = false;
  session.counters = { misses: 0, negatives: 0, at: session.counters.at };
  session.chat = { id: chat.id, userId, state: 'waiting', agents: [], gone: [], attended: false, seen: [] };
  if (chat.status === 'active') await markAttended(context, session.chat);
}
