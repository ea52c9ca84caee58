import { ApiError } from '../core/errors.ts';
import type { OutgoingMessage } from '../core/outgoing-message.ts';
import { retryPolicies } from '../core/retry.ts';
import { breakShorthand } from '../translation/break-shorthand.ts';
import { messageToPlainText } from '../translation/message-to-plain-text.ts';
import { textToParts } from '../translation/split-text.ts';
import { lookForMessage } from './find-sent-message.ts';
import type { TurnContext } from './turn-context.ts';
import { BudgetUsedUpError, ParkError, UndeliverableError } from './turn-outcome.ts';

/** A message the user has, as far as Smooch tells. */
export interface Confirmed {
  /** Milliseconds since 1970. */
  at: number;
  /** Smooch did not take it as it was: its choices are numbered lines. */
  asText: boolean;
}

type SendResult = { id: string } | { refused: number };

/** Sends messages in their order, each confirmed before the next goes out. See {@link sendMessage}. */
export async function sendMessages(context: TurnContext, messages: readonly OutgoingMessage[]): Promise<void> {
  for (const message of messages) await sendMessage(context, message);
}

/**
 * Sends one message.
 * @param firstNumber of its first choice, should it have to go out as text
 * @throws ParkError, UndeliverableError when the conversation cannot go on
 */
export async function sendMessage(context: TurnContext, message: OutgoingMessage, firstNumber = 1): Promise<Confirmed> {
  const { turn, session } = context;
  await waitForImage(context);
  await endIfChannelRefused(context);
  context.typing.cancel();
  const number = context.sentIds.length;
  const result = await sendOnce(context, `send:${number}`, `${number}`, message);
  if ('refused' in result) return sendAsText(context, { number, message, firstNumber, status: result.refused });
  remember(context, result.id);
  if (message.type === 'image') session.image = { messageId: result.id, confirmedAt: turn.lastStepAt };
  return { at: turn.lastStepAt, asText: false };
}

function sendOnce(context: TurnContext, name: string, mark: string, written: OutgoingMessage): Promise<SendResult> {
  const { turn, world, conversation } = context;
  const message = written.text === undefined ? written : { ...written, text: breakShorthand(written.text) };
  const step = `${context.messagePrefix}.${mark}`;
  const marked = { ...message, metadata: { ...message.metadata, connector_step: step } };
  return turn
    .step<SendResult>(name, {
      policy: retryPolicies.userMessage,
      since: turn.event.receivedAt,
      lookUp: () => lookForMessage(context, step, message),
      // A message that may be there already is never sent blindly.
      ifUnknown: 'look-on',
      call: async () => {
        try {
          return await world.channel.send(conversation, marked);
        } catch (error) {
          if (isRefusal(error) && isRich(message)) return { refused: error.status ?? 400 };
          throw error;
        }
      },
    })
    .catch((error: unknown) => {
      throw sendFailure(error);
    });
}

/** What a channel does not take with buttons or media, it takes as text: nothing the bot said is lost. */
async function sendAsText(
  context: TurnContext,
  refused: { number: number; message: OutgoingMessage; firstNumber: number; status: number },
): Promise<Confirmed> {
  const { turn, session, world, log } = context;
  const { number, message, status } = refused;
  log.warn({ lane: turn.event.lane, status }, 'Smooch refused a message with buttons or media: it goes out as text');
  const text = messageToPlainText(message, refused.firstNumber);
  for (const [index, part] of textToParts(text, world.limits(session.channel)).entries()) {
    const sent = await sendOnce(context, `send:${number}:text:${index}`, `${number}.${index}`, {
      type: 'text',
      text: part,
    });
    if ('id' in sent && index === 0) remember(context, sent.id);
  }
  return { at: turn.lastStepAt, asText: true };
}

function remember(context: TurnContext, id: string): void {
  context.sentIds.push(id);
  if (context.turn.beyondRecord) context.confirmedNow.push(id);
}

function isRich(message: OutgoingMessage): boolean {
  return message.type !== 'text' || (message.actions?.length ?? 0) > 0 || message.override !== undefined;
}

function isRefusal(error: unknown): error is ApiError {
  return error instanceof ApiError && [400, 415, 422].includes(error.status ?? 0);
}

/** What the failure of a message means for its turn. */
function sendFailure(error: unknown): unknown {
  if (error instanceof BudgetUsedUpError)
    return new ParkError(`a message could not be sent in time: ${error.message}`, error);
  if (!(error instanceof ApiError)) return error;
  if ([403, 404, 423].includes(error.status ?? 0)) return new UndeliverableError(error.message, error);
  return new ParkError(`Smooch refused a message for good: ${error.message}`, error);
}

/**
 * The channel may overtake an image with the text behind it, so that text waits for the image's delivery event,
 * or for a while when the channel tells nothing.
 */
async function waitForImage(context: TurnContext): Promise<void> {
  const { session, turn, world } = context;
  const image = session.image;
  if (image === undefined) return;
  session.image = undefined;
  if (!turn.beyondRecord) return;
  const delivery = world.deliveries.next(image.messageId);
  try {
    const known = await world.deliveries.outcome(image.messageId);
    if (known === undefined) await turn.waitUntil(image.confirmedAt + world.settings.mediaPauseMs, delivery.event);
  } finally {
    delivery.forget();
  }
}

/** A channel that failed to deliver a message of this turn will not deliver the next one either. */
async function endIfChannelRefused(context: TurnContext): Promise<void> {
  if (!context.turn.beyondRecord) return;
  for (const id of context.confirmedNow) {
    const outcome = await context.world.deliveries.outcome(id);
    if (outcome?.startsWith('failure')) throw new UndeliverableError(`the channel did not deliver: ${outcome}`);
  }
}
