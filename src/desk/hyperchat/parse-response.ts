import { asList, asNumber, asRecord, asText } from '../../net/loose-json.ts';
import type { DeskChat, DeskUser } from '../agent-desk.ts';
import { isEmptyValue, readFlag, readId } from './wire.ts';

/** A user of HyperChat with what only the client needs. */
export interface HyperChatUser extends DeskUser {
  /** Ids of the user's chats. */
  chats: string[];
}

/** Reads `{user: {...}}` (HyperChat docs: users). */
export function parseUser(body: unknown): HyperChatUser | undefined {
  return toUser(asRecord(body)?.user);
}

/** Reads `{users: [...]}`; entries that cannot be understood are left out. */
export function parseUsers(body: unknown): HyperChatUser[] | undefined {
  const users = asRecord(body)?.users;
  if (users === undefined || users === null) return undefined;
  return asList(users)
    .map(toUser)
    .filter((user) => user !== undefined);
}

function toUser(value: unknown): HyperChatUser | undefined {
  const user = asRecord(value);
  const id = readId(user?.id);
  if (user === undefined || id === undefined) return undefined;
  return {
    id,
    externalId: asText(user.externalId),
    name: asText(user.name),
    nickname: asText(user.nickname),
    // Only agents are linked to an account of the back office.
    isAgent: !isEmptyValue(user.providerId),
    chats: asList(user.chats)
      .map(readId)
      .filter((chat) => chat !== undefined),
  };
}

/** Reads `{chat: {...}}`. A state nobody knows is one before an agent accepted. */
export function parseChat(body: unknown): DeskChat | undefined {
  const chat = asRecord(asRecord(body)?.chat);
  const id = readId(chat?.id);
  if (chat === undefined || id === undefined) return undefined;
  return {
    id,
    status: chat.status === 'closed' || chat.status === 'active' ? chat.status : 'waiting',
    inQueue: readFlag(chat.inQueue),
    source: asNumber(chat.source),
    room: asNumber(readId(chat.room)),
    creator: readId(chat.creator),
  };
}

/** Reads whether queue mode is on; what is missing means no (HyperChat docs: settings). */
export function parseQueueActive(body: unknown): boolean | undefined {
  const record = asRecord(body);
  return record && readFlag(asRecord(asRecord(record.settings)?.queue)?.active);
}

/** Reads `{agents: {"<room>": <how many>}}`. PHP writes an empty map as a list. */
export function parseAvailable(body: unknown, room: number): boolean | undefined {
  const agents = asRecord(body)?.agents;
  if (Array.isArray(agents) && agents.length === 0) return false;
  const rooms = asRecord(agents);
  return rooms && (asNumber(rooms[String(room)]) ?? 0) > 0;
}

/** Reads `{agentsOnline: true}`. */
export function parseOnline(body: unknown): boolean | undefined {
  const online = asRecord(body)?.agentsOnline;
  return online === undefined ? undefined : readFlag(online);
}

/**
 * Reads the id of a message that was taken, `{message: {id}}` or `{media: {id}}`.
 *
 * @returns empty when the answer does not name it; undefined when it is no answer of HyperChat
 */
export function parsePostedId(body: unknown): string | undefined {
  const record = asRecord(body);
  return record && (readId(asRecord(record.message)) ?? readId(asRecord(record.media)) ?? '');
}
