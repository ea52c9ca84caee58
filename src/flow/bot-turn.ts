import type { BotAnswer } from '../chatbot/wire.ts';
import { rateCodeOf, ticketRequest } from '../translation/answer-signals.ts';
import { type Ask, askBot } from './ask-bot.ts';
import { callHook } from './call-hook.ts';
import { escalate } from './escalation.ts';
import { answersToShow, countMiss, type EscalationWish, findWish } from './escalation-trigger.ts';
import { askForRating } from './ratings.ts';
import { sayLabel } from './say.ts';
import { sendMessages } from './send-messages.ts';
import { showAnswers } from './show-answers.ts';
import type { TurnContext } from './turn-context.ts';

/** Asks the bot, question after question, shows its answers, and goes on to an agent or a rating where they call for it. */
export async function runBotTurn(context: TurnContext, asks: readonly Ask[]): Promise<void> {
  context.typing.start();
  const all: BotAnswer[] = [];
  let wish: EscalationWish | undefined;
  const { counters } = context.session;
  const missesBefore = counters.misses;
  for (const ask of asks) {
    const answers = await askOne(context, ask);
    if (answers.length === 0) continue;
    all.push(...answers);
    // A turn counts once, however many questions it puts to the bot.
    counters.misses = missesBefore;
    countMiss(context.session, answers, context.world.settings);
    wish = findWish(context.session, answers, context.world.settings) ?? wish;
    await show(context, answers, wish);
  }
  if (wish !== undefined) return escalate(context, wish);
  const rateCode = rateCodeOf(all);
  if (rateCode !== undefined) await askForRating(context, rateCode);
}

/** @returns the bot's answers; none when they are not to be shown, or the bot could not be asked */
async function askOne(context: TurnContext, asked: Ask): Promise<BotAnswer[]> {
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
  const changed = await callHook(context, 'afterBot', afterBot && ((hook) => afterBot(result.answers, hook)));
  const answers = changed ?? result.answers;
  // Nothing to show is an error that the user has to hear of.
  if (answers.length === 0) await showAnswers(context, answers);
  return answers;
}

async function show(
  context: TurnContext,
  answers: readonly BotAnswer[],
  wish: EscalationWish | undefined,
): Promise<void> {
  context.session.fieldOpen = answers.some((answer) => answer.actionField?.variableName !== undefined);
  const startsSomething = wish !== undefined || ticketRequest(answers) !== undefined;
  await showAnswers(context, answersToShow(answers, wish), { maySayNothing: startsSomething });
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
