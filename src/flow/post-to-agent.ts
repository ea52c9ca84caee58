import { retryPolicies } from '../core/retry.ts';
import type { UserInput } from '../core/user-event.ts';
import type { AgentDesk, DeskPost } from '../desk/agent-desk.ts';
import { userInputToWords } from '../translation/user-to-bot.ts';
import type { AgentChat } from './session.ts';
import type { TurnContext } from './turn-context.ts';

/** `chat-over`: the desk says that the chat has ended; `failed`: it did not take it, or nobody can tell. */
export type Posted = 'posted' | 'chat-over' | 'failed';

/** What is posted, and where. */
interface Post {
  desk: AgentDesk;
  chat: AgentChat;
  input: UserInput;
  /** The beginning of a message that it answers to. */
  quoted?: string | undefined;
}

/** Posts what a user said or sent, in his name; a caption goes before its file, and what it answers to before all. */
export async function postToAgent(context: TurnContext, { desk, chat, input, quoted }: Post): Promise<Posted> {
  // Nobody can find out whether a post has arrived; that none was begun is known as long as this is not written.
  context.turn.record(context.stepName('posting'), () => true);
  const quote = quoted === undefined ? [] : [`> ${quoted}`];
  const post = (...lines: string[]) => postText(context, desk, chat, [...quote, ...lines].join('\n'));
  if (input.kind === 'image' || input.kind === 'file') {
    const said = input.caption === undefined ? [] : [input.caption];
    if (quote.length + said.length > 0) {
      const posted = await post(...said);
      if (posted !== 'posted') return posted;
    }
    return postFile(context, desk, chat, input);
  }
  const words = userInputToWords(input);
  if (words.kind === 'texts') return post(...words.texts);
  return post(`[${input.kind === 'unknown' ? input.type : input.kind}]`);
}

async function postText(context: TurnContext, desk: AgentDesk, chat: AgentChat, text: string): Promise<Posted> {
  const { turn } = context;
  const sent = await turn.attempt<DeskPost>(context.stepName('to-agent'), {
    policy: retryPolicies.agentMessage,
    ifUnknown: 'fail',
    call: () => desk.sendText(chat.id, chat.userId, text),
  });
  if (!sent.ok) return failed(context, sent.reason);
  return sent.value.outcome === 'chat-closed' ? 'chat-over' : 'posted';
}

function failed({ log, turn }: TurnContext, reason: string): 'failed' {
  log.error({ lane: turn.event.lane, reason }, 'a message could not be handed to the agent');
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
      const { url, name, mediaType } = input;
      const file = await world.fetchMedia(url, { name, mediaType }).catch((error: unknown) => {
        log.warn({ lane: turn.event.lane, err: error }, 'a file of the user could not be fetched');
        return undefined;
      });
      if (file === undefined) return { outcome: 'not-fetched' };
      return desk.sendMedia(chat.id, chat.userId, file);
    },
  });
  if (sent.ok && sent.value.outcome === 'posted') return 'posted';
  if (sent.ok && sent.value.outcome === 'chat-closed') return 'chat-over';
  // Whether it arrived is not known: sending its address too might say the same thing twice.
  if (!sent.ok && (sent.status === undefined || sent.status >= 500)) return failed(context, sent.reason);
  return postText(context, desk, chat, world.withoutSecrets(input.url) ?? `[${input.kind}]`);
}
