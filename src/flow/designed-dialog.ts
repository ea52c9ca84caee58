import { retryPolicies } from '../core/retry.ts';
import { asksSomething, escalationSignal } from '../translation/answer-signals.ts';
import { askBot } from './ask-bot.ts';
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

/** A failure is ignored: the dialog has a default of its own. */
async function tellBotAboutAgents(context: TurnContext, available: boolean): Promise<void> {
  const { turn, world, session } = context;
  const { bot } = session;
  if (bot === undefined) return;
  await turn.attempt(context.stepName('agents-variable'), {
    policy: retryPolicies.botTurn,
    safe: true,
    call: () => world.bot.setVariable(bot, 'agents_available', String(available)),
  });
}
