import { retryPolicies } from '../core/retry.ts';
import { foldText } from '../core/text.ts';
import type { UserInput } from '../core/user-event.ts';
import type { AgentDesk, DeskPost } from '../desk/agent-desk.ts';
import { userInputToWords } from '../translation/user-to-bot.ts';
import { chatParts } from './chat-parts.ts';
import { closeAtDesk } from './close-at-desk.ts';
import { endChat } from './end-chat.ts';
import { sayLabel, sayText } from './say.ts';
import type { AgentChat } from './session.ts';
import { markAttended } from './track-chat.ts';
import type { TurnContext } from './turn-context.ts';
import type { ChatSettings } from './world.ts';

/** A status that was read this short ago is believed. */
const STATUS_LIFE_MS = 10_000;
/** A waiting user is told so at most this often. */
const WAITING_NOTE_MS = 2 * 60_000;

type Posted = 'posted' | 'chat-over' | 'failed';

/**
 * Hands on what a user says while a chat with an agent is on.
 * @returns false when the chat turned out to be over: the same event then goes to the bot
 */
export async function talkToAgent(context: TurnContext, input: UserInput): Promise<boolean> {
  const parts = chatParts(context);
  const { chat } = context.session;
  if (parts === undefined || chat === undefined) return false;
  if (isEndWord(parts.chat, chat, input)) {
    await closeAtDesk(context, chat.id, { userId: chat.userId });
    await endChat(context, 'chat_closed');
    return true;
  }
  if (!(await isStillOn(context, parts.desk, chat))) return chatIsOver(context);
  const posted = await post(context, parts.desk, chat, input);
  if (posted === 'chat-over') return chatIsOver(context);
  if (posted === 'failed') await sayLabel(context, 'error_generic');
  else if (chat.state === 'waiting') await noteWaiting(context, parts.chat, chat);
  else await markAttended(context, chat);
  return true;
}

async function chatIsOver(context: TurnContext): Promise<false> {
  await endChat(context, 'chat_closed');
  return false;
}

/**
 * `exitQueueCommand` until an agent has accepted, `closeCommand` afterwards; the whole text, whatever its case. Signs
 * around it do not matter, unless the word has some itself: who says "Close!" does not mean `/close`.
 */
function isEndWord(settings: ChatSettings, chat: AgentChat, input: UserInput): boolean {
  const word = chat.state === 'active' ? settings.closeCommand : settings.exitQueueCommand;
  if (!word || input.kind !== 'text' || input.payload !== undefined) return false;
  const plain = word.trim().toLowerCase();
  const isPlain = /^[\p{L}\p{M}\p{N} ]+$/u.test(plain);
  return isPlain ? foldText(input.text) === foldText(plain) : input.text.trim().toLowerCase() === plain;
}

async function isStillOn(context: TurnContext, desk: AgentDesk, chat: AgentChat): Promise<boolean> {
  const { turn } = context;
  const now = turn.event.receivedAt;
  if (chat.statusReadAt !== undefined && now - chat.statusReadAt < STATUS_LIFE_MS) return true;
  const read = await turn.attempt(context.stepName('chat-status'), {
    policy: retryPolicies.lookUp,
    safe: true,
    call: async () => (await desk.chat(chat.id))?.status ?? 'closed',
  });
  // When nobody can tell, the post itself will.
  if (!read.ok) return true;
  chat.statusReadAt = now;
  if (read.value === 'active') chat.state = 'active';
  return read.value !== 'closed';
}

async function post(context: TurnContext, desk: AgentDesk, chat: AgentChat, input: UserInput): Promise<Posted> {
  if (input.kind === 'image' || input.kind === 'file') {
    if (input.caption !== undefined) {
      const posted = await postText(context, desk, chat, input.caption);
      if (posted !== 'posted') return posted;
    }
    return postFile(context, desk, chat, input);
  }
  const words = userInputToWords(input);
  if (words.kind === 'texts') return postText(context, desk, chat, words.texts.join('\n'));
  const kind = input.kind === 'unknown' ? input.type : input.kind;
  return postText(context, desk, chat, `[${kind}]`);
}

async function postText(context: TurnContext, desk: AgentDesk, chat: AgentChat, text: string): Promise<Posted> {
  const { turn } = context;
  const sent = await turn.attempt<DeskPost>(context.stepName('to-agent'), {
    policy: retryPolicies.agentMessage,
    ifUnknown: 'fail',
    call: () => desk.sendText(chat.id, chat.userId, text),
  });
  if (sent.ok) return sent.value.outcome === 'chat-closed' ? 'chat-over' : 'posted';
  context.log.error({ lane: turn.event.lane, reason: sent.reason }, 'a message could not be handed to the agent');
  return 'failed';
}

/** A file that cannot be fetched, or that the desk does not take, goes as its address. */
async function postFile(
  context: TurnContext,
  desk: AgentDesk,
  chat: AgentChat,
  input: Extract<UserInput, { kind: 'image' | 'file' }>,
): Promise<Posted> {
  const { turn, world, log } = context;
  const sent = await turn.attempt<DeskPost | { outcome: 'not-fetched' }>(context.stepName('media-to-agent'), {
    policy: retryPolicies.agentMessage,
    ifUnknown: 'fail',
    call: async () => {
      const file = await world.fetchMedia(input.url).catch((error: unknown) => {
        log.warn({ lane: turn.event.lane, err: error }, 'a file of the user could not be fetched');
        return undefined;
      });
      if (file === undefined) return { outcome: 'not-fetched' };
      return desk.sendMedia(chat.id, chat.userId, { ...file, name: hasExtension(input.name) ? input.name : file.name });
    },
  });
  if (sent.ok && sent.value.outcome === 'posted') return 'posted';
  if (sent.ok && sent.value.outcome === 'chat-closed') return 'chat-over';
  // Whether it arrived is not known: sending its address too might say the same thing twice.
  if (!sent.ok && (sent.status === undefined || sent.status >= 500)) return 'failed';
  return postText(context, desk, chat, input.url);
}

/** What Smooch calls the name of a file may be a description; the desk judges files by their extension. */
function hasExtension(name: string | undefined): name is string {
  return name !== undefined && /\.[a-z0-9]{1,5}$/i.test(name);
}

/** Until an agent is there the user reads, now and then, that he waits. */
async function noteWaiting(context: TurnContext, settings: ChatSettings, chat: AgentChat): Promise<void> {
  const { turn, world } = context;
  const now = turn.event.receivedAt;
  if (chat.waitingSaidAt !== undefined && now - chat.waitingSaidAt < WAITING_NOTE_MS) return;
  chat.waitingSaidAt = now;
  const exit = settings.exitQueueCommand;
  const note = world.label('on_waiting_queue');
  await sayText(context, exit ? `${note} ${world.label('on_waiting_queue_exit', { exitCommand: exit })}` : note);
}
