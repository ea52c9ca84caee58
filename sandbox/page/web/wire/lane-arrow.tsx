import type { CSSProperties } from 'react';
import type { CallVerdict } from './judge-call.ts';
import { laneOf, SYSTEM_LABELS, SYSTEMS, type SystemName } from './systems.ts';

/** The names over the lanes. Each row says in words who calls whom, so this is for the eye only. */
export function LaneHeads() {
  return (
    <div className="lanes-head-row" aria-hidden="true">
      <span className="entry-offset" />
      <div className="lanes lanes-heads">
        {SYSTEMS.map((system) => (
          <span key={system} className={`lanes-head lanes-head-${system}`} title={SYSTEM_LABELS[system]}>
            <span className="lanes-name">{SYSTEM_LABELS[system]}</span>
          </span>
        ))}
      </div>
    </div>
  );
}

/** One call as an arrow across the lanes. */
export function LaneArrow({ from, to, verdict }: { from: SystemName; to: SystemName; verdict: CallVerdict }) {
  const [a, b] = [laneOf(from), laneOf(to)];
  const style = { '--lane-from': Math.min(a, b), '--lane-span': Math.abs(b - a) } as CSSProperties;
  return (
    <span className="lanes" aria-hidden="true">
      <span
        className={`lanes-arrow lanes-arrow-${b > a ? 'right' : 'left'} lanes-arrow-${verdict} lanes-arrow-to-${to}`}
        style={style}
      />
    </span>
  );
}

/** A step: something the connector wrote down for itself. */
export function LaneDot() {
  return (
    <span className="lanes" aria-hidden="true">
      <span className="lanes-dot" style={{ '--lane-from': laneOf('connector') } as CSSProperties} />
    </span>
  );
}
