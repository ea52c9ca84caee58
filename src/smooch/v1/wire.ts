/** What the v1.1 client sends and gives back. The webhook's side stands in `parse-webhook`. */

/** A message that Smooch took (Smooch docs: post message). */
export interface SentMessage {
  /** Smooch's id, which delivery events name; empty when the answer held none. */
  id: string;
}

/** A message of the conversation as Smooch keeps it. */
export interface KeptMessage {
  id: string;
  /** Sent by us or another business system; false for the user's own. */
  fromUs: boolean;
  text?: string;
  mediaUrl?: string;
  /** Seconds since 1970. */
  received?: number;
  metadata: Record<string, unknown>;
}

/** A client of the user: a channel he is on. */
export interface AppUserClient {
  platform?: string;
  displayName?: string;
  /** Undefined where Smooch does not tell. */
  active?: boolean;
}

export interface AppUser {
  givenName?: string;
  surname?: string;
  email?: string;
  /** `active` first. */
  clients: AppUserClient[];
}

/** A webhook as Smooch lists it. */
export interface Webhook {
  id: string;
  target: string;
  triggers: string[];
  /** What Smooch sends in `X-API-Key`; undefined when it was not shown. */
  secret?: string;
}

export interface NewWebhook {
  target: string;
  triggers: readonly string[];
  includeClient?: boolean;
  includeFullAppUser?: boolean;
}

export interface Upload {
  bytes: Uint8Array;
  name: string;
  mediaType: string;
}

/** Where an uploaded file can be fetched. */
export interface Attachment {
  mediaUrl: string;
  mediaType?: string;
}

/** A key of one app: its id (`app_...`) and its secret. */
export interface KeyPair {
  key: string;
  secret: string;
}

/** Where the client gets the key of an app from. */
export interface SmoochCredentials {
  current(appId?: string): Promise<KeyPair>;
  /** Told that Smooch refused a pair; gives a newer one if there is one. */
  refused(pair: KeyPair): Promise<KeyPair | undefined>;
}
