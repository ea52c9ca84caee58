import type { ChoicesDraft } from '../translation/draft.ts';
import { fitChannel } from '../translation/fit-channel.ts';
import { textToParts } from '../translation/split-text.ts';
import { sendMessage } from './send-messages.ts';
import { sendWithQuestion } from './send-question.ts';
import type { TurnContext } from './turn-context.ts';

/** Sends the text of a label. */
export async function sayLabel(context: TurnContext, key: string, values?: Record<string, string>): Promise<void> {
  await sayText(context, context.world.label(key, values));
}

/** Sends a text: as one message, or as many as the channel needs for it. */
export async function sayText(context: TurnContext, text: string): Promise<void> {
  const parts = textToParts(text, context.world.limits(context.session.channel));
  for (const part of parts) await sendMessage(context, { type: 'text', text: part });
}

/** Why a turn could only apologise. */
export type ApologyReason = 'bot-timed-out' | 'bot-failed' | 'nothing-to-show' | 'not-handed-to-agent';

/** Says that something went wrong; the turn goes on, and is counted by why. */
export async function sayApology(
  context: TurnContext,
  reason: ApologyReason,
  key: 'api_timeout' | 'error_generic' = 'error_generic',
): Promise<void> {
  context.apology ??= reason;
  await sayLabel(context, key);
}

/** Asks a question of our own and remembers that it is open. */
export async function askChoices(context: TurnContext, draft: ChoicesDraft): Promise<void> {
  const { session, turn, world } = context;
  const name = context.stepName('question');
  const fitted = turn.record(name, () =>
    fitChannel([draft], world.limits(session.channel), {
      moreOptions: world.label('more_options'),
      refSeed: `${context.messagePrefix}.${name}`,
    }),
  );
  await sendWithQuestion(context, fitted);
}
