import type { Conversation } from '../core/conversation.ts';
import { type Delivery, textToDelivery } from '../core/delivery.ts';
import { textToParts } from '../translation/split-text.ts';
import { REFUSABLE_MS, type RichMessage, showNumbers } from './rich-messages.ts';
import { sendOnce } from './send-once.ts';
import type { TurnContext } from './turn-context.ts';
import { UndeliverableError } from './turn-outcome.ts';

/** A channel did not deliver a message, as the lane of its conversation hears of it. */
export interface DeliveryFailureEvent {
  conversation: Conversation;
  messageId: string;
}

/**
 * Before the next message goes out: what the channel did not take of this turn is said as text first.
 * @param image of an earlier turn, that was waited for
 * @throws UndeliverableError when nothing reaches the user
 */
export async function heedFailures(context: TurnContext, image?: string): Promise<void> {
  const { turn, session, sentIds, confirmedNow } = context;
  const refusable = session.rich.filter(({ id, done }) => !done && (sentIds.includes(id) || id === image));
  const outcomes = await readOutcomes(context, new Set([...confirmedNow, ...refusable.map(({ id }) => id)]));
  for (const id of confirmedNow) endIfUnreachable(outcomes.get(id));
  for (const rich of refusable) {
    if (turn.didNext(stepOf(rich)) || isRefused(context, rich, outcomes.get(rich.id))) await fallBack(context, rich);
  }
}

/** What the channel did not take is said as text, once; also when the turn that said it is over. */
export async function handleDeliveryFailure(context: TurnContext, { messageId }: DeliveryFailureEvent): Promise<void> {
  const { session, turn } = context;
  const rich = session.rich.find(({ id }) => id === messageId);
  if (rich === undefined || rich.done || turn.event.receivedAt - rich.sentAt > REFUSABLE_MS) return;
  if (session.image?.messageId === messageId) session.image = undefined;
  await fallBack(context, rich);
}

type Outcomes = Map<string, Delivery>;

async function readOutcomes({ turn, world }: TurnContext, ids: ReadonlySet<string>): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  if (!turn.beyondRecord) return outcomes;
  for (const id of ids) {
    const text = await world.deliveries.outcome(id);
    if (text !== undefined) outcomes.set(id, textToDelivery(text));
  }
  return outcomes;
}

/** A channel that failed to deliver a message because of the user will not deliver the next one either. */
function endIfUnreachable(outcome: Delivery | undefined): void {
  if (outcome?.state === 'failure' && outcome.about === 'person') {
    throw new UndeliverableError(`the channel did not deliver: ${outcome.code}`);
  }
}

function isRefused({ turn }: TurnContext, rich: RichMessage, outcome: Delivery | undefined): boolean {
  if (outcome?.state !== 'failure' || outcome.about !== 'content') return false;
  // An earlier run may have made the next call already: then this has its place behind it.
  return turn.beyondRecord && !turn.inDoubt && turn.clock.now() - rich.sentAt <= REFUSABLE_MS;
}

const stepOf = ({ id }: RichMessage) => `fall-back:${id}`;

async function fallBack(context: TurnContext, rich: RichMessage): Promise<void> {
  const { turn, world, session, log } = context;
  turn.record(stepOf(rich), () => true);
  log.warn(
    { lane: turn.event.lane, message: rich.id },
    'a channel refused a message with buttons or media: it goes out as text',
  );
  context.typing.cancel();
  const text = rich.agentFile ? world.label('media_failed') : rich.text;
  for (const [index, part] of textToParts(text, world.limits(session.channel)).entries()) {
    const sent = await sendOnce(context, `${stepOf(rich)}:${index}`, `${rich.id}.${index}`, {
      type: 'text',
      text: part,
    });
    if (!('id' in sent)) continue;
    session.sent.push(sent.id);
    if (turn.beyondRecord) context.confirmedNow.push(sent.id);
  }
  showNumbers(session, rich);
  rich.done = true;
  rich.text = '';
  rich.question = undefined;
}
