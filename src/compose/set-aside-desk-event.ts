import { type NotUnderstood, nobodysLane, notUnderstoodReason } from '../core/not-understood.ts';
import { eventIdentity } from '../desk/hyperchat/event-identity.ts';
import type { DeskOrigin, DeskPlacing, GenuineDeskVerdict } from '../http/desk-webhook.ts';
import type { Store } from '../store/schema.ts';
import { knownChat, refusalOf } from './place-desk-event.ts';

/** An event of the desk that could not be understood, as it is kept. */
export interface UnreadDeskEvent extends NotUnderstood, Pick<DeskOrigin, 'calledAs'> {
  /** Those in which it is genuine. */
  environments: readonly string[];
}

/**
 * A genuine event that cannot be understood becomes a dead letter: in the lane of its conversation when its chat is
 * known, so that it goes with the user; else in one of its chat, or of nobody.
 */
export async function setAsideDeskEvent(
  store: Pick<Store, 'chatLane'>,
  { appId, calledAs }: DeskOrigin,
  { environments, accepts }: GenuineDeskVerdict,
  { body, issues }: { body: Record<string, unknown>; issues: readonly string[] },
): Promise<DeskPlacing> {
  const { chatId } = eventIdentity(body);
  const known = chatId === undefined ? undefined : await knownChat(store, appId, chatId);
  const refusal = known && refusalOf(accepts, known.conversation.environment);
  if (refusal !== undefined) return refusal;
  const environment = known?.conversation.environment ?? environments[0] ?? '';
  const from = { source: 'desk', environment, appId } as const;
  const payload: UnreadDeskEvent = { ...from, body, calledAs, environments };
  const lane = known?.lane ?? (chatId === undefined ? nobodysLane(from) : `desk:${appId}:${chatId}`);
  return { outcome: 'waits', event: { lane, kind: 'not-understood', payload, setAside: notUnderstoodReason(issues) } };
}
