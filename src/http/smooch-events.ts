import { conversationLane } from '../core/conversation.ts';
import { nobodysLane, notUnderstoodReason } from '../core/not-understood.ts';
import type { ParsedEvent, ParsedWebhook } from '../smooch/v1/parse-webhook.ts';
import type { UnreadPart } from '../smooch/v1/unread-part.ts';
import type { NewEvent } from '../store/schema.ts';

/** Where a webhook came from, and when. */
export interface Origin {
  environment: string;
  appId: string;
  /** Milliseconds since 1970. */
  receivedAt: number;
}

/** What a webhook of Smooch asks for, as it is stored; what could not be understood is a dead letter from the beginning. */
export function smoochEvents(parsed: ParsedWebhook, origin: Origin): NewEvent[] {
  return [
    ...parsed.events.map((event) => userEvent(event, origin)),
    ...parsed.deletedUsers.map((userId) => deletion(userId, origin)),
    ...parsed.notUnderstood.map((part) => deadLetter(part, origin)),
  ];
}

function userEvent({ userId, conversationId, dedupe, event }: ParsedEvent, origin: Origin): NewEvent {
  const { environment, appId, receivedAt } = origin;
  const conversation = { environment, appId, userId, conversationId };
  return {
    lane: conversationLane(conversation),
    kind: 'user',
    payload: { conversation, ...event },
    dedupe: inApp(origin, dedupe),
    receivedAt,
  };
}

function deletion(userId: string, { environment, appId, receivedAt }: Origin): NewEvent {
  const conversation = { environment, appId, userId };
  return { lane: conversationLane(conversation), kind: 'user-deleted', payload: { conversation }, receivedAt };
}

/** In the lane of its user, so that it goes when that user is erased. */
function deadLetter({ userId, body, issues, dedupe }: UnreadPart, origin: Origin): NewEvent {
  const { environment, appId, receivedAt } = origin;
  const from = { source: 'smooch', environment, appId } as const;
  return {
    lane: userId === undefined ? nobodysLane(from) : conversationLane({ environment, appId, userId }),
    kind: 'not-understood',
    payload: { ...from, body },
    dedupe: inApp(origin, dedupe),
    receivedAt,
    setAside: notUnderstoodReason(issues),
  };
}

function inApp({ environment, appId }: Origin, dedupe: ParsedEvent['dedupe']): ParsedEvent['dedupe'] {
  return { ...dedupe, key: `${environment}:${appId}:${dedupe.key}` };
}
