import type { Stand } from '../../../run/start-stand.ts';
import type { WireCall, WireTurn } from '../../protocol/page-protocol.ts';
import { buildTurns } from './build-turns.ts';
import { createCallLog } from './call-log.ts';
import { createConnectorRecord } from './connector-record.ts';
import { listIncoming } from './incoming.ts';
import { readCall } from './read-call.ts';
import { createStepReader } from './read-steps.ts';
import { replayTurn } from './replay-turn.ts';

/** Everything that goes over the wire, put together from the simulators' journals and the connector's own record. */
export interface Wire {
  /** The newest first, at most 100. */
  turns(userId?: string): WireTurn[];
  call(id: string): WireCall | undefined;
  /** @throws Error with a sentence when that is not possible */
  replay(turnId: string): Promise<void>;
  /** Whether the connector is still at work on something of this user. */
  isAtWork(userId: string): boolean;
  /** Shows nothing any more of what was until now. */
  forget(): void;
  close(): void;
}

const SHOWN = 100;

/** Of everybody: enough to tell whose a call is while several conversations go on. */
const EVENTS = 200;

export function createWire(stand: Stand): Wire {
  const record = createConnectorRecord(stand.installation.dataDir);
  const log = createCallLog(stand);
  const steps = createStepReader(record);
  let forgottenUntil = 0;

  function turns(userId?: string): WireTurn[] {
    const events = record.events(EVENTS, userId);
    // What came before the oldest event that is shown belongs to events that are not.
    const since = Math.max(forgottenUntil, events.length < EVENTS ? 0 : events[0]!.receivedAt - 1000);
    const all = buildTurns({
      events,
      calls: log.read().filter(({ at }) => at >= since),
      webhooks: listIncoming(stand, since),
      record,
      deskUsers: deskUsersOf(stand),
      steps,
      now: Date.now(),
    });
    const isShown = (turn: WireTurn): boolean =>
      turn.startedAt > forgottenUntil && (userId === undefined || turn.userId === userId);
    return all.filter(isShown).slice(0, SHOWN);
  }

  return {
    turns,
    call: (id) => readCall(stand, id),
    replay: (turnId) => replayTurn(stand, record, turnId),
    isAtWork: (userId) => record.isAtWork(userId),
    forget: () => {
      forgottenUntil = Date.now();
    },
    close: () => record.close(),
  };
}

/** The connector names the desk's users after Smooch's. */
function deskUsersOf({ desk }: Stand): Map<string, string> {
  const users = desk.control.users().flatMap((user): [string, string][] => {
    const externalId = 'externalId' in user ? user.externalId : undefined;
    const userId = /^smooch-[0-9a-f]{24}-(.+)$/i.exec(String(externalId ?? ''))?.[1];
    return userId === undefined ? [] : [[String(user.id), userId]];
  });
  return new Map(users);
}
