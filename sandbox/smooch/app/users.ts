import { newObjectId } from '../object-id.ts';
import type { WireClient } from '../v1/wire.ts';
import type { AppRecord, Now, UserRecord } from './records.ts';

/** What a business may set of a user. */
export interface UserProfile {
  userId?: string;
  givenName?: string;
  surname?: string;
  email?: string;
  signedUpAt?: string;
  properties?: Record<string, unknown>;
}

/** Finds a user by Smooch's id or by the business's. */
export function findUser(app: AppRecord, id: string): UserRecord | undefined {
  return app.users.get(id) ?? app.usersByUserId.get(id);
}

export function addUser(app: AppRecord, profile: UserProfile, now: Now): UserRecord {
  const user: UserRecord = {
    signedUpAt: new Date(now()).toISOString(),
    ...profile,
    _id: newObjectId(),
    properties: { ...profile.properties },
    clients: [],
  };
  app.users.set(user._id, user);
  if (user.userId !== undefined) app.usersByUserId.set(user.userId, user);
  return user;
}

/** Additive: what the change does not name stays (Smooch docs: update app user). */
export function updateUser(user: UserRecord, change: Omit<UserProfile, 'userId'>): void {
  Object.assign(user, change, { properties: { ...user.properties, ...change.properties } });
}

export function removeUser(app: AppRecord, user: UserRecord): void {
  app.users.delete(user._id);
  if (user.userId !== undefined) app.usersByUserId.delete(user.userId);
}

/** Moves clients and messages of the discarded user to the surviving one, and forgets the former. */
export function mergeUsers(app: AppRecord, surviving: UserRecord, discarded: UserRecord): void {
  surviving.properties = { ...discarded.properties, ...surviving.properties };
  surviving.clients.push(...discarded.clients.map((client) => ({ ...client, primary: false })));
  if (surviving.conversation && discarded.conversation) {
    surviving.conversation.messages.push(...discarded.conversation.messages);
    surviving.conversation.messages.sort((a, b) => a.message.received - b.message.received);
    surviving.conversation.unreadCount += discarded.conversation.unreadCount;
  }
  surviving.conversation ??= discarded.conversation;
  removeUser(app, discarded);
}

/** The user's client of a platform, made the primary one; a new one when there is none yet. */
export function useClient(app: AppRecord, user: UserRecord, platform: string, now: Now): WireClient {
  const known = user.clients.find((client) => client.platform === platform);
  const client = known ?? createClient(user, platform, integrationOf(app, platform));
  client.lastSeen = new Date(now()).toISOString();
  if (user.clients[0] === client) return client;
  for (const other of user.clients) other.primary = false;
  client.primary = true;
  user.clients = [client, ...user.clients.filter((other) => other !== client)];
  return client;
}

function createClient(user: UserRecord, platform: string, integrationId: string): WireClient {
  const id = newObjectId();
  const displayName = fullName(user);
  return {
    _id: id,
    id,
    platform,
    integrationId,
    ...(displayName !== undefined && { displayName }),
    lastSeen: '',
    active: true,
    primary: true,
    status: 'active',
    info: {},
    raw: {},
  };
}

/** The id of the app's integration of a platform. */
export function integrationOf(app: AppRecord, platform: string): string {
  const known = app.integrations.get(platform);
  if (known !== undefined) return known;
  const id = newObjectId();
  app.integrations.set(platform, id);
  return id;
}

/** The name a message of this user carries; on the web Smooch makes one up when there is none. */
export function messageName(user: UserRecord, platform: string): string | undefined {
  return fullName(user) ?? (platform === 'web' ? `Web User ${user._id.slice(-8)}` : undefined);
}

function fullName(user: UserRecord): string | undefined {
  const names = [user.givenName, user.surname].filter((name) => name !== undefined && name !== '');
  return names.length > 0 ? names.join(' ') : undefined;
}
