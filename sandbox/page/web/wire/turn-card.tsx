import { memo, useId } from 'react';
import type { WireTurn } from '../../protocol/page-protocol.ts';
import { Badge, type Tone } from '../design/badge.tsx';
import { classNames } from '../design/class-names.ts';
import { Icon } from '../design/icon.tsx';
import { showDuration, showExactTime } from '../design/show-time.ts';
import { CallRow } from './call-row.tsx';
import { troubleOf } from './judge-call.ts';
import { LaneHeads } from './lane-arrow.tsx';
import { PhoneLink } from './phone-link.tsx';
import { ReplayButton } from './replay-button.tsx';
import { StepRow } from './step-row.tsx';
import './turn-card.css';

const TONES: Record<WireTurn['state'], Tone> = {
  running: 'accent',
  waiting: 'warn',
  done: 'good',
  parked: 'bad',
  undeliverable: 'bad',
};

interface TurnCardProps {
  turn: WireTurn;
  /** Whose conversation it is. */
  who: string | undefined;
  open: boolean;
  /** Somebody pointed at a message of it on the phone. */
  isSpotlit: boolean;
  onToggle: (id: string, open: boolean) => void;
}

/** One turn: what came in, and everything that followed from it. */
export const TurnCard = memo(function TurnCard({ turn, who, open, isSpotlit, onToggle }: TurnCardProps) {
  const id = useId();
  const trouble = troubleOf(turn);
  return (
    <article
      className={classNames('turn', `turn-${turn.state}`, trouble && 'turn-troubled', isSpotlit && 'turn-spotlit')}
      data-turn={turn.id}
      aria-labelledby={`${id}-title`}
    >
      <header className="turn-head">
        <button
          type="button"
          className="turn-toggle"
          aria-expanded={open}
          aria-controls={`${id}-entries`}
          onClick={() => onToggle(turn.id, !open)}
        >
          <Chevron />
          <span className="turn-names">
            <span className="turn-title" id={`${id}-title`}>
              {turn.title}
            </span>
            <span className="turn-facts">
              <Badge tone={TONES[turn.state]}>{turn.state}</Badge>
              {who !== undefined && <span className="turn-who">{who}</span>}
              <time dateTime={new Date(turn.startedAt).toISOString()}>{showExactTime(turn.startedAt).slice(0, 8)}</time>
              <span>{countCalls(turn)}</span>
              {turn.durationMs !== undefined && <span>{showDuration(turn.durationMs)}</span>}
              {trouble !== undefined && <span className="turn-trouble">{trouble}</span>}
            </span>
          </span>
        </button>
        {who !== undefined && <PhoneLink turn={turn} titleId={`${id}-title`} />}
        {turn.canReplay && <ReplayButton turn={turn} />}
      </header>
      {turn.reason !== undefined && <p className="turn-reason">{turn.reason}</p>}
      {open && <Entries id={`${id}-entries`} turn={turn} />}
    </article>
  );
});

/** Points down when what follows is open. */
export function Chevron() {
  return (
    <span className="chevron">
      <Icon name="right" size={16} />
    </span>
  );
}

/** The sequence itself, with the names of the lanes over it. */
export function Entries({ id, turn }: { id?: string; turn: WireTurn }) {
  return (
    <div className="turn-body" id={id}>
      {turn.entries.length === 0 && <p className="turn-nothing">It made no calls.</p>}
      {turn.entries.length > 0 && <LaneHeads />}
      <ol className="turn-entries">
        {turn.entries.map((entry) =>
          entry.what === 'call' ? (
            <CallRow key={entry.id} call={entry} turnAt={turn.startedAt} />
          ) : (
            <StepRow key={`step ${entry.name}`} step={entry} turnAt={turn.startedAt} />
          ),
        )}
      </ol>
    </div>
  );
}

function countCalls({ entries }: WireTurn): string {
  const calls = entries.filter(({ what }) => what === 'call').length;
  return calls === 1 ? '1 call' : `${calls} calls`;
}
