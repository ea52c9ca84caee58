import { type EventTimes, outlivedBefore, outlivedEvents } from '../outlived.ts';
import type { SweepLimits, Swept } from '../write-operations.ts';
import type { Statements } from './statements.ts';

/** Deletes every row about one conversation. */
export function eraseLane(statements: Statements, lane: string): void {
  statements.eraseSteps.run(lane);
  statements.eraseEvents.run(lane);
  statements.deleteSession.run(lane);
  statements.eraseChats.run(lane);
}

/** Deletes one small batch of what has outlived its time: small, because turns wait behind it. */
export function sweepOld(statements: Statements, limits: SweepLimits): Swept {
  const before = outlivedBefore(limits);
  const deleted = [
    statements.sweepDedupe.run(before.dedupe),
    statements.sweepDeliveries.run(before.deliveries),
    statements.sweepSessions.run(before.sessions),
    statements.sweepChats.run(before.chats),
  ].some(({ changes }) => Number(changes) > 0);
  const rows = statements.eventsAfter.all(limits.afterId) as unknown as EventTimes[];
  const { ids, nextId } = outlivedEvents(rows, limits);
  for (const id of ids) {
    statements.deleteSteps.run(id);
    statements.deleteEvent.run(id);
  }
  return { nextId, more: deleted || nextId > 0 };
}
