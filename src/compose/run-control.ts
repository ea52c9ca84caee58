import type { StoredEvent } from '../core/turn-record.ts';
import { clearedSession, parseSession } from '../flow/session.ts';
import type { TurnEnd } from '../flow/turn-log.ts';
import type { World } from '../flow/world.ts';
import type { Lanes } from '../store/lanes.ts';
import type { ControlAction, Store } from '../store/schema.ts';

/**
 * Does what an operator asked for on the command line, in the lane of the conversation it concerns.
 * @returns the session to be written with the end of the turn, where it changes
 */
export async function runControl(
  parts: { store: Store; lanes: Lanes; world(environment: string): World },
  event: StoredEvent,
): Promise<TurnEnd['session']> {
  const { store, lanes } = parts;
  const asked = event.payload as ControlAction;
  switch (asked.action) {
    case 'retry': {
      const again = await store.replay(asked.eventId);
      // Control events are taken up by the look for them.
      if (again !== undefined && again.kind !== 'control') lanes.add(again);
      return undefined;
    }
    case 'clear-session':
      return clearSession(await store.session(event.lane), event.receivedAt);
    case 'erase':
      await store.erase(event.lane);
      return undefined;
    case 'refresh-extra-info':
      // A failure is logged where it happens; the copy at hand stays in use.
      await parts
        .world(asked.environment)
        .refreshExtraInfo()
        .catch(() => {});
      return undefined;
  }
}

/** The conversation with the bot begins anew; a chat with an agent that is on goes on. */
function clearSession(document: string | undefined, usedAt: number): TurnEnd['session'] {
  const { chat, ...session } = clearedSession(parseSession(document));
  if (chat === undefined) return { document: null, usedAt, hasChat: false };
  return { document: JSON.stringify({ ...session, chat }), usedAt, hasChat: true };
}
