import type { StoredEvent } from '../core/turn-record.ts';
import type { World } from '../flow/world.ts';
import type { Lanes } from '../store/lanes.ts';
import type { ControlAction, Store } from '../store/schema.ts';

/** Does what an operator asked for on the command line, in the lane of the conversation it concerns. */
export async function runControl(
  parts: { store: Store; lanes: Lanes; world(environment: string): World },
  event: StoredEvent,
): Promise<void> {
  const { store, lanes } = parts;
  const asked = event.payload as ControlAction;
  switch (asked.action) {
    case 'retry': {
      const again = await store.replay(asked.eventId);
      // Control events are taken up by the look for them.
      if (again !== undefined && again.kind !== 'control') lanes.add(again);
      return;
    }
    case 'clear-session':
      return store.clearSession(event.lane);
    case 'erase':
      return store.erase(event.lane);
    case 'refresh-extra-info':
      // A failure is logged where it happens; the copy at hand stays in use.
      return parts
        .world(asked.environment)
        .refreshExtraInfo()
        .catch(() => {});
  }
}
