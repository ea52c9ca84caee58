import type { EventEmitter } from 'node:events';
import { Agent } from 'undici';
import type { SimulatorControl } from '../../control/gate.ts';
import type { DeliveryError } from '../app/app-event.ts';
import type { AppKey, AppRecord } from '../app/records.ts';
import { addUser, type UserProfile, useClient } from '../app/users.ts';
import { addWebhook, type NewWebhook } from '../app/webhooks.ts';
import type { DeliveryEvents } from '../delivery/delivery-events.ts';
import { type PostOutcome, postToWebhook } from '../delivery/post-to-webhook.ts';
import type { WebhookDelivery } from '../delivery/webhook-delivery.ts';
import type { ServiceEvents, ServiceSettings, SmoochService } from '../smooch-service.ts';
import type { WireMessage, WireWebhook } from '../v1/wire.ts';
import { type MessageMark, messageMarks } from './message-marks.ts';
import type { Actor } from './perform-action.ts';
import { createSimulatedUser, type SimulatedUser } from './simulated-user.ts';
import { waitForReceived } from './wait-for-received.ts';

export interface NewUser extends UserProfile {
  /** The channel, for example `messenger`, `whatsapp`, `twilio`, `web`. */
  platform: string;
  /** Default: the first app. */
  appId?: string;
}

export interface RawPost {
  /** Default: the first webhook of the first app. */
  webhookId?: string;
  /** In addition to `content-type` and the webhook's own `x-api-key`, or in their place. */
  headers?: Record<string, string>;
}

/** Everything that can be steered and seen on the simulator, in the same process. */
export interface SmoochControl extends SimulatorControl {
  readonly settings: ServiceSettings;
  /** How webhooks are delivered, and what became of each event. */
  readonly webhooks: WebhookDelivery;
  readonly deliveryEvents: DeliveryEvents;
  /** What happens, as it happens. */
  readonly events: EventEmitter<ServiceEvents>;
  createUser(wanted: NewUser): SimulatedUser;
  /** Throws for an unknown id. */
  user(id: string): SimulatedUser;
  /** Message id -> how far it is, for a user's whole conversation. */
  marks(userId: string): Record<string, MessageMark>;
  /** The channel refuses a message that was sent before, now or after a time. Throws for a message that is not there. */
  failMessage(userId: string, messageId: string, error: DeliveryError, delayMs?: number): void;
  /** As if done in Smooch's console. */
  mergeUsers(survivingId: string, discardedId: string): void;
  deleteUser(id: string): void;
  /** Replaces an app's API keys; tokens made with the old ones are refused. @param appId default: the first app */
  setKeys(keys: AppKey[], appId?: string): void;
  /** @param appId default: the first app */
  addWebhook(wanted: NewWebhook, appId?: string): WireWebhook;
  /** Serves a file and returns its URL. */
  addMedia(name: string, bytes: Uint8Array<ArrayBuffer>): string;
  /** Posts any body to a webhook, once, outside of the order of events. */
  sendRaw(body: string | Buffer, post?: RawPost): Promise<PostOutcome>;
  /**
   * The bot's messages to a user as soon as there are this many. Rejects with what came instead.
   * @param timeoutMs default 10,000
   */
  waitForMessages(userId: string, count: number, timeoutMs?: number): Promise<WireMessage[]>;
}

export function createSmoochControl(
  service: SmoochService,
  common: SimulatorControl,
): SmoochControl & { stop(): Promise<void> } {
  const agent = new Agent();

  function actorOf(userId: string): Actor {
    for (const app of service.apps.values()) {
      const user = app.users.get(userId);
      if (user !== undefined) return { service, app, user };
    }
    throw new Error(`There is no user ${userId}.`);
  }

  const user = (id: string): SimulatedUser => createSimulatedUser(actorOf(id));

  return {
    ...common,
    settings: service.settings,
    webhooks: service.webhooks,
    deliveryEvents: service.deliveryEvents,
    events: service.events,
    createUser({ platform, appId, ...profile }) {
      const app = appOf(service, appId);
      const record = addUser(app, profile, service.now);
      useClient(app, record, platform, service.now);
      return createSimulatedUser({ service, app, user: record });
    },
    user,
    marks(userId) {
      const { conversation } = actorOf(userId).user;
      return conversation === undefined ? {} : messageMarks(userId, conversation, service.webhooks.log);
    },
    failMessage(userId, messageId, error, delayMs) {
      const { app, user } = actorOf(userId);
      const stored = user.conversation?.messages.find(({ message }) => message._id === messageId);
      if (stored === undefined) throw new Error(`There is no message ${messageId} in this conversation.`);
      service.deliveryEvents.failSent({ app, user, stored }, error, delayMs);
    },
    mergeUsers(survivingId, discardedId) {
      const [surviving, discarded] = [actorOf(survivingId), actorOf(discardedId)];
      service.mergeUsers(surviving.app, surviving.user, discarded.user);
    },
    deleteUser(id) {
      const { app, user } = actorOf(id);
      service.deleteUser(app, user);
    },
    setKeys(keys, appId) {
      appOf(service, appId).keys = keys;
    },
    addWebhook: (wanted, appId) => addWebhook(appOf(service, appId), wanted),
    addMedia: (name, bytes) => service.media.add(name, bytes),
    sendRaw(body, post = {}) {
      const { target, secret } = webhookOf(service, post.webhookId);
      const headers = { 'x-api-key': secret, ...post.headers };
      return postToWebhook({ target, body, headers, timeoutMs: service.webhooks.settings.timeoutMs, agent });
    },
    waitForMessages: (userId, count, timeoutMs) => waitForReceived(service.events, user(userId), count, timeoutMs),
    stop: () => agent.destroy(),
  };
}

function appOf(service: SmoochService, appId?: string): AppRecord {
  const app = appId === undefined ? [...service.apps.values()][0] : service.apps.get(appId);
  if (app === undefined) throw new Error(`There is no app ${appId ?? 'at all'}.`);
  return app;
}

function webhookOf(service: SmoochService, webhookId?: string): WireWebhook {
  const all = [...service.apps.values()].flatMap((app) => [...app.webhooks.values()]);
  const webhook = webhookId === undefined ? all[0] : all.find((one) => one._id === webhookId);
  if (webhook === undefined) throw new Error(`There is no webhook ${webhookId ?? 'at all'}.`);
  return webhook;
}
