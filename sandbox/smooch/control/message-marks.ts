import type { ConversationRecord } from '../app/records.ts';
import type { Delivery, DeliveryLog } from '../delivery/delivery-log.ts';

/**
 * How far a message is.
 * - of the user: `sending` until a webhook took it, then `delivered`; `read` when the business says so
 * - of the bot: `sent` until the channel took it, `channel` until it is on the device, then `delivered`; `read` by the user
 * - `failed`: no webhook took it, or the channel refused it
 */
export interface MessageMark {
  state: 'sending' | 'sent' | 'channel' | 'delivered' | 'read' | 'failed';
  /** Why it failed. */
  reason?: string;
}

/** Message id -> mark, for a whole conversation: what its messages and their delivery events tell. */
export function messageMarks(
  userId: string,
  { messages, appUserLastRead = 0, businessReadAt = 0 }: ConversationRecord,
  log: DeliveryLog,
): Record<string, MessageMark> {
  const told = new Map<string, MessageMark>();
  for (const delivery of log.list({ userId })) {
    const mark = deliveryToMark(delivery);
    if (mark !== undefined) for (const id of delivery.messageIds) told.set(id, mark);
  }
  const entries = messages.map(({ message }): [string, MessageMark] => {
    const isBots = message.role === 'appMaker';
    const mark = told.get(message._id) ?? { state: isBots ? 'sent' : 'sending' };
    const lastRead = isBots ? appUserLastRead : businessReadAt;
    return [message._id, mark.state !== 'failed' && message.received <= lastRead ? { state: 'read' } : mark];
  });
  return Object.fromEntries(entries);
}

function deliveryToMark({ trigger, state, body, attempts }: Delivery): MessageMark | undefined {
  switch (trigger) {
    case 'message:appUser':
      if (state === 'delivered') return { state: 'delivered' };
      return state === 'waiting' ? { state: 'sending' } : { state: 'failed', reason: reasonOf(attempts.at(-1)) };
    case 'message:delivery:channel':
      return { state: 'channel' };
    case 'message:delivery:user':
      return { state: 'delivered' };
    case 'message:delivery:failure':
      return { state: 'failed', reason: JSON.parse(body).error?.message };
    default:
      return undefined;
  }
}

function reasonOf(attempt: Delivery['attempts'][number] | undefined): string {
  return attempt?.status === undefined ? 'The connector did not answer.' : `The connector answered ${attempt.status}.`;
}
