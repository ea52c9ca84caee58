import { ApiError } from '../core/errors.ts';
import type { OutgoingMessage } from '../core/outgoing-message.ts';
import { retryPolicies } from '../core/retry.ts';
import { breakShorthand } from '../translation/break-shorthand.ts';
import { lookForMessage } from './find-sent-message.ts';
import { isRich } from './rich-messages.ts';
import type { TurnContext } from './turn-context.ts';
import { BudgetUsedUpError, ParkError, UndeliverableError } from './turn-outcome.ts';

export type SendResult = { id: string } | { refused: number };

/**
 * One message as a step of the turn.
 * @param mark tells it from the turn's other messages
 * @returns its id, or with which status Smooch refused it because of its buttons or media
 * @throws ParkError, UndeliverableError when the conversation cannot go on
 */
export function sendOnce(
  context: TurnContext,
  name: string,
  mark: string,
  written: OutgoingMessage,
): Promise<SendResult> {
  const { turn, world, conversation } = context;
  const message = written.text === undefined ? written : { ...written, text: breakShorthand(written.text) };
  const step = `${context.messagePrefix}.${mark}`;
  const marked = { ...message, metadata: { ...message.metadata, connector_step: step } };
  return turn
    .step<SendResult>(name, {
      policy: retryPolicies.userMessage,
      since: budgetStart(context),
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

/** An event that waited behind one that waited for the operator did not come late. */
export function budgetStart({ turn, session }: Pick<TurnContext, 'turn' | 'session'>): number {
  return Math.max(turn.event.receivedAt, session.heldUntil ?? 0);
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
