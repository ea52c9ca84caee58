import type { BotAnswer } from '../chatbot/wire.ts';
import { rateCodeOf } from '../translation/answer-signals.ts';
import { type Ask, askBot } from './ask-bot.ts';
import { callHook } from './call-hook.ts';
import { escalate } from './escalation.ts';
import { answersToShow, countMiss, type EscalationWish, findWish, responseWish } from './escalation-trigger.ts';
import { askForRating } from './ratings.ts';
import { sayApology } from './say.ts';
import { sendMessages } from './send-messages.ts';
import { sayNothingToShow } from './show-answers.ts';
import { showResponse } from './show-response.ts';
import type { TurnContext } from './turn-context.ts';

/** Asks the bot, question after question, shows its answers, and goes on to an agent or a rating where they call for it. */
export async function runBotTurn(context: TurnContext, asks: readonly Ask[]): Promise<void> {
  context.typing.start();
  const { session, world } = context;
  const missesBefore = session.counters.misses;
  const sentBefore = context.sentIds.length;
  const responses: BotAnswer[][] = [];
  let wish: EscalationWish | undefined;
  for (const ask of asks) {
    const answers = await askOne(context, ask);
    if (answers === undefined) continue;
    responses.push(answers);
    // A turn counts once, however many questions it puts to the bot.
    session.counters.misses = missesBefore;
    countMiss(session, responses.flat(), world.settings);
    wish = findWish(session, responses, world.settings);
    const own = world.settings.chat && responseWish(answers);
    await showResponse(context, answers, { shown: answersToShow(answers, own), maySayNothing: true });
  }
  if (wish !== undefined) await escalate(context, wish);
  // Judged at the end: another question of the turn may have been answered, or an agent may be on the way.
  const saidNothing = context.sentIds.length === sentBefore && session.chat === undefined;
  if (responses.length > 0 && saidNothing) return sayNothingToShow(context, responses.flat());
  const rateCode = rateCodeOf(responses.flat());
  if (rateCode !== undefined) await askForRating(context, rateCode);
}

/** @returns the bot's answers; undefined when a hook has answered, or the bot could not be asked and the user knows */
async function askOne(context: TurnContext, asked: Ask): Promise<BotAnswer[] | undefined> {
  const { session, log, turn, world } = context;
  const { beforeBot, afterBot } = world.hooks;
  const before = await callHook(context, 'beforeBot', beforeBot && ((hook) => beforeBot(asked.question, hook)));
  if (before && 'reply' in before) {
    await sendMessages(context, before.reply);
    return undefined;
  }
  const ask: Ask = before ? { ...asked, question: before.question } : asked;
  if (ask.question.message !== undefined && ask.question.option === undefined)
    session.lastUserText = ask.question.message;
  const result = await askBot(context, ask);
  if (result.status !== 'answered') {
    log.error({ lane: turn.event.lane, ...result }, 'the bot could not be asked');
    if (result.status === 'timed-out') await sayApology(context, 'bot-timed-out', 'api_timeout');
    else await sayApology(context, 'bot-failed');
    return undefined;
  }
  const changed = await callHook(context, 'afterBot', afterBot && ((hook) => afterBot(result.answers, hook)));
  return changed ?? result.answers;
}
