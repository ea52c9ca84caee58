import { newId } from '../new-id.ts';
import { type DeskState, isAgent } from './desk-state.ts';
import { HyperchatError } from './hyperchat-error.ts';
import type { UserRecord } from './records.ts';

/** What an integration says about a user. What it leaves out stays as it was. */
export interface UserProfile {
  name?: string;
  externalId?: string;
  nickname?: string;
  contact?: string;
  extraInfo?: Record<string, unknown>;
  lang?: string | null;
}

/** @throws HyperchatError 409 when the external id is taken, or the e-mail address where two may not share one */
export function signUp(state: DeskState, profile: UserProfile): UserRecord {
  requireFreeExternalId(state, profile.externalId);
  requireFreeContact(state, profile.contact);
  const user = createUserRecord(newId('u'), state.clock.seconds());
  applyProfile(state, user, profile);
  state.users.set(user.id, user);
  return user;
}

/** A user about whom nothing is known yet. */
export function createUserRecord(id: string, created: number): UserRecord {
  return {
    id,
    externalId: null,
    name: '',
    nickname: '',
    contact: '',
    extraInfo: {},
    lang: null,
    created,
    openChats: new Set(),
    pastChats: new Set(),
  };
}

/** @throws HyperchatError 409 when the external id belongs to somebody else, or the e-mail address as above */
export function updateUser(state: DeskState, user: UserRecord, profile: UserProfile): void {
  if (profile.externalId !== user.externalId) requireFreeExternalId(state, profile.externalId);
  if (profile.contact !== user.contact) requireFreeContact(state, profile.contact);
  applyProfile(state, user, profile);
}

function requireFreeContact(state: DeskState, contact = ''): void {
  if (state.settings.rules.sharedContacts || contact === '') return;
  const isTaken = state.users.values().some((user) => user.contact === contact);
  if (isTaken) throw new HyperchatError(409, 'User already exists');
}

function requireFreeExternalId(state: DeskState, externalId: string | undefined): void {
  if (externalId === undefined || !state.usersByExternalId.has(externalId)) return;
  throw new HyperchatError(409, 'User already exists');
}

function applyProfile(state: DeskState, user: UserRecord, profile: UserProfile): void {
  if (user.externalId !== null && profile.externalId !== undefined) state.usersByExternalId.delete(user.externalId);
  const given = Object.entries(profile).filter(([, value]) => value !== undefined);
  Object.assign(user, Object.fromEntries(given));
  if (user.externalId !== null) state.usersByExternalId.set(user.externalId, user);
}

/** Agents have an account in the back office, end users have none: integrations tell them apart by it. */
export function providerIdOf(user: UserRecord): string | null {
  return isAgent(user) ? `provider-${user.id}` : null;
}
