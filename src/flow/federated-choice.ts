import type { BotAnswer } from '../chatbot/wire.ts';
import { renderSubAnswer } from '../translation/bot-to-user.ts';
import { showRendered } from './show-answers.ts';
import { track } from './track.ts';
import type { TurnContext } from './turn-context.ts';

/** Shows a result of a federated answer from the session. @returns false when its list is not kept any more */
export async function showFederatedChoice(
  context: TurnContext,
  choice: { list: string; index: number },
): Promise<boolean> {
  const list = context.session.lists.find(({ id }) => id === choice.list);
  const subAnswer = list?.subAnswers[choice.index];
  if (subAnswer === undefined) return false;
  await show(context, subAnswer, false);
  return true;
}

/** Shows the result that an old button holds in itself: as text only, since anybody can forge a button. */
export async function showOldSubAnswer(context: TurnContext, subAnswer: BotAnswer): Promise<void> {
  await show(context, subAnswer, true);
}

async function show(context: TurnContext, subAnswer: BotAnswer, textOnly: boolean): Promise<void> {
  await showRendered(context, [subAnswer], (rendering) => renderSubAnswer(subAnswer, rendering, { textOnly }));
  const { clickCode } = subAnswer.contents;
  if (clickCode) await track(context, 'click', { code: clickCode });
}
