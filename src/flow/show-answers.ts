import type { BotAnswer } from '../chatbot/wire.ts';
import { type RenderedAnswers, renderAnswers } from '../translation/bot-to-user.ts';
import type { Draft } from '../translation/draft.ts';
import { type FittedMessages, fitChannel } from '../translation/fit-channel.ts';
import type { RenderContext } from '../translation/render-context.ts';
import { strikeSign } from '../translation/strike-marks.ts';
import { callHook } from './call-hook.ts';
import { sayApology } from './say.ts';
import { sendWithQuestion } from './send-question.ts';
import type { TurnContext } from './turn-context.ts';

const LISTS_KEPT = 3;

/** What is sent, worked out once and stored before the first message goes out. */
type Rendered = FittedMessages & Pick<RenderedAnswers, 'lists' | 'notes'>;

export interface ShowOptions {
  /** Something else follows, so nothing to show is no error. */
  maySayNothing?: boolean;
}

/** Renders the bot's answers, stores what they became, then sends it. @returns whether anything was shown */
export async function showAnswers(
  context: TurnContext,
  answers: readonly BotAnswer[],
  options: ShowOptions = {},
): Promise<boolean> {
  const { renderAnswer } = context.world.hooks;
  const own: (Draft[] | undefined)[] = [];
  for (const answer of answers) {
    own.push(await callHook(context, 'renderAnswer', renderAnswer && ((hook) => renderAnswer(answer, hook))));
  }
  return showRendered(context, answers, (rendering) => renderWithHooks(answers, own, rendering), options);
}

/** Where a hook has rendered an answer, its drafts take the place of ours. */
function renderWithHooks(
  answers: readonly BotAnswer[],
  own: readonly (Draft[] | undefined)[],
  rendering: RenderContext,
): RenderedAnswers {
  if (own.every((drafts) => drafts === undefined)) return renderAnswers(answers, rendering);
  const parts = answers.map((answer, index): RenderedAnswers => {
    const drafts = own[index];
    if (drafts !== undefined) return { drafts, lists: [], notes: [] };
    return renderAnswers([answer], { ...rendering, listSeed: `${rendering.listSeed}.${index}` });
  });
  return {
    drafts: parts.flatMap(({ drafts }) => drafts),
    lists: parts.flatMap(({ lists }) => lists),
    notes: parts.flatMap(({ notes }) => notes),
  };
}

/**
 * Shows what a rendering comes to. Nothing to show is told to the user as an error, and the log names the contents.
 * @param answers what is rendered, for the log
 * @returns whether anything was shown
 */
export async function showRendered(
  context: TurnContext,
  answers: readonly BotAnswer[],
  render: (rendering: RenderContext) => RenderedAnswers,
  { maySayNothing = false }: ShowOptions = {},
): Promise<boolean> {
  const { session, turn, log } = context;
  const rendered = turn.record(context.stepName('render'), () => fitToChannel(context, render));
  for (const note of rendered.notes) log.warn({ lane: turn.event.lane }, note);
  session.lists = [...session.lists, ...rendered.lists].slice(-LISTS_KEPT);
  if (rendered.messages.length === 0) {
    if (!maySayNothing) await sayNothingToShow(context, answers);
    return false;
  }
  await sendWithQuestion(context, rendered);
  return true;
}

/** Nothing to show is an error that the user has to hear of. */
export async function sayNothingToShow(context: TurnContext, answers: readonly BotAnswer[]): Promise<void> {
  const contents = answers.map(contentName);
  context.log.warn({ lane: context.turn.event.lane, contents }, 'the bot answered with nothing that can be shown');
  await sayApology(context, 'nothing-to-show');
}

function fitToChannel(context: TurnContext, render: (rendering: RenderContext) => RenderedAnswers): Rendered {
  const { world, session } = context;
  // Unique in the world: buttons of earlier turns, and of earlier answers of this one, must not mean these lists.
  const seed = `${context.messagePrefix}.${context.sentIds.length}`;
  const limits = world.limits(session.channel);
  const { drafts, lists, notes } = render({
    strike: strikeSign(limits.name),
    label: (key) => world.label(key),
    lastUserText: session.lastUserText,
    listSeed: seed,
    digester: world.settings.digester,
    sideBubbleAttributes: world.settings.sideBubbleAttributes,
  });
  const options = { moreOptions: world.label('more_options'), refSeed: seed };
  return { ...fitChannel(drafts, limits, options), lists, notes };
}

function contentName(answer: BotAnswer): string {
  return answer.contents.title ?? String(answer.attributes.title ?? answer.type);
}
