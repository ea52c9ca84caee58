import type { BotAnswer } from '../chatbot/wire.ts';
import { type RenderedAnswers, renderAnswers } from '../translation/bot-to-user.ts';
import { type FittedMessages, fitChannel } from '../translation/fit-channel.ts';
import { type Ask, askBot } from './ask-bot.ts';
import { sendMessage, sendMessages } from './send-messages.ts';
import type { Session } from './session.ts';
import type { TurnContext } from './turn-context.ts';

const LISTS_KEPT = 3;
const REFS_KEPT = 5;

/** What is sent for one question, worked out once and stored before the first message goes out. */
type Rendered = FittedMessages & Pick<RenderedAnswers, 'lists' | 'notes'>;

/** Asks the bot and shows its answers, one message after another. */
export async function runBotTurn(context: TurnContext, asks: readonly Ask[]): Promise<void> {
  context.typing.start();
  for (const ask of asks) await askAndShow(context, ask);
}

async function askAndShow(context: TurnContext, ask: Ask): Promise<void> {
  const { session, log, turn } = context;
  if (ask.question.message !== undefined && ask.question.option === undefined)
    session.lastUserText = ask.question.message;
  const result = await askBot(context, ask);
  if (result.status === 'timed-out') return sayLabel(context, 'api_timeout');
  if (result.status === 'failed') {
    log.error({ lane: turn.event.lane, reason: result.reason }, 'the bot could not be asked');
    return sayLabel(context, 'error_generic');
  }
  session.fieldOpen = result.answers.some((answer) => answer.actionField?.variableName !== undefined);
  await showAnswers(context, result.answers);
}

/** Renders, stores, then sends. */
export async function showAnswers(context: TurnContext, answers: readonly BotAnswer[]): Promise<void> {
  const rendered = context.turn.record(context.stepName('render'), () => render(context, answers));
  for (const note of rendered.notes) context.log.warn({ lane: context.turn.event.lane }, note);
  keepLists(context.session, rendered);
  if (rendered.messages.length === 0) {
    context.log.warn(
      { lane: context.turn.event.lane, contents: contentNames(answers) },
      'the bot answered with nothing that can be shown',
    );
    return sayLabel(context, 'error_generic');
  }
  const confirmed = await sendMessages(context, rendered.messages);
  const question = rendered.question;
  if (question === undefined) return;
  const confirmedAt = confirmed[question.message]?.at ?? context.turn.lastStepAt;
  context.session.pending = { kind: question.kind, entries: question.entries, confirmedAt };
}

function render(context: TurnContext, answers: readonly BotAnswer[]): Rendered {
  const { world, session, messagePrefix } = context;
  const { drafts, lists, notes } = renderAnswers(answers, {
    label: (key) => world.label(key),
    lastUserText: session.lastUserText,
    listSeed: messagePrefix,
    digester: world.settings.digester,
    sideBubbleAttributes: world.settings.sideBubbleAttributes,
  });
  const limits = world.limits(session.channel);
  const fitted = fitChannel(drafts, limits, { moreOptions: world.label('more_options'), refSeed: messagePrefix });
  return { ...fitted, lists, notes };
}

function keepLists(session: Session, rendered: Rendered): void {
  session.lists = [...session.lists, ...rendered.lists].slice(-LISTS_KEPT);
  if (rendered.refs.length > 0) session.refs = [...session.refs, rendered.refs].slice(-REFS_KEPT);
}

/** Sends the text of a label as a message of its own. */
export async function sayLabel(context: TurnContext, key: string, values?: Record<string, string>): Promise<void> {
  await sendMessage(context, { type: 'text', text: context.world.label(key, values) });
}

function contentNames(answers: readonly BotAnswer[]): string[] {
  return answers.map((answer) => answer.contents.title ?? String(answer.attributes.title ?? answer.type));
}
