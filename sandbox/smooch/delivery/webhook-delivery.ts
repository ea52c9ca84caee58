import { setTimeout as delay } from 'node:timers/promises';
import { Agent } from 'undici';
import type { WireWebhook } from '../v1/wire.ts';
import { createDeliveryLog, type Delivery, type DeliveryLog } from './delivery-log.ts';
import { createLanes } from './lanes.ts';
import { type PostOutcome, postToWebhook } from './post-to-webhook.ts';

/** How events are delivered. Every field may be changed at any time. */
export interface DeliverySettings {
  /** `ordered`: an event of a user waits until the one before is through. `parallel`: nothing waits. */
  mode: 'ordered' | 'parallel';
  /** How often each event is delivered; 2 sends a duplicate of each. */
  copies: number;
  /** Sent as `X-API-Key` in place of the webhook's secret. */
  apiKey: string | undefined;
  /** Answers after which an event is lost at once (Smooch docs: webhook retry policy). */
  neverRepeated: readonly number[];
  /** Milliseconds before the second and each later attempt; their number decides how many there are. */
  retrySpacingMs: readonly number[];
  /** Milliseconds after which a silent target counts as failed. */
  timeoutMs: number;
}

export interface WebhookDelivery {
  readonly settings: DeliverySettings;
  readonly log: DeliveryLog;
  send(webhook: WireWebhook, event: { trigger: string; userId: string; messageIds: string[]; body: string }): void;
  /** Keeps back what comes from now on. */
  hold(): void;
  /** Sends what was kept back, in another order if wished. */
  release(order?: 'as-sent' | 'reversed'): void;
  /** Resolves when nothing waits. */
  idle(): Promise<void>;
  /** Ends attempts and waits at once. */
  stop(): Promise<void>;
}

export interface WebhookDeliveryOptions {
  settings: DeliverySettings;
  now: () => number;
  onSettled: (delivery: Delivery) => void;
}

/** Brings events to webhooks as Smooch does: at least once, with retries, and with a list of what became of them. */
export function createWebhookDelivery({ settings, now, onSettled }: WebhookDeliveryOptions): WebhookDelivery {
  const log = createDeliveryLog();
  const agent = new Agent({ connections: 1024 });
  const stopping = new AbortController();
  const lanes = createLanes();
  let held: (() => void)[] | undefined;

  async function deliver(delivery: Delivery, secret: string): Promise<void> {
    const spacing = settings.retrySpacingMs;
    for (let attempt = 0; ; attempt++) {
      const outcome = await postOnce(delivery, secret);
      if (stopping.signal.aborted) return;
      if (isAccepted(outcome)) return settle(delivery, 'delivered');
      if (outcome.status !== undefined && settings.neverRepeated.includes(outcome.status))
        return settle(delivery, 'refused');
      const wait = spacing[attempt];
      if (wait === undefined) return settle(delivery, 'gave-up');
      await delay(wait, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  async function postOnce(delivery: Delivery, secret: string): Promise<PostOutcome> {
    const at = now();
    const started = performance.now();
    const outcome = await postToWebhook({
      target: delivery.target,
      body: delivery.body,
      headers: { 'x-api-key': settings.apiKey ?? secret },
      timeoutMs: settings.timeoutMs,
      agent,
    });
    log.attempted(delivery, { at, durationMs: performance.now() - started, ...outcome });
    return outcome;
  }

  function settle(delivery: Delivery, state: 'delivered' | 'refused' | 'gave-up'): void {
    log.settled(delivery, state);
    onSettled(delivery);
  }

  function start(webhook: WireWebhook, event: Parameters<WebhookDelivery['send']>[1]): void {
    for (let copy = 0; copy < settings.copies; copy++) {
      const delivery = log.add({ ...event, webhookId: webhook._id, target: webhook.target });
      const lane = settings.mode === 'ordered' ? `${webhook._id}:${event.userId}` : `delivery:${delivery.number}`;
      lanes.run(lane, () => deliver(delivery, webhook.secret));
    }
  }

  return {
    settings,
    log,
    send(webhook, event) {
      if (held) held.push(() => start(webhook, event));
      else start(webhook, event);
    },
    hold() {
      held ??= [];
    },
    release(order = 'as-sent') {
      const waiting = held ?? [];
      held = undefined;
      for (const begin of order === 'reversed' ? waiting.reverse() : waiting) begin();
    },
    idle: () => lanes.idle(),
    async stop() {
      stopping.abort();
      await agent.destroy();
      await lanes.idle();
    },
  };
}

function isAccepted({ status }: PostOutcome): boolean {
  return status !== undefined && status >= 200 && status < 300;
}
