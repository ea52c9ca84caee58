import type { AppEvent } from '../app/app-event.ts';
import type { UserRecord } from '../app/records.ts';
import type { WireWebhook } from './wire.ts';

export interface BodyOptions {
  webhook: Pick<WireWebhook, 'includeClient' | 'includeFullAppUser'>;
  /** Seconds since 1970. */
  timestamp: number;
  /** Whether postbacks carry a `timestamp`: the docs do not say. */
  postbackTimestamp: boolean;
}

/** The name under which webhooks subscribe to an event (Smooch docs: webhook triggers). */
export function eventToTrigger(event: AppEvent): string {
  switch (event.kind) {
    case 'messages':
      return event.messages[0].role === 'appUser' ? 'message:appUser' : 'message:appMaker';
    case 'postback':
      return 'postback';
    case 'typing':
      return 'typing:appUser';
    case 'read':
    case 'start':
    case 'referral':
      return `conversation:${event.kind}`;
    case 'delivery':
      return `message:delivery:${event.stage}`;
    case 'merge':
      return 'merge:appUser';
    case 'delete':
      return 'appUser:delete';
  }
}

/** What is posted to a webhook: one trigger, one user, and what belongs to the trigger. */
export function eventToBody(event: AppEvent, options: BodyOptions): Record<string, unknown> {
  const { user, client } = event;
  const envelope = { trigger: eventToTrigger(event), app: { _id: event.app._id }, version: 'v1.1' };
  if (event.kind === 'merge') {
    // No `appUser` here (Smooch docs: merge).
    const discarded = [truncatedUser(event.discarded)];
    return { ...envelope, surviving: truncatedUser(user), discarded, timestamp: options.timestamp };
  }
  return {
    ...envelope,
    ...eventFields(event, options),
    appUser: options.webhook.includeFullAppUser ? fullUser(user) : truncatedUser(user),
    // Delivery events name the channel as `destination` instead.
    ...(options.webhook.includeClient && client !== undefined && event.kind !== 'delivery' && { client }),
    ...(user.conversation !== undefined && { conversation: { _id: user.conversation._id } }),
  };
}

function eventFields(event: AppEvent, { timestamp, postbackTimestamp }: BodyOptions): Record<string, unknown> {
  const source = event.client && { type: event.client.platform, integrationId: event.client.integrationId };
  switch (event.kind) {
    case 'messages':
      return { messages: event.messages };
    case 'postback': {
      const { action, message } = event;
      return { postbacks: [{ action, ...(message && { message }) }], ...(postbackTimestamp && { timestamp }) };
    }
    case 'typing':
      return { activity: { type: event.activity }, timestamp };
    case 'start':
    case 'referral':
      return { source, ...(event.referral && { referral: event.referral }), timestamp };
    case 'delivery':
      return { ...deliveryFields(event), timestamp };
    case 'read':
      return { source, timestamp };
    default:
      return { timestamp };
  }
}

function deliveryFields(event: Extract<AppEvent, { kind: 'delivery' }>): Record<string, unknown> {
  return {
    destination: event.destination,
    message: { _id: event.messageId },
    ...(event.stage === 'failure'
      ? { error: event.error }
      : { externalMessages: [{ id: `${event.destination.type}.${event.messageId}` }] }),
    isFinalEvent: event.isFinal,
  };
}

function truncatedUser(user: UserRecord): Record<string, unknown> {
  return {
    _id: user._id,
    ...(user.userId !== undefined && { userId: user.userId }),
    conversationStarted: user.conversation !== undefined,
  };
}

function fullUser(user: UserRecord): Record<string, unknown> {
  const { givenName, surname, email, signedUpAt, properties } = user;
  return { ...truncatedUser(user), givenName, surname, email, signedUpAt, properties };
}
