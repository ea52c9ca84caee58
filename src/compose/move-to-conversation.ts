import { conversationLane } from '../core/conversation.ts';
import type { RoutedDeskEvent } from '../flow/find-conversation.ts';
import type { Lanes } from '../store/lanes.ts';
import type { Store } from '../store/schema.ts';

/**
 * Puts an event of the desk at the end of its conversation's lane. A crash between this and the end of the lane's turn
 * makes it happen again; the key lets the event in once.
 */
export async function moveToConversation(
  { store, lanes }: { store: Store; lanes: Lanes },
  routed: RoutedDeskEvent,
  from: { id: number; receivedAt: number },
): Promise<void> {
  const lane = conversationLane(routed.conversation);
  const [outcome] = await store.append([
    { lane, kind: 'desk', payload: routed, dedupe: { key: `moved:${from.id}` }, receivedAt: from.receivedAt },
  ]);
  if (outcome?.status === 'stored') lanes.add({ id: outcome.id, lane, kind: 'desk', notBefore: 0 });
}
