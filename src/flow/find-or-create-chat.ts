import { retryPolicies } from '../core/retry.ts';
import type { AgentDesk, DeskChat, DeskPlace } from '../desk/agent-desk.ts';
import { chatHistory } from './chat-history.ts';
import { chatLink } from './chat-parts.ts';
import { deskProfile } from './desk-profile.ts';
import type { Attempt } from './step-failure.ts';
import type { TurnContext } from './turn-context.ts';
import type { ChatSettings } from './world.ts';

/** A chat of the user at the desk, found or created. */
export interface FoundChat {
  chat: DeskChat;
  userId: string;
  existed: boolean;
}

/** The result of looking for a chat, or of creating one; `joined`: it was there already. */
type MaybeChat = { chat?: DeskChat | undefined; joined?: boolean };

const SAFELY = { policy: retryPolicies.botTurn, safe: true };

/**
 * Makes the user known at the desk, and finds the chat that he has open there or creates one.
 * @param data values of the bot's contact form
 * @returns undefined when there is none; the log says why
 */
export async function findOrCreateChat(
  context: TurnContext,
  { desk, chat: settings }: { desk: AgentDesk; chat: ChatSettings },
  data: Record<string, unknown>,
): Promise<FoundChat | undefined> {
  const profile = await deskProfile(context, settings, data);
  const user = await context.turn.attempt(context.stepName('sign-up'), {
    policy: retryPolicies.botTurn,
    call: () => desk.signUp(profile),
    lookUp: () => desk.findAndUpdateUser(profile),
  });
  if (!user.ok) return failed(context, 'the user could not be made known to HyperChat', user.reason);
  const { userId } = user.value;
  const place = { room: settings.roomId, source: settings.source };
  const find = async (): Promise<MaybeChat> => ({ chat: await desk.findOpenChat(userId, place) });
  const open = await context.turn.attempt(context.stepName('open-chat'), { ...SAFELY, call: find });
  if (!open.ok) return failed(context, 'HyperChat could not be asked for an open chat', open.reason);
  if (open.value.chat !== undefined) return { chat: open.value.chat, userId, existed: true };
  const created = await createChat(context, { desk, settings, userId, place, find });
  if (!created.ok) return failed(context, 'the chat could not be created', created.reason);
  const { chat, joined = false } = created.value;
  if (chat === undefined) {
    return failed(context, 'the chat could not be created', 'the user has a chat from another source');
  }
  return { chat, userId, existed: joined };
}

async function createChat(
  context: TurnContext,
  parts: { desk: AgentDesk; settings: ChatSettings; userId: string; place: DeskPlace; find(): Promise<MaybeChat> },
): Promise<Attempt<MaybeChat>> {
  const { turn } = context;
  const { desk, settings, userId, place, find } = parts;
  const history = await chatHistory(context);
  const links = ({ chat }: MaybeChat) => (chat === undefined ? [] : [chatLink(context, settings, chat.id)]);
  const created = await turn.attempt<MaybeChat>(context.stepName('create-chat'), {
    policy: retryPolicies.botTurn,
    lookUp: async () => {
      const found = await find();
      return found.chat && found;
    },
    ifUnknown: 'fail',
    links,
    call: async () => {
      const creation = await desk.createChat({ userId, ...place, lang: settings.lang, history });
      if (creation.outcome === 'created') return { chat: creation.chat };
      // Agents move chats to other rooms, and a lost store does not know of them: the user has no other chat.
      return { chat: await desk.findOpenChat(userId, { source: place.source }), joined: true };
    },
  });
  if (created.ok || isRefusal(created.status)) return created;
  // The last attempt, too, may have taken effect: nothing is left open that nobody knows of.
  const left = await turn.attempt<MaybeChat>(context.stepName('left-chat'), { ...SAFELY, links, call: find });
  return left.ok && left.value.chat !== undefined ? left : created;
}

/** The desk has said that it did nothing. */
function isRefusal(status: number | undefined): boolean {
  return status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 409;
}

function failed(context: TurnContext, what: string, reason: string): undefined {
  context.log.error({ lane: context.turn.event.lane, reason }, what);
  return undefined;
}
