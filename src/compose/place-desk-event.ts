import { type Conversation, laneToConversation } from '../core/conversation.ts';
import type { RoutedDeskEvent, UnroutedDeskEvent } from '../flow/find-conversation.ts';
import type { DeskOrigin, DeskPlacing, GenuineDeskVerdict, StoredDeskEvent } from '../http/desk-webhook.ts';
import type { Store } from '../store/schema.ts';

/** Events of chats that nobody here knows cost calls to HyperChat, whoever's they are. */
export const LOOK_UPS_PER_MINUTE = 60;

/**
 * A chat that was opened here is known: its events wait in the conversation's lane from the beginning, so that what
 * the user writes afterwards is handled afterwards. Others have to find their conversation first, in a lane of the
 * chat; as long as one of these is not through, later ones wait behind it.
 *
 * @param mayLookUp whether one more event of an app may be looked up now
 */
export async function placeDeskEvent(
  { store, mayLookUp }: { store: Pick<Store, 'chatLane' | 'isLaneOpen'>; mayLookUp(appId: string): boolean },
  { appId, calledAs }: DeskOrigin,
  { environments, accepts }: GenuineDeskVerdict,
  event: StoredDeskEvent,
): Promise<DeskPlacing> {
  const lane = `desk:${appId}:${event.chatId}`;
  const payload: UnroutedDeskEvent = { appId, environments, calledAs, event };
  const lookUp = { outcome: 'waits', event: { lane, kind: 'desk-lookup', payload } } as const;
  const known = await knownChat(store, appId, event.chatId);
  if (known === undefined) {
    if (mayLookUp(appId)) return lookUp;
    const reason = `more than ${LOOK_UPS_PER_MINUTE} events a minute of chats that are not known here (HyperChat app ${appId})`;
    return { outcome: 'later', reason };
  }
  const refusal = refusalOf(accepts, known.conversation.environment);
  if (refusal !== undefined) return refusal;
  if (await store.isLaneOpen(lane)) return lookUp;
  const routed: RoutedDeskEvent = { conversation: known.conversation, event };
  return { outcome: 'waits', event: { lane: known.lane, kind: 'desk', payload: routed } };
}

/** Why an event of a known chat does not count in the chat's environment; undefined when it does. */
export function refusalOf(accepts: GenuineDeskVerdict['accepts'], environment: string) {
  const accepted = accepts(environment);
  if (accepted === 'genuine') return undefined;
  if (accepted === 'ignored') return { outcome: 'ignored', reason: 'chat-disabled' } as const;
  const advice = `it is not signed as its chat's environment ${environment} asks for`;
  return { outcome: 'forged', advice } as const;
}

/** The conversation of a chat that was opened here; its environment is the one it was opened in. */
export async function knownChat(
  store: Pick<Store, 'chatLane'>,
  appId: string,
  chatId: string,
): Promise<{ lane: string; conversation: Conversation } | undefined> {
  const link = await store.chatLane(`${appId}:${chatId}`);
  const conversation = link && laneToConversation(link.lane);
  return conversation && { lane: link.lane, conversation };
}
