import type { WireEntry, WireTurn } from '../../protocol/page-protocol.ts';

export type CallEntry = Extract<WireEntry, { what: 'call' }>;
export type StepEntry = Extract<WireEntry, { what: 'step' }>;

/** How a call went: `running` has no answer yet, `cut` ended without one. */
export type CallVerdict = 'running' | 'good' | 'refused' | 'cut';

export function verdictOf({ status }: Pick<CallEntry, 'status'>): CallVerdict {
  if (status === undefined) return 'running';
  if (status === 0) return 'cut';
  return status >= 400 ? 'refused' : 'good';
}

/** Whether somebody who looks for trouble should look at this call. */
export function isTroubled(entry: WireEntry): boolean {
  if (entry.what === 'step') return false;
  const verdict = verdictOf(entry);
  return verdict === 'refused' || verdict === 'cut' || entry.fault !== undefined || (entry.attempt ?? 1) > 1;
}

/** What went wrong in a turn, in a few words; undefined when nothing did. */
export function troubleOf(turn: WireTurn): string | undefined {
  const calls = turn.entries.filter((entry) => entry.what === 'call');
  const failed = calls.filter((call) => ['refused', 'cut'].includes(verdictOf(call))).length;
  const again = calls.filter((call) => (call.attempt ?? 1) > 1).length;
  const slow = calls.filter((call) => call.fault === 'delay').length;
  const parts = [
    failed > 0 && `${failed} failed`,
    again > 0 && `${again} tried again`,
    failed === 0 && slow > 0 && `${slow} delayed`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? undefined : parts.join(', ');
}
