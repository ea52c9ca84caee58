import type { BotAnswer } from '../chatbot/wire.ts';
import { retryPolicies } from '../core/retry.ts';
import { asksSomething, escalationSignal, ticketRequest } from '../translation/answer-signals.ts';
import { askBot } from './ask-bot.ts';
import { botSession, markUsed } from './bot-session.ts';
import { answersToShow, responseWish } from './escalation-trigger.ts';
import { openChat } from './open-chat.ts';
import { sayLabel } from './say.ts';
import { showResponse } from './show-response.ts';
import type { TurnContext } from './turn-context.ts';

const DIALOG = 'escalationStart';

/**
 * The escalation that the bot's editors designed: the content with the direct call `escalationStart` asks for what the
 * agent needs, or says that nobody is there. It is called once per turn.
 */
export async function runDesignedDialog(context: TurnContext, agentsThere: boolean): Promise<void> {
  const known = context.directCalls.get(DIALOG);
  if (known !== undefined) return goOn(context, known, agentsThere);
  const answers = await callDialog(context, agentsThere);
  const signal = escalationSignal(answers);
  const form = signal?.kind === 'form' ? signal.data : undefined;
  const shown = answersToShow(answers, { reason: 'start' });
  if (form === undefined) {
    if (answers.some(asksSomething)) return showResponse(context, answers, { shown });
    if (!agentsThere) return showResponse(context, answers, { shown, otherwise: 'no_agents' });
  }
  await showTicket(context, answers);
  if (!agentsThere) return sayLabel(context, 'no_agents');
  await openChat(context, form);
}

/** A button of the user has called the dialog in this turn, before it knew of the agents: its words were shown. */
async function goOn(context: TurnContext, answers: readonly BotAnswer[], agentsThere: boolean): Promise<void> {
  const shown = answersToShow(answers, responseWish(answers));
  if (shown.some(asksSomething)) return;
  if (!agentsThere) return sayLabel(context, 'no_agents');
  await openChat(context);
}

async function callDialog(context: TurnContext, agentsThere: boolean): Promise<BotAnswer[]> {
  await tellBotAboutAgents(context, agentsThere);
  const result = await askBot(context, { question: { directCall: DIALOG } });
  return result.status === 'answered' ? result.answers : [];
}

/** Of a dialog that leads straight to an agent the user reads only what is about a ticket. */
async function showTicket(context: TurnContext, answers: readonly BotAnswer[]): Promise<void> {
  const about = answers.filter((answer) => ticketRequest([answer]) !== undefined);
  if (about.length > 0) await showResponse(context, about);
}

/** Sets the variable in the session that will be asked: a new one, where the bot has forgotten the old one. */
async function tellBotAboutAgents(context: TurnContext, available: boolean): Promise<void> {
  if ((await setVariable(context, available)) !== 'session-expired') return;
  context.session.bot = undefined;
  await setVariable(context, available);
}

/** A failure is ignored: the dialog has a default of its own. @returns the code of the failure, when it has one */
async function setVariable(context: TurnContext, available: boolean): Promise<string | undefined> {
  const { turn, world } = context;
  const session = await botSession(context);
  if ('status' in session) return undefined;
  const set = await turn.attempt(context.stepName('agents-variable'), {
    policy: retryPolicies.botTurn,
    safe: true,
    call: () => world.bot.setVariable(session, 'agents_available', String(available)),
  });
  if (!set.ok) return set.code;
  markUsed(context);
  return undefined;
}
