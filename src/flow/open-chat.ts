import { retryPolicies } from '../core/retry.ts';
import type { AgentDesk, DeskChat } from '../desk/agent-desk.ts';
import { chatHistory } from './chat-history.ts';
import { chatKey, chatParts } from './chat-parts.ts';
import { deskProfile } from './desk-profile.ts';
import { sayLabel } from './say.ts';
import { track } from './track.ts';
import type { TurnContext } from './turn-context.ts';
import type { ChatLink } from './turn-log.ts';
import type { ChatSettings } from './world.ts';

type Parts = { desk: AgentDesk; chat: ChatSettings };
/** A chat of the user, found or created. */
type Found = { chat: DeskChat; userId: string; existed: boolean };

/**
 * Opens a chat at the desk, or goes on with the one the user has there. The user is told about every way this can end.
 * @param data values of the bot's contact form
 */
export async function openChat(context: TurnContext, data: Record<string, unknown> = {}): Promise<void> {
  const parts = chatParts(context);
  if (parts === undefined) return;
  await sayLabel(context, 'creating_chat');
  const found = await findOrCreate(context, parts, data);
  if (found === undefined) return sayLabel(context, 'error_creating_chat');
  if (!(await assignWhereNeeded(context, parts, found))) {
    if (!found.existed) await closeAgain(context, parts, found.chat.id);
    return sayLabel(context, 'error_creating_chat');
  }
  await begin(context, parts, found);
}

async function findOrCreate(
  context: TurnContext,
  parts: Parts,
  data: Record<string, unknown>,
): Promise<Found | undefined> {
  const { turn } = context;
  const { desk, chat } = parts;
  const place = { room: chat.roomId, source: chat.source };
  const safely = { policy: retryPolicies.botTurn, safe: true };
  const profile = await deskProfile(context, chat, data);
  const user = await turn.attempt(context.stepName('sign-up'), { ...safely, call: () => desk.signUp(profile) });
  if (!user.ok) return failed(context, 'the user could not be made known to HyperChat', user.reason);
  const { userId } = user.value;
  const find = () => desk.findOpenChat(userId, place);
  const open = await turn.attempt(context.stepName('open-chat'), {
    ...safely,
    call: async () => ({ chat: await find() }),
  });
  if (!open.ok) return failed(context, 'HyperChat could not be asked for an open chat', open.reason);
  if (open.value.chat !== undefined) return { chat: open.value.chat, userId, existed: true };
  const history = await chatHistory(context);
  const created = await turn.attempt<{ chat?: DeskChat }>(context.stepName('create-chat'), {
    policy: retryPolicies.botTurn,
    lookUp: async () => wrapFound(await find()),
    ifUnknown: 'fail',
    links: ({ chat: made }) => (made === undefined ? [] : [chatLink(context, chat, made.id)]),
    call: async () => {
      const creation = await desk.createChat({ userId, ...place, lang: chat.lang, history });
      return { chat: creation.outcome === 'created' ? creation.chat : await find() };
    },
  });
  if (!created.ok) return failed(context, 'the chat could not be created', created.reason);
  if (created.value.chat === undefined) {
    return failed(
      context,
      'the chat could not be created',
      'the user has a chat in another room, or from another source',
    );
  }
  return { chat: created.value.chat, userId, existed: false };
}

function wrapFound(chat: DeskChat | undefined): { chat: DeskChat } | undefined {
  return chat && { chat };
}

function chatLink(context: TurnContext, settings: ChatSettings, chatId: string): ChatLink {
  const { environment } = context.world.settings;
  return { chat: chatKey(settings, chatId), lane: context.turn.event.lane, environment };
}

/** Outside of queue mode somebody has to be looked for. @returns false when that failed */
async function assignWhereNeeded(context: TurnContext, { desk }: Parts, { chat }: Found): Promise<boolean> {
  const { turn } = context;
  if (chat.status !== 'waiting') return true;
  const queue = await turn.attempt(context.stepName('queue-mode'), {
    policy: retryPolicies.botTurn,
    safe: true,
    call: () => desk.isQueueActive(),
  });
  if (queue.ok && queue.value) return true;
  const assigned = await turn.attempt(context.stepName('assign'), {
    policy: retryPolicies.botTurn,
    safe: true,
    call: () => desk.assign(chat.id),
  });
  if (!assigned.ok) failed(context, 'no agent could be looked for', assigned.reason);
  return assigned.ok;
}

async function closeAgain(context: TurnContext, { desk }: Parts, chatId: string): Promise<void> {
  await context.turn.attempt(context.stepName('close-chat'), {
    policy: retryPolicies.botTurn,
    safe: true,
    call: async () => void (await desk.close(chatId)),
  });
}

async function begin(context: TurnContext, { chat: settings }: Parts, found: Found): Promise<void> {
  const { session, turn } = context;
  const active = found.chat.status === 'active';
  turn.link(chatLink(context, settings, found.chat.id));
  session.pending = undefined;
  session.fieldOpen = false;
  session.counters = { misses: 0, negatives: 0, at: session.counters.at };
  session.chat = {
    id: found.chat.id,
    userId: found.userId,
    state: active ? 'active' : 'waiting',
    agents: [],
    attended: active,
    seen: [],
  };
  if (active) await trackChat(context, 'CHAT_ATTENDED', found.chat.id);
}

/** Tells the bot's statistics what became of a chat. */
export async function trackChat(
  context: TurnContext,
  type: 'CHAT_ATTENDED' | 'CHAT_UNATTENDED',
  chatId: string,
): Promise<void> {
  const { chat } = context.world.settings;
  if (chat === undefined) return;
  await track(context, type, { value: { chatId, appId: chat.appId, region: chat.region } });
}

function failed(context: TurnContext, what: string, reason: string): undefined {
  context.log.error({ lane: context.turn.event.lane, reason }, what);
  return undefined;
}
