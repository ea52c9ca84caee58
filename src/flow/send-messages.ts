import type { OutgoingMessage } from '../core/outgoing-message.ts';
import { messageToPlainText } from '../translation/message-to-plain-text.ts';
import { textToParts } from '../translation/split-text.ts';
import { heedFailures } from './fall-back.ts';
import { noteRich, type RichPart } from './rich-messages.ts';
import { sendOnce } from './send-once.ts';
import type { TurnContext } from './turn-context.ts';

/** A message the user has, as far as Smooch tells. */
export interface Confirmed {
  /** Milliseconds since 1970. */
  at: number;
  /** Smooch did not take it as it was: its choices are numbered lines. */
  asText: boolean;
}

/** Sends messages in their order, each confirmed before the next goes out. See {@link sendMessage}. */
export async function sendMessages(context: TurnContext, messages: readonly OutgoingMessage[]): Promise<void> {
  for (const message of messages) await sendMessage(context, message);
}

/**
 * Sends one message.
 * @param part what has to be known of it, should its channel refuse it
 * @throws ParkError, UndeliverableError when the conversation cannot go on
 */
export async function sendMessage(
  context: TurnContext,
  message: OutgoingMessage,
  part: RichPart = {},
): Promise<Confirmed> {
  const { turn, session } = context;
  const image = await waitForImage(context);
  await heedFailures(context, image);
  context.typing.cancel();
  const number = context.sentIds.length;
  const result = await sendOnce(context, `send:${number}`, `${number}`, message);
  if ('refused' in result) return sendAsText(context, { number, message, part, status: result.refused });
  remember(context, result.id);
  noteRich(session, { id: result.id, at: turn.lastStepAt }, message, part);
  if (message.type === 'image') session.image = { messageId: result.id, confirmedAt: turn.lastStepAt };
  return { at: turn.lastStepAt, asText: false };
}

/** What Smooch does not take with buttons or media, it takes as text: nothing the bot said is lost. */
async function sendAsText(
  context: TurnContext,
  refused: { number: number; message: OutgoingMessage; part: RichPart; status: number },
): Promise<Confirmed> {
  const { turn, session, world, log } = context;
  const { number, message, part, status } = refused;
  log.warn({ lane: turn.event.lane, status }, 'Smooch refused a message with buttons or media: it goes out as text');
  const text = messageToPlainText(message, part.firstNumber);
  for (const [index, piece] of textToParts(text, world.limits(session.channel)).entries()) {
    const sent = await sendOnce(context, `send:${number}:text:${index}`, `${number}.${index}`, {
      type: 'text',
      text: piece,
    });
    if ('id' in sent && index === 0) remember(context, sent.id);
  }
  return { at: turn.lastStepAt, asText: true };
}

function remember(context: TurnContext, id: string): void {
  context.sentIds.push(id);
  if (context.turn.beyondRecord) context.confirmedNow.push(id);
}

/**
 * The channel may overtake an image with the text behind it, so that text waits for the image's delivery event,
 * or for a while when the channel tells nothing.
 * @returns id of the image
 */
async function waitForImage(context: TurnContext): Promise<string | undefined> {
  const { session, turn, world } = context;
  const image = session.image;
  if (image === undefined) return undefined;
  session.image = undefined;
  if (!turn.beyondRecord) return image.messageId;
  const delivery = world.deliveries.next(image.messageId);
  try {
    const known = await world.deliveries.outcome(image.messageId);
    if (known === undefined) await turn.waitUntil(image.confirmedAt + world.settings.mediaPauseMs, delivery.event);
  } finally {
    delivery.forget();
  }
  return image.messageId;
}
