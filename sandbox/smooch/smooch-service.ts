import { EventEmitter } from 'node:events';
import type { AppEvent } from './app/app-event.ts';
import { appendMessage, conversationOf } from './app/conversation.ts';
import { createMediaStore, type MediaStore } from './app/media-store.ts';
import type { AppRecord, Now, StoredMessage, UserRecord } from './app/records.ts';
import { mergeUsers, removeUser } from './app/users.ts';
import { createDeliveryEvents, type DeliveryEventSettings, type DeliveryEvents } from './delivery/delivery-events.ts';
import type { Delivery } from './delivery/delivery-log.ts';
import { createWebhookDelivery, type DeliverySettings, type WebhookDelivery } from './delivery/webhook-delivery.ts';
import { eventToBody, eventToTrigger } from './v1/event-to-body.ts';
import { isSubscribed } from './v1/triggers.ts';
import type { WireClient, WireMessage } from './v1/wire.ts';

/** Settings of the service as a whole. Every field may be changed at any time. */
export interface ServiceSettings {
  /** Messages a conversation takes before it answers 423. */
  messageLimit: number;
  /** Bytes of an uploaded file before the answer is 413. */
  attachmentLimit: number;
  /** Messages of a conversation beyond the newest so many are forgotten. */
  keptMessages: number;
  /** Whether postbacks carry a `timestamp`: the docs do not say. */
  postbackTimestamp: boolean;
  /** What becomes of a key in a body that nobody knows: dropped, as the real service is said to do it, or refused with 400. */
  unknownKeys: 'drop' | 'refuse';
  /** Whether `%[label](url)` and the like in a text of the business are carried out. */
  shorthand: 'expand' | 'keep';
  /** Whether a page of the history links to the one before it: only `next` is documented. */
  previousLink: boolean;
  /** Typing to a user without conversation: 404, or a conversation begins. */
  typingWithoutConversation: 'refuse' | 'create';
  /** Whether the trigger `*` has `typing:appUser` in it. */
  starIncludesTyping: boolean;
  /** Whether a press of a postback also stands in the conversation as a text of the user, and is told as one. */
  echoPostback: boolean;
  /** Whether the answer to a quick reply carries the button's metadata. */
  replyMetadata: boolean;
}

/** What can be listened to. */
export interface ServiceEvents {
  /** A message entered a conversation, from either side. */
  message: [{ appId: string; userId: string; stored: StoredMessage }];
  /** The business types, stops typing, or has read. */
  activity: [{ appId: string; userId: string; type: string }];
  /** An event was delivered to a webhook, or lost. */
  delivery: [Delivery];
}

/** Everything behind the API: apps, users, messages, files, and the way events take to webhooks. */
export interface SmoochService {
  readonly apps: ReadonlyMap<string, AppRecord>;
  readonly media: MediaStore;
  readonly settings: ServiceSettings;
  readonly events: EventEmitter<ServiceEvents>;
  readonly webhooks: WebhookDelivery;
  readonly deliveryEvents: DeliveryEvents;
  readonly now: Now;
  /** Puts messages into the user's conversation and tells webhooks about them, in one event. */
  addMessages(app: AppRecord, user: UserRecord, messages: [WireMessage, ...WireMessage[]], client?: WireClient): void;
  /** The discarded user's messages and channels become the surviving one's. */
  mergeUsers(app: AppRecord, surviving: UserRecord, discarded: UserRecord): void;
  deleteUser(app: AppRecord, user: UserRecord): void;
  /** Tells webhooks that subscribed to it. */
  publish(event: AppEvent): void;
  stop(): Promise<void>;
}

export interface SmoochServiceOptions {
  apps: AppRecord[];
  origin: () => string;
  now: Now;
  settings: ServiceSettings;
  webhooks: DeliverySettings;
  deliveryEvents: DeliveryEventSettings;
}

export function createSmoochService(options: SmoochServiceOptions): SmoochService {
  const { settings, now } = options;
  const events = new EventEmitter<ServiceEvents>();
  events.setMaxListeners(0);
  const webhooks = createWebhookDelivery({
    settings: options.webhooks,
    now,
    onSettled: (delivery) => events.emit('delivery', delivery),
  });
  const deliveryEvents = createDeliveryEvents(options.deliveryEvents, publish);

  function publish(event: AppEvent): void {
    const trigger = eventToTrigger(event);
    const { postbackTimestamp, starIncludesTyping } = settings;
    for (const webhook of event.app.webhooks.values()) {
      if (!isSubscribed(webhook.triggers, trigger, starIncludesTyping)) continue;
      const body = JSON.stringify(eventToBody(event, { webhook, timestamp: now() / 1000, postbackTimestamp }));
      webhooks.send(webhook, { trigger, userId: event.user._id, messageIds: messageIdsOf(event), body });
    }
  }

  return {
    apps: new Map(options.apps.map((app) => [app._id, app])),
    media: createMediaStore(options.origin),
    settings,
    events,
    webhooks,
    deliveryEvents,
    now,
    addMessages(app, user, messages, client) {
      const conversation = conversationOf(user);
      for (const message of messages) {
        const stored = appendMessage(conversation, message, client?.platform ?? 'none');
        events.emit('message', { appId: app._id, userId: user._id, stored });
        if (message.role === 'appMaker') deliveryEvents.messageSent(app, user, stored);
      }
      // Cut in one go now and then: shifting at every message would be slow.
      if (conversation.messages.length >= 2 * settings.keptMessages)
        conversation.messages.splice(0, conversation.messages.length - settings.keptMessages);
      publish({ kind: 'messages', messages, app, user, client });
    },
    mergeUsers(app, surviving, discarded) {
      mergeUsers(app, surviving, discarded);
      publish({ kind: 'merge', app, user: surviving, discarded });
    },
    deleteUser(app, user) {
      removeUser(app, user);
      publish({ kind: 'delete', app, user, client: user.clients[0] });
    },
    publish,
    async stop() {
      deliveryEvents.stop();
      await webhooks.stop();
    },
  };
}

function messageIdsOf(event: AppEvent): string[] {
  if (event.kind === 'messages') return event.messages.map((message) => message._id);
  return event.kind === 'delivery' ? [event.messageId] : [];
}
