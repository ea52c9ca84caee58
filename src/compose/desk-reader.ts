import { WireError } from '../core/errors.ts';
import { parseDeskEvent } from '../desk/hyperchat/parse-event.ts';
import { asRecord } from '../net/loose-json.ts';
import type { Store } from '../store/schema.ts';
import { placeDeskEvent } from './place-desk-event.ts';
import type { AnewReader } from './read-anew.ts';
import type { UnreadDeskEvent } from './set-aside-desk-event.ts';

/** Creates the reader of what came from the desk and could not be understood. It was genuine when it came. */
export function createDeskReader(
  store: Pick<Store, 'chatLane' | 'isLaneOpen'>,
  countIgnored: (reason: string, count: number) => void,
): AnewReader {
  return async (letter, receivedAt) => {
    const {
      appId,
      body,
      environment,
      calledAs = { host: '' },
      environments = [environment],
    } = letter as UnreadDeskEvent;
    if (asRecord(body) === undefined) throw new WireError('HyperChat', ['body: not an object']);
    // As old as when it came: who tries it again later means it.
    const { event } = parseDeskEvent(body, receivedAt);
    if (event.kind === 'ignored') countIgnored(event.reason, 1);
    if (event.kind === 'ignored' || event.kind === 'typing') return [];
    const accepts = (name: string) => (environments.includes(name) || name === environment ? 'genuine' : 'forged');
    const parts = { store, mayLookUp: () => true };
    const placed = await placeDeskEvent(
      parts,
      { appId, calledAs },
      { verdict: 'genuine', environments, accepts },
      event,
    );
    if (placed.outcome === 'waits') return [{ ...placed.event, receivedAt }];
    countIgnored(placed.outcome === 'ignored' ? placed.reason : placed.outcome, 1);
    return [];
  };
}
