import { memo, useId } from 'react';
import type { WireTurn } from '../../protocol/page-protocol.ts';
import { showExactTime } from '../design/show-time.ts';
import { troubleOf } from './judge-call.ts';
import { Chevron, Entries } from './turn-card.tsx';

interface LooseCallsProps {
  id: string;
  /** Newest first. */
  turns: WireTurn[];
  open: boolean;
  onToggle: (id: string, open: boolean) => void;
}

/** Calls that belong to no message: tokens, Extra Info, handshakes. Closed until somebody wants to know. */
export const LooseCalls = memo(function LooseCalls({ id, turns, open, onToggle }: LooseCallsProps) {
  const bodyId = useId();
  const oldestFirst = turns.toReversed();
  const entries = oldestFirst.flatMap((turn) => turn.entries);
  const merged: WireTurn = { ...oldestFirst[0]!, entries };
  const labels = [...new Set(entries.map((entry) => (entry.what === 'call' ? entry.label : entry.name)))];
  const trouble = troubleOf(merged);
  return (
    <div className="loose">
      <button
        type="button"
        className="loose-toggle"
        aria-expanded={open}
        aria-controls={bodyId}
        onClick={() => onToggle(id, !open)}
      >
        <Chevron />
        <span className="loose-text">
          {entries.length === 1 ? 'One call' : `${entries.length} calls`} outside any turn: {labels.join(', ')}
        </span>
        {trouble !== undefined && <span className="turn-trouble">{trouble}</span>}
        <time dateTime={new Date(turns[0]!.startedAt).toISOString()}>
          {showExactTime(turns[0]!.startedAt).slice(0, 8)}
        </time>
      </button>
      {open && <Entries id={bodyId} turn={merged} />}
    </div>
  );
});
