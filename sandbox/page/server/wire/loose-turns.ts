import type { WireEntry, WireTurn } from '../../protocol/page-protocol.ts';

type CallEntry = Extract<WireEntry, { what: 'call' }>;

/** A call that belongs to no turn, and whose it is where that is known. */
export interface LooseEntry {
  userId: string | undefined;
  entry: WireEntry;
}

/** Calls this close together are shown as one. */
const TOGETHER_MS = 1000;

/** Gathers what belongs to no turn: what happened in one second, for each user. */
export function looseToTurns(loose: readonly LooseEntry[]): WireTurn[] {
  const groups: { userId: string | undefined; entries: CallEntry[] }[] = [];
  const latest = new Map<string | undefined, CallEntry[]>();
  for (const { userId, entry } of loose.toSorted((a, b) => a.entry.at - b.entry.at)) {
    if (entry.what !== 'call') continue;
    const last = latest.get(userId);
    if (last !== undefined && entry.at - last[0]!.at < TOGETHER_MS) {
      last.push(entry);
      continue;
    }
    const entries = [entry];
    latest.set(userId, entries);
    groups.push({ userId, entries });
  }
  return groups.map(({ userId, entries }) => groupToTurn(userId, entries));
}

function groupToTurn(userId: string | undefined, entries: CallEntry[]): WireTurn {
  const first = entries[0]!;
  const labels = new Set(entries.map(({ label }) => label));
  const isRunning = entries.some(({ status }) => status === undefined);
  const end = Math.max(...entries.map(({ at, durationMs = 0 }) => at + durationMs));
  return {
    id: `loose:${first.id}`,
    userId,
    kind: 'loose',
    title: [...labels].join(', '),
    state: isRunning ? 'running' : 'done',
    startedAt: first.at,
    durationMs: isRunning ? undefined : Math.round(end - first.at),
    entries,
    messageIds: [],
    canReplay: false,
  };
}
