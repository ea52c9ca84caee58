import type { BotAnswer } from '../chatbot/wire.ts';
import { rateCodeOf, ticketRequest } from '../translation/answer-signals.ts';
import { type Ask, askBot } from './ask-bot.ts';
import { callHook } from './call-hook.ts';
import { askForRating } from './ratings.ts';
import { sayLabel } from './say.ts';
import { sendMessages } from './send-messages.ts';
import { showAnswers } from './show-answers.ts';
import type { TurnContext } from './turn-context.ts';

/** Asks the bot, question after question, and shows its answers. */
export async function runBotTurn(context: TurnContext, asks: readonly Ask[]): Promise<void> {
  context.typing.start();
  let shown: BotAnswer[] = [];
  for (const ask of asks) shown = await askAndShow(context, ask);
  const rateCode = rateCodeOf(shown);
  if (rateCode !== undefined) await askForRating(context, rateCode);
}

/** @returns the answers that were shown; none when the bot could not be asked */
async function askAndShow(context: TurnContext, asked: Ask): Promise<BotAnswer[]> {
  const { session, log, turn, world } = context;
  const { beforeBot, afterBot } = world.hooks;
  const before = await callHook(context, 'beforeBot', beforeBot && ((hook) => beforeBot(asked.question, hook)));
  if (before && 'reply' in before) {
    await sendMessages(context, before.reply);
    return [];
  }
  const ask: Ask = before ? { ...asked, question: before.question } : asked;
  if (ask.question.message !== undefined && ask.question.option === undefined)
    session.lastUserText = ask.question.message;
  const result = await askBot(context, ask);
  if (result.status !== 'answered') {
    log.error({ lane: turn.event.lane, ...result }, 'the bot could not be asked');
    await sayLabel(context, result.status === 'timed-out' ? 'api_timeout' : 'error_generic');
    return [];
  }
  const answers =
    (await callHook(context, 'afterBot', afterBot && ((hook) => afterBot(result.answers, hook)))) ?? result.answers;
  session.fieldOpen = answers.some((answer) => answer.actionField?.variableName !== undefined);
  await showAnswers(context, answers);
  await fileTicket(context, answers);
  return answers;
}

/** A finished form may ask for a ticket, which only a hook can file. */
async function fileTicket(context: TurnContext, answers: readonly BotAnswer[]): Promise<void> {
  const data = ticketRequest(answers);
  if (data === undefined) return;
  const { onTicket } = context.world.hooks;
  const filed = await callHook(context, 'onTicket', onTicket && ((hook) => onTicket(data, hook)));
  await sayLabel(context, filed?.created === true ? 'ticket_created' : 'ticket_error');
}
