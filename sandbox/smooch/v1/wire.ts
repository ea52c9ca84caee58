/** Flat: strings, numbers and booleans (Smooch docs: metadata). */
export type WireMetadata = Record<string, string | number | boolean>;

export type WireRole = 'appMaker' | 'appUser';

/** A button as the API gives it back (Smooch docs: message actions). */
export interface WireAction {
  _id: string;
  type: 'reply' | 'postback' | 'link' | 'webview' | 'buy' | 'locationRequest' | 'share';
  text?: string;
  payload?: string;
  /** Empty on what opens nothing. */
  uri?: string;
  fallback?: string;
  metadata?: WireMetadata;
  [other: string]: unknown;
}

/** A card of a carousel or a line of a list. */
export interface WireItem {
  _id: string;
  title: string;
  description?: string;
  mediaUrl?: string;
  actions: WireAction[];
  [other: string]: unknown;
}

/** A question of a form, or the answer to it. */
export interface WireField {
  name: string;
  label: string;
  [other: string]: unknown;
}

/** A message of either side (Smooch docs: message types). */
export interface WireMessage {
  _id: string;
  /** `text`, `image`, `file`, `location`, `carousel`, `list`, `form`, `formResponse`, or one nobody knows yet. */
  type: string;
  role: WireRole;
  authorId: string;
  /** Seconds since 1970 with decimals; grows with every message of a conversation. */
  received: number;
  source: { type: string; integrationId?: string; [other: string]: unknown };
  text?: string;
  name?: string;
  avatarUrl?: string;
  payload?: string;
  mediaUrl?: string;
  mediaType?: string;
  mediaSize?: number;
  altText?: string;
  actions?: WireAction[];
  items?: WireItem[];
  fields?: WireField[];
  coordinates?: { lat: number; long: number };
  location?: { address?: string; name?: string };
  metadata?: WireMetadata;
  [other: string]: unknown;
}

/** A channel of a user (Smooch docs: app users, clients). */
export interface WireClient {
  _id: string;
  id: string;
  platform: string;
  integrationId: string;
  displayName?: string;
  avatarUrl?: string;
  /** When the user last wrote there, ISO 8601. */
  lastSeen: string;
  active: boolean;
  primary: boolean;
  status: 'active';
  info: Record<string, unknown>;
  raw: Record<string, unknown>;
}

export interface WireConversation {
  _id: string;
  /** Messages of the business that the user has not read. */
  unreadCount: number;
  /** When the business last read or wrote, seconds since 1970. */
  appMakerLastRead?: number;
  appUserLastRead?: number;
}

export interface WireWebhook {
  _id: string;
  target: string;
  triggers: string[];
  /** Sent as `X-API-Key` with every delivery; readable by GET. */
  secret: string;
  version: 'v1.1';
  includeClient: boolean;
  includeFullAppUser: boolean;
}
