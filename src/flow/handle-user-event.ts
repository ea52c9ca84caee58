import { runBotTurn } from './bot-turn.ts';
import type { TurnContext } from './turn-context.ts';

/** Handles one event of a user: the first thing that applies takes it. */
export async function handleUserEvent(context: TurnContext): Promise<void> {
  const { input } = context.event;
  const text = 'text' in input ? (input.text ?? '') : '';
  await runBotTurn(context, [{ question: { message: text } }]);
}
