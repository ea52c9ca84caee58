import { foldText } from '../core/fold-text.ts';
import { retryPolicies } from '../core/retry.ts';
import type { UserInput } from '../core/user-event.ts';
import type { AgentDesk } from '../desk/agent-desk.ts';
import { ownInput } from '../translation/user-to-bot.ts';
import { chatParts } from './chat-parts.ts';
import { closeAtDesk } from './close-at-desk.ts';
import { endChat } from './end-chat.ts';
import { postToAgent } from './post-to-agent.ts';
import { sayApology, sayText } from './say.ts';
import type { AgentChat } from './session.ts';
import { markAttended } from './track-chat.ts';
import type { TurnContext } from './turn-context.ts';
import type { ChatSettings } from './world.ts';

/** A status that was read this short ago is believed. */
const STATUS_LIFE_MS = 10_000;
/** A waiting user is told so at most this often. */
const WAITING_NOTE_MS = 2 * 60_000;

/**
 * Hands on what a user says while a chat with an agent is on.
 * @param quoted the beginning of a message that it answers to
 * @returns false when the chat turned out to be over: the same event then goes to the bot
 */
export async function talkToAgent(context: TurnContext, input: UserInput, quoted?: string): Promise<boolean> {
  const parts = chatParts(context);
  const { chat } = context.session;
  if (parts === undefined || chat === undefined) return false;
  if (isEndWord(parts.chat, chat, ownInput(input, context.session.channel))) {
    await closeAtDesk(context, chat.id, { userId: chat.userId });
    await endChat(context, 'chat_closed');
    return true;
  }
  if (!(await isStillOn(context, parts.desk, chat))) return chatIsOver(context);
  const posted = await postToAgent(context, { desk: parts.desk, chat, input, quoted });
  if (posted === 'chat-over') return chatIsOver(context);
  if (posted === 'failed') await sayApology(context, 'not-handed-to-agent');
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
