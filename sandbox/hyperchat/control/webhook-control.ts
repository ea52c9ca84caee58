import type { Trigger } from '../desk/desk-event.ts';
import { notFound } from '../desk/hyperchat-error.ts';
import type { HyperchatService } from '../hyperchat-service.ts';
import { timeToWire } from '../v1/wire.ts';
import { callTarget, type TargetAnswer } from '../webhooks/call-target.ts';
import type { DeliveryLog } from '../webhooks/delivery-log.ts';
import type { Disturbances } from '../webhooks/disturbances.ts';
import { sealEvent } from '../webhooks/seal-event.ts';
import type { Handshake, HandshakeOptions, NewWebhook, WebhookRow } from '../webhooks/webhook-rows.ts';

/** Where a call goes that the desk would not make by itself. */
export interface RawPost {
  /** Default: the first webhook. */
  webhookId?: string;
  /** In place of the webhook's. */
  target?: string;
  /** In addition to `content-type`, or in its place. */
  headers?: Record<string, string>;
}

/** An event that somebody makes up. */
export interface ForgedEvent {
  trigger: string;
  data: unknown;
  /** Default: the desk's. */
  appId?: string;
  /** Default: now, as the desk tells times. */
  createdAt?: number;
  /** What it is signed with; null leaves it unsigned. Default: the secret of the webhook it goes to. */
  secret?: string | null;
}

/** The back office's page "Webhooks", and what goes wrong on the way to a webhook. */
export interface WebhookControl {
  /** With secrets. */
  list(): WebhookRow[];
  /** Shakes hands. Rejects when the target does not take part. */
  register(wanted: NewWebhook): Promise<WebhookRow>;
  /** Saves a row once more: a handshake with a new secret. */
  save(id: string, change?: Partial<NewWebhook>): Promise<WebhookRow>;
  remove(id: string): boolean;
  /** Only a handshake, as a stranger could do it. */
  shakeHands(target: string, options?: HandshakeOptions): Promise<Handshake>;
  /** Sends a made-up event once, outside of the order of events. */
  forge(event: ForgedEvent, post?: RawPost): Promise<TargetAnswer>;
  /** Posts any body at all. */
  sendRaw(body: string | Buffer, post?: RawPost): Promise<TargetAnswer>;
  readonly log: DeliveryLog;
  readonly disturbances: Disturbances;
  /** Keeps back what comes from now on: everything, or only these events. */
  hold(triggers?: readonly Trigger[]): void;
  release(order?: 'as-sent' | 'reversed'): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

export function createWebhookControl({ appId, desk, rows, delivery, agent }: HyperchatService): WebhookControl {
  const { settings, clock } = desk.state;

  function rowOf(id?: string): WebhookRow {
    const row = id === undefined ? rows.list()[0] : rows.list().find((one) => one.id === id);
    if (row === undefined) throw notFound(`There is no webhook ${id ?? 'at all'}`);
    return row;
  }

  async function sendRaw(body: string | Buffer, { webhookId, target, headers = {} }: RawPost = {}) {
    const { timeoutMs } = settings.webhooks;
    return callTarget({ target: target ?? rowOf(webhookId).target, headers, body, timeoutMs, agent });
  }

  return {
    list: rows.list,
    register: rows.register,
    save: async (id, change) => rows.save(rowOf(id), change),
    remove: rows.remove,
    shakeHands: rows.shakeHands,
    async forge({ trigger, data, createdAt = timeToWire(clock.seconds(), settings.wire), ...event }, post = {}) {
      const envelope = { trigger, appId: event.appId ?? appId, data, created_at: createdAt };
      const unsigned = event.secret === null;
      const secret = event.secret ?? (unsigned ? '' : rowOf(post.webhookId).secret);
      const effect = unsigned ? ({ kind: 'unsigned' } as const) : undefined;
      const { body, signature } = sealEvent(envelope, secret, settings.webhooks, effect);
      const headers = { ...(signature !== undefined && { 'x-hook-signature': signature }), ...post.headers };
      return sendRaw(body, { ...post, headers });
    },
    sendRaw,
    log: delivery.log,
    disturbances: delivery.disturbances,
    hold: delivery.hold,
    release: delivery.release,
    idle: delivery.idle,
  };
}
