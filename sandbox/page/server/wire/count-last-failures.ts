import type { WireEntry } from '../../protocol/page-protocol.ts';

/** What goes along with a turn and never holds it up. */
const ASIDE = ['show typing', 'stop typing'];

/**
 * How often the call failed that a turn waits to make again: since the last step that was kept. What the connector stores
 * counts otherwise: with keys that are refused it waits for an operator, and nothing is counted.
 * @param entries in the order of time
 */
export function countLastFailures(entries: readonly WireEntry[]): number {
  const open = entries.slice(entries.findLastIndex(({ what }) => what === 'step') + 1);
  const failed = open.flatMap((entry) =>
    entry.what === 'call' && entry.from === 'connector' && isFailed(entry.status) && !ASIDE.includes(entry.label)
      ? [entry]
      : [],
  );
  const last = failed.at(-1);
  return failed.filter(({ label, path }) => label === last?.label && path === last.path).length;
}

function isFailed(status: number | undefined): boolean {
  return status === 0 || (status ?? 0) >= 400;
}
