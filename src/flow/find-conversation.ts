import { type Conversation, conversationLane, laneToConversation } from '../core/conversation.ts';
import { retryPolicies } from '../core/retry.ts';
import type { AgentDesk } from '../desk/agent-desk.ts';
import type { DeskEvent } from '../desk/desk-event.ts';
import type { Turn } from './turn.ts';
import type { ChatSettings } from './world.ts';

/** The `Host` and `X-Forwarded-Host` of a request. */
export interface CalledAs {
  host: string;
  forwardedHost?: string | undefined;
}

/** An event of the desk that has not found its conversation yet. */
export interface UnroutedDeskEvent {
  /** The app at the desk. */
  appId: string;
  /** Those in which the event is genuine. */
  environments: readonly string[];
  /** Under which name the desk called this server; missing where that was not kept. */
  calledAs?: CalledAs | undefined;
  event: Exclude<DeskEvent, { kind: 'ignored' | 'typing' }>;
}

/** A user of Smooch whose environment is looked for. */
export interface UserToPlace {
  /** Those that come into question. */
  environments: readonly string[];
  calledAs?: CalledAs | undefined;
  /** Smooch's. */
  appId: string;
  userId: string;
}

/** Finds the environment of a user; undefined for one who is not ours. */
export type FindEnvironment = (user: UserToPlace) => Promise<string | undefined>;

/** An event of the desk in its conversation's lane. */
export interface RoutedDeskEvent {
  conversation: Conversation;
  event: UnroutedDeskEvent['event'];
  /** The chat was not opened by this store: it is marked as on first. */
  adopt?: { userId: string; active: boolean };
}

type Found = { lane: string; adopt?: RoutedDeskEvent['adopt'] } | { foreign: true };

export interface FindParts {
  /** The desk as each environment knows it, and its settings there. */
  world(environment: string): { desk?: AgentDesk | undefined; chat?: ChatSettings | undefined };
  storedLane(chatId: string): Promise<string | undefined>;
  findEnvironment: FindEnvironment;
}

/**
 * Finds the conversation of a chat: as it was stored when the chat was opened, else by the external id that we gave
 * the chat's creator, so that chats opened before a migration go on.
 * @returns undefined for a chat of another integration, or of users who are not ours
 */
export async function findConversation(
  turn: Turn,
  parts: FindParts,
  unrouted: UnroutedDeskEvent,
): Promise<RoutedDeskEvent | undefined> {
  const { event } = unrouted;
  const found = await turn.step<Found>('find', {
    policy: retryPolicies.userMessage,
    since: turn.event.receivedAt,
    safe: true,
    call: async () => {
      const lane = await parts.storedLane(event.chatId);
      return lane === undefined ? findByCreator(parts, unrouted) : { lane };
    },
  });
  if ('foreign' in found) return undefined;
  const conversation = laneToConversation(found.lane);
  return conversation && { conversation, event, adopt: found.adopt };
}

const FOREIGN: Found = { foreign: true };

async function findByCreator(parts: FindParts, { environments, calledAs, event }: UnroutedDeskEvent): Promise<Found> {
  const places = environments.flatMap((name) => {
    const { desk, chat } = parts.world(name);
    return desk === undefined || chat === undefined ? [] : [{ name, desk, chat }];
  });
  const [first] = places;
  if (first === undefined) return FOREIGN;
  const chat = await first.desk.chat(event.chatId);
  if (chat?.creator === undefined) return FOREIGN;
  const ours = places.filter((place) => place.chat.source === chat.source).map(({ name }) => name);
  if (ours.length === 0) return FOREIGN;
  const creator = await first.desk.user(chat.creator);
  const [, appId, userId] = /^smooch-([0-9a-f]{24})-(.+)$/i.exec(creator?.externalId ?? '') ?? [];
  if (appId === undefined || userId === undefined) return FOREIGN;
  const environment = await parts.findEnvironment({ environments: ours, calledAs, appId, userId });
  if (environment === undefined) return FOREIGN;
  // Of a chat that has ended nothing is left to go on, but its end is still to be told.
  const isOver = chat.status === 'closed' && event.kind !== 'closed';
  const adopt = isOver ? undefined : { userId: chat.creator, active: chat.status !== 'waiting' };
  return { lane: conversationLane({ environment, appId, userId }), adopt };
}
