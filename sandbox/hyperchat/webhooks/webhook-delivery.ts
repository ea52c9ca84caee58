import type { Dispatcher } from 'undici';
import { createLanes } from '../../smooch/delivery/lanes.ts';
import type { Trigger } from '../desk/desk-event.ts';
import type { HyperchatSettings } from '../settings.ts';
import type { SimulatorClock } from '../simulator-clock.ts';
import { timeToWire } from '../v1/wire.ts';
import { callTarget, isAccepted } from './call-target.ts';
import { createDeliveryLog, type Delivery, type DeliveryLog } from './delivery-log.ts';
import { createDisturbances, type DisturbanceEffect, type Disturbances } from './disturbances.ts';
import { sealEvent } from './seal-event.ts';
import type { Envelope } from './sign.ts';
import type { WebhookRow, WebhookRows } from './webhook-rows.ts';

/** An event that is to be told. */
export interface OutgoingEvent {
  trigger: Trigger;
  chatId: string;
  data: Record<string, unknown>;
}

/** Brings events to webhooks: signed, in order for each chat, and disturbed where somebody wants it. */
export interface WebhookDelivery {
  readonly log: DeliveryLog;
  readonly disturbances: Disturbances;
  /** Tells every webhook that wants this event. */
  send(event: OutgoingEvent): void;
  /** Keeps back what comes from now on: everything, or only these events. */
  hold(triggers?: readonly Trigger[]): void;
  /** Sends what was kept back, in another order if wished. */
  release(order?: 'as-sent' | 'reversed'): void;
  /** Resolves when nothing is under way. What is held back or to be overtaken does not count. */
  idle(): Promise<void>;
}

export interface WebhookDeliveryOptions {
  appId: string;
  settings: HyperchatSettings;
  clock: SimulatorClock;
  rows: WebhookRows;
  agent: Dispatcher;
  onSettled: (delivery: Delivery) => void;
  isStopping: () => boolean;
}

type Held = { triggers: readonly Trigger[] | undefined; waiting: (() => void)[] };

export function createWebhookDelivery(options: WebhookDeliveryOptions): WebhookDelivery {
  const { settings, clock, rows, appId } = options;
  const log = createDeliveryLog();
  const disturbances = createDisturbances();
  const lanes = createLanes();
  /** What waits for the next event of its lane. */
  const overtaken = new Map<string, (() => void)[]>();
  let held: Held | undefined;
  const deliver = createDeliver(options, log);

  function send(event: OutgoingEvent): void {
    // Struck once per event, not once per row: what is told wrongly is told wrongly to all.
    const effect = disturbances.take(event.trigger);
    const envelope = {
      trigger: event.trigger,
      appId,
      data: event.data,
      created_at: timeToWire(clock.seconds(), settings.wire),
    };
    for (const row of rows.wanting(event.trigger)) {
      const begin = (): void => start(row, event, envelope, effect);
      if (held && (held.triggers?.includes(event.trigger) ?? true)) held.waiting.push(begin);
      else begin();
    }
  }

  function start(row: WebhookRow, event: OutgoingEvent, envelope: Envelope, effect?: DisturbanceEffect): void {
    const lane = `${row.id}:${event.chatId}`;
    const copies = effect?.kind === 'duplicate' ? effect.copies : settings.webhooks.copies;
    const begin = (): void => {
      for (let copy = 0; copy < copies; copy++) run(lane, toDelivery(row, event, envelope, effect), effect);
    };
    if (effect?.kind === 'overtaken') {
      overtaken.set(lane, [...(overtaken.get(lane) ?? []), begin]);
      return;
    }
    begin();
    const late = overtaken.get(lane) ?? [];
    overtaken.delete(lane);
    for (const beginLate of late) beginLate();
  }

  function toDelivery(
    row: WebhookRow,
    { trigger, chatId }: OutgoingEvent,
    envelope: Envelope,
    effect?: DisturbanceEffect,
  ): Delivery {
    const sealed = sealEvent(envelope, row.secret, settings.webhooks, effect);
    return log.add({ webhookId: row.id, target: row.target, trigger, chatId, ...sealed, disturbance: effect?.kind });
  }

  function run(lane: string, delivery: Delivery, effect?: DisturbanceEffect): void {
    if (effect?.kind === 'drop') {
      log.settle(delivery, 'dropped');
      options.onSettled(delivery);
      return;
    }
    const own = settings.webhooks.mode === 'parallel' || effect?.kind === 'delay';
    const delayMs = effect?.kind === 'delay' ? effect.ms : 0;
    lanes.run(own ? `delivery:${delivery.number}` : lane, () => deliver(delivery, delayMs));
  }

  return {
    log,
    disturbances,
    send,
    hold(triggers) {
      held = { triggers, waiting: held?.waiting ?? [] };
    },
    release(order = 'as-sent') {
      const { waiting = [] } = held ?? {};
      held = undefined;
      for (const begin of order === 'reversed' ? waiting.reverse() : waiting) begin();
    },
    idle: () => lanes.idle(),
  };
}

/** Sends one event until it is taken, or given up. */
function createDeliver({ settings, clock, agent, onSettled, isStopping }: WebhookDeliveryOptions, log: DeliveryLog) {
  async function attempt({ target, body, signature }: Delivery): Promise<Delivery['attempts'][number]> {
    const at = clock.now();
    const started = performance.now();
    const headers: Record<string, string> = signature === undefined ? {} : { 'x-hook-signature': signature };
    const { timeoutMs } = settings.webhooks;
    const { status, error } = await callTarget({ target, headers, body, timeoutMs, agent });
    return { at, durationMs: performance.now() - started, status, error };
  }

  return async (delivery: Delivery, delayMs: number): Promise<void> => {
    const wait = delayMs + settings.webhooks.latencyMs;
    if (wait > 0) await clock.sleep(wait);
    for (let repetition = 0; !isStopping(); repetition++) {
      const made = await attempt(delivery);
      if (isStopping()) return;
      delivery.attempts.push(made);
      const { redeliver, retrySpacingMs } = settings.webhooks;
      const spacing = redeliver ? retrySpacingMs[repetition] : undefined;
      if (isAccepted(made) || spacing === undefined) {
        log.settle(delivery, isAccepted(made) ? 'delivered' : 'failed');
        onSettled(delivery);
        return;
      }
      await clock.sleep(spacing);
    }
  };
}
