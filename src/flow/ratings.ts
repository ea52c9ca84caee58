import type { RatingData } from '../translation/button-payload.ts';
import { canOffer, offer } from './escalation.ts';
import type { EscalationWish } from './escalation-trigger.ts';
import { askChoices, sayLabel } from './say.ts';
import { kindsOf, type PendingQuestion, type Session } from './session.ts';
import { track } from './track.ts';
import type { TurnContext } from './turn-context.ts';
import type { FlowSettings, RatingSetting } from './world.ts';

const RATED_KEPT = 20;
const BAD_RATINGS: EscalationWish = { reason: 'ratings' };
/** A question that waits for a choice, or a form, must not be pushed aside by ours. */
const QUESTIONS_BEFORE_RATING = ['options', 'list-field', 'federated', 'escalation'];

/** Asks whether the answer was helpful, unless something else waits for the user, or the user has already written on. */
export async function askForRating(context: TurnContext, code: string): Promise<void> {
  const { turn, world } = context;
  const { enabled, ratings } = world.settings.ratings;
  if (!enabled || ratings.length === 0 || isBusy(context)) return;
  const behind = await context.eventsBehind();
  const undisturbed = turn.record('ask-rating', () => behind === 0);
  if (!undisturbed) return;
  await askChoices(context, {
    kind: 'choices',
    question: 'rating',
    style: 'reply',
    text: world.label('rate_content_intro'),
    entries: ratings.map(({ id, label, comment, isNegative }) => ({
      label: world.label(label),
      metadata: { type: 'rating' },
      payload: {
        askRatingComment: comment,
        isNegativeRating: isNegative,
        ratingData: { type: 'rate', data: { code, value: id, comment: null } },
      },
    })),
  });
}

/** Something else waits for the user, or an agent does. */
function isBusy({ session, world, showedOptions }: TurnContext): boolean {
  const { pending, chat, fieldOpen } = session;
  if (showedOptions || fieldOpen || (chat !== undefined && world.settings.chat !== undefined)) return true;
  return pending !== undefined && kindsOf(pending).some((kind) => QUESTIONS_BEFORE_RATING.includes(kind));
}

/** The configured rating that a click stands for; undefined when ratings are off or this one is not configured. */
export function findRating(settings: FlowSettings['ratings'], rated: RatingData): RatingSetting | undefined {
  if (!settings.enabled) return undefined;
  return settings.ratings.find(({ id }) => String(id) === String(rated.data.value));
}

/** Tracks a rating and thanks for it, or asks why. */
export async function takeRating(context: TurnContext, rating: RatingSetting, rated: RatingData): Promise<void> {
  const { session } = context;
  const earlier = session.rated.find(({ code }) => code === rated.data.code);
  if (earlier !== undefined && String(earlier.value) === String(rating.id)) return thank(context, rating);
  const data = { ...rated.data, value: rating.id };
  if (earlier === undefined) countRating(session, rating);
  session.rated = [...session.rated.filter((one) => one !== earlier), { code: data.code, value: rating.id }].slice(
    -RATED_KEPT,
  );
  await track(context, 'rate', data);
  const offering = earlier === undefined && isOfferDue(context, rating) && (await canOffer(context, BAD_RATINGS));
  if (offering || !rating.comment) {
    await thank(context, rating);
    return offering ? offer(context, BAD_RATINGS) : undefined;
  }
  await sayLabel(context, 'ask_rating_comment');
  const rate = { code: data.code, value: rating.id };
  session.pending = { kind: 'comment', entries: [], confirmedAt: context.turn.lastStepAt, rate };
}

function isOfferDue({ session, world }: TurnContext, rating: RatingSetting): boolean {
  const limit = world.settings.chat?.negativeRatingsBeforeEscalation ?? 0;
  return rating.isNegative && limit > 0 && session.counters.negatives >= limit;
}

/** Tracks the same rating once more, with what the user says about it. */
export async function takeComment(context: TurnContext, asked: PendingQuestion, comment: string): Promise<void> {
  if (asked.rate !== undefined) await track(context, 'rate', { ...asked.rate, comment });
  await sayLabel(context, 'thanks');
}

async function thank(context: TurnContext, rating: RatingSetting): Promise<void> {
  const own = rating.isNegative ? 'rating_negative' : 'rating_positive';
  await sayLabel(context, context.world.hasLabel(own) ? own : 'thanks');
}

/** Negative ratings in a row: any other one begins the count anew. */
function countRating({ counters }: Session, rating: RatingSetting): void {
  counters.negatives = rating.isNegative ? counters.negatives + 1 : 0;
}
