import type { WireClient, WireConversation, WireMessage, WireWebhook } from '../v1/wire.ts';

/** An API key of an app. */
export interface AppKey {
  /** `app_...` */
  id: string;
  secret: string;
}

export interface StoredMessage {
  message: WireMessage;
  /** The channel it came from or went to; decides what the user sees of it. */
  channel: string;
}

export interface ConversationRecord extends WireConversation {
  /** When the business said that it had read, seconds: writing counts for `appMakerLastRead`, the user sees nothing of it. */
  businessReadAt?: number;
  /** Oldest first. */
  messages: StoredMessage[];
}

export interface UserRecord {
  _id: string;
  /** Id given by the business, unique in the app. */
  userId?: string;
  givenName?: string;
  surname?: string;
  email?: string;
  signedUpAt: string;
  properties: Record<string, unknown>;
  /** Most recently used first. */
  clients: WireClient[];
  /** Missing until the first message or start. */
  conversation?: ConversationRecord;
}

/** One Smooch app with everything in it. */
export interface AppRecord {
  _id: string;
  name: string;
  keys: AppKey[];
  /** As the business set them; they change nothing here. */
  settings: Record<string, unknown>;
  metadata: Record<string, unknown>;
  /** The persistent menu. */
  menu?: { items: { _id: string; type: string; text: string; [other: string]: unknown }[] };
  users: Map<string, UserRecord>;
  usersByUserId: Map<string, UserRecord>;
  webhooks: Map<string, WireWebhook>;
  /** One integration per platform, made when a user of it first appears: platform -> id. */
  integrations: Map<string, string>;
}

/** The time of a simulator, milliseconds since 1970. */
export type Now = () => number;
