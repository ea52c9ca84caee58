import { hash } from 'node:crypto';
import type { BotAnswer, BotHistoryEntry, BotQuestion } from '../chatbot/wire.ts';
import { ApiError, WireError } from '../core/errors.ts';
import { foldText } from '../core/fold-text.ts';
import { mayRepeatAfterLookUp, retryPolicies } from '../core/retry.ts';
import { type BotFailure, botSession, markUsed } from './bot-session.ts';
import type { Session } from './session.ts';
import type { TurnContext } from './turn-context.ts';

/** A question to the bot, and how it reads as plain text. */
export interface Ask {
  question: BotQuestion;
  /** The visible label of an option: sent instead when the bot has forgotten the options, or refuses this one. */
  label?: string;
}

export type AskResult = { status: 'answered'; answers: BotAnswer[] } | BotFailure;

type CallResult = AskResult | { status: 'session-expired' } | { status: 'refused'; reason: string };

/** As many as `server.flood` lets through while a session with the bot lasts: 24 minutes, 30 a minute. */
const QUESTIONS_REMEMBERED = 720;

/** Puts a question to the bot; opens a session when there is none, or the bot has forgotten it. */
export async function askBot(context: TurnContext, ask: Ask): Promise<AskResult> {
  const first = await askOnce(context, ask);
  if (first.status === 'session-expired') {
    context.session.bot = undefined;
    const again = await askOnce(context, { question: withoutOption(ask) });
    return again.status === 'session-expired' || again.status === 'refused'
      ? { status: 'failed', reason: 'the bot forgot a session that had just been opened' }
      : again;
  }
  if (first.status !== 'refused') return first;
  if (ask.question.option === undefined || !ask.label) return { status: 'failed', reason: first.reason };
  const asLabel = await askOnce(context, { question: { message: ask.label } });
  if (asLabel.status === 'session-expired') return { status: 'failed', reason: 'session expired twice in one turn' };
  return asLabel.status === 'refused' ? { status: 'failed', reason: asLabel.reason } : asLabel;
}

/** A new session knows no options and no form: what was chosen is said in words. */
function withoutOption(ask: Ask): BotQuestion {
  if (ask.question.option === undefined) return ask.question;
  return { message: ask.label ?? ask.question.message ?? '' };
}

async function askOnce(context: TurnContext, ask: Ask): Promise<CallResult> {
  const session = await botSession(context);
  if ('status' in session) return session;
  const { turn, world } = context;
  const words = questionWords(ask);
  const alreadyAsked = words.map((word) => context.session.asked[questionKey(word)] ?? 0);
  const answerable = ask.question.option !== undefined || context.session.fieldOpen === true;
  const asked = await turn.attempt<CallResult>(context.stepName('ask'), {
    policy: retryPolicies.botTurn,
    call: () => callBot(() => world.bot.ask(session, ask.question)),
    lookUp: async () => {
      const history = await world.bot.history(session);
      return answersInHistory(history, words, alreadyAsked);
    },
    ifUnknown: answerable ? 'fail' : 'repeat',
  });
  const result: CallResult = asked.ok ? asked.value : { status: 'failed', reason: asked.reason };
  if (result.status === 'answered') {
    markUsed(context);
    rememberAsk(context.session, words);
    const { directCall } = ask.question;
    if (directCall !== undefined) context.directCalls.set(directCall, result.answers);
  }
  return result;
}

/** Failures that decide how the turn goes on are results: a second run has to find them as they were. */
async function callBot(call: () => Promise<BotAnswer[]>): Promise<CallResult> {
  try {
    return { status: 'answered', answers: await call() };
  } catch (error) {
    if (error instanceof WireError) return { status: 'refused', reason: error.message };
    if (!(error instanceof ApiError)) throw error;
    if (error.code === 'session-expired') return { status: 'session-expired' };
    if (error.timedOut || error.code === 'gateway-timeout') return { status: 'timed-out' };
    if (mayRepeatAfterLookUp(error)) throw error;
    return { status: 'refused', reason: error.message };
  }
}

/** How the question stands in the bot's history: an option as its label. */
function questionWords(ask: Ask): string[] {
  if (ask.question.option !== undefined && ask.label) return [ask.label];
  return [ask.question.message, ask.label].filter((words): words is string => words !== undefined && words !== '');
}

/**
 * The bot's answers to a question that may have reached it.
 * @param alreadyAsked how often the same words were said before: older twins do not count
 * @returns undefined when the question is not in the history
 */
export function answersInHistory(
  history: readonly BotHistoryEntry[],
  words: readonly string[],
  alreadyAsked: readonly number[],
): CallResult | undefined {
  for (const [index, word] of words.entries()) {
    const folded = foldText(word);
    const places = history.flatMap((entry, at) =>
      entry.from === 'user' && foldText(entry.message) === folded ? [at] : [],
    );
    if (places.length <= (alreadyAsked[index] ?? 0)) continue;
    const behind = history.slice((places.at(-1) ?? 0) + 1).filter((entry) => entry.from === 'bot');
    return { status: 'answered', answers: behind.map((entry) => textAnswer(entry.message)) };
  }
  return undefined;
}

function textAnswer(html: string): BotAnswer {
  return {
    type: 'answer',
    messages: [html],
    options: [],
    flags: [],
    attributes: {},
    contents: { related: [] },
    actions: [],
    subAnswers: [],
  };
}

function rememberAsk(session: Session, words: readonly string[]): void {
  for (const key of words.map(questionKey)) {
    const count = (session.asked[key] ?? 0) + 1;
    // Said last, forgotten last.
    delete session.asked[key];
    session.asked[key] = count;
  }
  const keys = Object.keys(session.asked);
  for (const key of keys.slice(0, Math.max(0, keys.length - QUESTIONS_REMEMBERED))) delete session.asked[key];
}

function questionKey(words: string): string {
  return hash('sha256', foldText(words), 'base64url').slice(0, 12);
}
