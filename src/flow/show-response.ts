import type { BotAnswer } from '../chatbot/wire.ts';
import { ticketRequest } from '../translation/answer-signals.ts';
import { callHook } from './call-hook.ts';
import { sayLabel } from './say.ts';
import { type ShowOptions, showAnswers } from './show-answers.ts';
import type { TurnContext } from './turn-context.ts';

export interface ResponseOptions extends ShowOptions {
  /** Those of the answers that are shown; default: all. */
  shown?: readonly BotAnswer[];
  /** Label that is said in place of answers with nothing to show. */
  otherwise?: string;
}

/** Shows a response of the bot, and does what it asks for besides: a form is open from now on, a ticket is filed. */
export async function showResponse(
  context: TurnContext,
  answers: readonly BotAnswer[],
  { shown = answers, otherwise, maySayNothing = false }: ResponseOptions = {},
): Promise<void> {
  if (answers.length > 0)
    context.session.fieldOpen = answers.some((answer) => answer.actionField?.variableName !== undefined);
  const startsSomething = maySayNothing || otherwise !== undefined || ticketRequest(answers) !== undefined;
  const saidSomething = await showAnswers(context, shown, { maySayNothing: startsSomething });
  if (!saidSomething && otherwise !== undefined) await sayLabel(context, otherwise);
  await fileTicket(context, answers);
}

/** A finished form may ask for a ticket, which only a hook can file. */
async function fileTicket(context: TurnContext, answers: readonly BotAnswer[]): Promise<void> {
  const data = ticketRequest(answers);
  if (data === undefined) return;
  const { onTicket } = context.world.hooks;
  const filed = await callHook(context, 'onTicket', onTicket && ((hook) => onTicket(data, hook)));
  await sayLabel(context, filed?.created === true ? 'ticket_created' : 'ticket_error');
}
