import { isAgent } from '../desk/desk-state.ts';
import type { ChatRecord, MediaRecord, MessageRecord, UserRecord } from '../desk/records.ts';
import { providerIdOf } from '../desk/users.ts';
import type { HyperchatSettings } from '../settings.ts';

type WireSettings = HyperchatSettings['wire'];

/** A user as clients of the API read it (HyperChat's PHP client: users). */
export interface WireUser {
  id: string;
  externalId: string | null;
  name: string;
  nickname: string;
  contact: string;
  extraInfo: Record<string, unknown>;
  /** Only agents have one. */
  providerId: string | null;
  /** Ids. */
  chats: string[];
  lang: string | null;
  role: 'user' | 'agent';
  /** Unix seconds. */
  created: number;
}

/** An agent: a user and more. */
export interface WireAgent extends WireUser {
  rooms: number[];
  langs: string[];
  capacity: number;
  status: 'online' | 'offline';
}

/** A chat (HyperChat's PHP client: chats). */
export interface WireChat {
  id: string;
  creator: string;
  room: number;
  source: number | string;
  lang: string | null;
  externalId: string | null;
  status: 'waiting' | 'active' | 'closed' | 'pending' | 'assigned';
  inQueue: boolean | number;
  /** Ids. */
  users: string[];
  /** Unix seconds. */
  created: number;
  closed: number | null;
}

export interface WireMedia {
  id: string;
  /** Relative to the versioned root. */
  url: string;
  type: string;
  name: string;
  /** Bytes. */
  size: number;
}

export interface WireMessage {
  id: string;
  chat: string;
  sender: string | { id: string };
  type: string;
  message: string | Omit<WireMedia, 'id'>;
  /** Unix seconds. */
  created: number;
}

export function userToWire(user: UserRecord, wire: WireSettings): WireUser | WireAgent {
  const { id, externalId, name, nickname, contact, extraInfo, lang } = user;
  const created = timeToWire(user.created, wire);
  const chats =
    wire.userChats === 'none' ? [] : [...(wire.userChats === 'all' ? user.pastChats : []), ...user.openChats];
  const common = { id, externalId, name, nickname, contact, extraInfo, providerId: providerIdOf(user), chats, lang };
  if (!isAgent(user)) return { ...common, role: 'user', created };
  const { rooms, langs, capacity, online } = user.work;
  return { ...common, role: 'agent', created, rooms, langs, capacity, status: online ? 'online' : 'offline' };
}

export function chatToWire(chat: ChatRecord, wire: WireSettings): WireChat {
  const { id, creator, room, source, lang, externalId, status, inQueue, users, created, closed } = chat;
  return {
    id,
    creator,
    room,
    source: wire.source === 'string' ? String(source) : source,
    lang,
    externalId,
    status: status === 'waiting' ? wire.waitingStatus : status,
    inQueue: wire.inQueue === 'number' ? Number(inQueue) : inQueue,
    users,
    created: timeToWire(created, wire),
    closed: closed === null ? null : timeToWire(closed, wire),
  };
}

export function mediaToWire({ id, type, name, bytes }: MediaRecord, wire: WireSettings): WireMedia {
  return { id, url: `${wire.mediaUrl === 'slash' ? '/' : ''}media/${id}`, type, name, size: bytes.byteLength };
}

/** @param media the file of a media message */
export function messageToWire(message: MessageRecord, media: MediaRecord | undefined, wire: WireSettings): WireMessage {
  const { id, chat, sender, type, created } = message;
  return {
    id,
    chat,
    sender: wire.sender === 'object' ? { id: sender } : sender,
    type,
    message: media === undefined ? message.message : contentOf(mediaToWire(media, wire)),
    created: timeToWire(created, wire),
  };
}

/** @param seconds since 1970 */
export function timeToWire(seconds: number, { times }: Pick<WireSettings, 'times'>): number {
  return times === 'milliseconds' ? seconds * 1000 : seconds;
}

function contentOf({ id: _id, ...content }: WireMedia): Omit<WireMedia, 'id'> {
  return content;
}
