import type { SweepLimits, Swept } from '../write-operations.ts';
import type { Statements } from './statements.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Parked events wait this long for an operator. */
const PARKED_DAYS = 90;
const ENDED_CHAT_DAYS = 30;

/** Deletes every row about one conversation. */
export function eraseLane(statements: Statements, lane: string): void {
  statements.eraseSteps.run(lane);
  statements.eraseEvents.run(lane);
  statements.deleteSession.run(lane);
  statements.eraseChats.run(lane);
}

/** Deletes one small batch of what has outlived its time: small, because turns wait behind it. */
export function sweepOld(statements: Statements, limits: SweepLimits): Swept {
  const dedupeDays = Math.max(DAY, limits.now - limits.eventsBefore);
  const deleted = [
    statements.sweepDedupe.run(limits.now - dedupeDays),
    statements.sweepDeliveries.run(limits.now - HOUR),
    statements.sweepSessions.run(limits.sessionsBefore),
    statements.sweepChats.run(limits.now - ENDED_CHAT_DAYS * DAY),
  ].some(({ changes }) => Number(changes) > 0);
  const nextId = sweepEvents(statements, limits);
  return { nextId, more: deleted || nextId > 0 };
}

interface EventTimes {
  id: number;
  state: string;
  received_at: number;
  finished_at: number | null;
}

function sweepEvents(statements: Statements, limits: SweepLimits): number {
  const rows = statements.eventsAfter.all(limits.afterId) as unknown as EventTimes[];
  const old = rows.filter((row) => row.received_at < limits.eventsBefore);
  for (const row of old) {
    const before = row.state === 'done' ? limits.eventsBefore : limits.now - PARKED_DAYS * DAY;
    if (row.finished_at === null || row.finished_at >= before) continue;
    statements.deleteSteps.run(row.id);
    statements.deleteEvent.run(row.id);
  }
  return old.length === rows.length ? (rows.at(-1)?.id ?? 0) : 0;
}
