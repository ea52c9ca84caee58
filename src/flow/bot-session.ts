import type { BotSession } from '../chatbot/wire.ts';
import { retryPolicies } from '../core/retry.ts';
import type { TurnContext } from './turn-context.ts';

/** The bot could not be reached. */
export type BotFailure =
  /** It took too long. */
  { status: 'timed-out' } | { status: 'failed'; reason: string };

/** A bot session lives for 30 idle minutes (Inbenta docs: sessions); it is renewed a little before. */
const SESSION_IDLE_MS = 28 * 60_000;

/** The step that has just ended was a call in the session: its idle time begins anew. */
export function markUsed({ session, turn }: TurnContext): void {
  if (session.bot) session.bot.usedAt = turn.lastStepAt;
}

/** The conversation's session at the bot; a new one when it has been idle for too long. */
export async function botSession(context: TurnContext): Promise<BotSession | BotFailure> {
  const { session, turn, world } = context;
  if (session.bot !== undefined && turn.event.receivedAt - session.bot.usedAt < SESSION_IDLE_MS) return session.bot;
  const opened = await turn.attempt(context.stepName('session'), {
    policy: retryPolicies.botTurn,
    safe: true,
    call: () => world.bot.openSession(),
  });
  if (!opened.ok) return opened.timedOut ? { status: 'timed-out' } : { status: 'failed', reason: opened.reason };
  session.bot = { ...opened.value, usedAt: turn.lastStepAt };
  session.asked = {};
  session.fieldOpen = false;
  return session.bot;
}
