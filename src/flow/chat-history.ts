import type { BotHistoryEntry } from '../chatbot/wire.ts';
import { retryPolicies } from '../core/retry.ts';
import { isBlank } from '../core/text.ts';
import type { DeskHistoryEntry } from '../desk/agent-desk.ts';
import type { TurnContext } from './turn-context.ts';

/** More than anybody reads; the newest are kept. */
const LINES = 150;

/** What was said with the bot, for the agent. A history that cannot be had never blocks a chat. */
export async function chatHistory(context: TurnContext): Promise<DeskHistoryEntry[]> {
  const { turn, world, session } = context;
  const { bot } = session;
  if (bot === undefined) return [];
  const history = await turn.attempt(context.stepName('history'), {
    policy: retryPolicies.botTurn,
    safe: true,
    call: async () => historyToLines(await world.bot.history(bot), turn.event.receivedAt),
  });
  return history.ok ? history.value : [];
}

/** @param fallback time of lines without one, milliseconds since 1970 */
function historyToLines(history: readonly BotHistoryEntry[], fallback: number): DeskHistoryEntry[] {
  return history
    .filter(({ message }) => !isBlank(message))
    .slice(-LINES)
    .map(({ from, message, at }) => ({ from, text: message, at: Math.floor((at ?? fallback) / 1000) }));
}
