import { conversationLane } from '../core/conversation.ts';
import { textToDelivery } from '../core/delivery.ts';
import type { DeliveryFailureEvent } from '../flow/fall-back.ts';
import { parseSession } from '../flow/session.ts';
import type { WebhookOptions } from '../http/webhook.ts';
import type { DeliveryBook } from '../store/deliveries.ts';
import type { Inbox } from '../store/inbox.ts';
import type { Store } from '../store/schema.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';

export interface DeliveryIntakeParts {
  store: Pick<Store, 'isLaneOpen' | 'session'>;
  inbox: Inbox;
  deliveries: DeliveryBook;
  metrics: Pick<Metrics, 'delivery'>;
  log: Pick<Logger, 'warn'>;
}

/**
 * Takes what channels tell about our messages. It is kept and wakes whoever waits for it; the refusal of what a message
 * said goes through the lane of its conversation besides, since the turn that sent it may be over.
 */
export function createDeliveryIntake(parts: DeliveryIntakeParts): WebhookOptions['onDelivery'] {
  const { store, inbox, deliveries, metrics, log } = parts;
  return async ({ messageId, outcome, userId, conversationId }, { environment, appId, receivedAt }) => {
    const delivery = textToDelivery(outcome);
    if (delivery.state === 'failure') {
      log.warn({ environment, appId, userId, messageId, outcome }, 'a channel could not deliver a message');
    }
    metrics.delivery(delivery.state);
    await deliveries.record({ messageId, outcome });
    if (delivery.state !== 'failure' || delivery.about === 'person' || userId === undefined) return;
    const conversation = { environment, appId, userId, conversationId };
    const lane = conversationLane(conversation);
    if (!(await mayBeOurs(store, lane, messageId))) return;
    const payload: DeliveryFailureEvent = { conversation, messageId };
    const dedupe = { key: `${environment}:${appId}:refused:${messageId}` };
    await inbox.accept([{ lane, kind: 'delivery', payload, dedupe, receivedAt }]);
  };
}

/** Other systems write to the same users. A turn that is open may have sent it; one that is over has left a note. */
async function mayBeOurs(store: DeliveryIntakeParts['store'], lane: string, messageId: string): Promise<boolean> {
  if (await store.isLaneOpen(lane)) return true;
  return parseSession(await store.session(lane)).rich.some(({ id, done }) => id === messageId && !done);
}
