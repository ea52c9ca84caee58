import { retryPolicies } from '../core/retry.ts';
import { asksSomething, escalationSignal } from '../translation/answer-signals.ts';
import { askBot } from './ask-bot.ts';
import { botSession, markUsed } from './bot-session.ts';
import { answersToShow } from './escalation-trigger.ts';
import { openChat } from './open-chat.ts';
import { sayLabel } from './say.ts';
import { showAnswers } from './show-answers.ts';
import type { TurnContext } from './turn-context.ts';

/**
 * The escalation that the bot's editors designed: the content with the direct call `escalationStart` asks for what the
 * agent needs, or says that nobody is there. It is called once per turn.
 */
export async function runDesignedDialog(context: TurnContext, agentsThere: boolean): Promise<void> {
  await tellBotAboutAgents(context, agentsThere);
  const result = await askBot(context, { question: { directCall: 'escalationStart' } });
  const answers = result.status === 'answered' ? result.answers : [];
  const signal = escalationSignal(answers);
  if (signal?.kind === 'form') return agentsThere ? openChat(context, signal.data) : sayLabel(context, 'no_agents');
  if (answers.some(asksSomething)) {
    context.session.fieldOpen = answers.some((answer) => answer.actionField?.variableName !== undefined);
    await showAnswers(context, answersToShow(answers, { reason: 'start' }));
    return;
  }
  if (agentsThere) return openChat(context);
  const shown = await showAnswers(context, answersToShow(answers, { reason: 'start' }), { maySayNothing: true });
  if (!shown) await sayLabel(context, 'no_agents');
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
