import type { UserInput } from '../core/user-event.ts';
import { takeQuestion } from './meaning.ts';
import { sayText } from './say.ts';
import { clearedSession } from './session.ts';
import type { TurnContext } from './turn-context.ts';

type Command = (context: TurnContext) => Promise<string>;

/** What an operator may type into a conversation; the names are those of the connector we replace. */
const commands = new Map<string, Command>([
  ['show_user_id', async ({ conversation }) => `Your user id is ${conversation.userId}.`],
  ['clear_user_session', async (context) => clearSession(context)],
  ['clear_cached_appdata', async ({ world }) => refresh(() => world.refreshExtraInfo())],
]);

/** Runs the command that the event is, where commands are allowed. @returns false when it is none */
export async function runCommand(context: TurnContext, input: UserInput): Promise<boolean> {
  if (!context.world.settings.commandsAllowed || input.kind !== 'text' || input.payload !== undefined) return false;
  const command = commands.get(input.text.trim());
  if (command === undefined) return false;
  context.session.pending = takeQuestion(context.session.pending, context.turn.event.receivedAt).open;
  const answer = await command(context);
  await sayText(context, answer);
  return true;
}

async function clearSession(context: TurnContext): Promise<string> {
  const { session } = context;
  const cleared = clearedSession(session);
  for (const key of Object.keys(session)) delete (session as unknown as Record<string, unknown>)[key];
  Object.assign(session, cleared);
  return 'The session was cleared: the next message begins a new conversation with the bot.';
}

async function refresh(fetch: () => Promise<void>): Promise<string> {
  try {
    await fetch();
    return 'ExtraInfo was read again: keys and translations are up to date.';
  } catch {
    return 'ExtraInfo could not be read; the last copy stays in use.';
  }
}
