import { useId, useState } from 'react';
import { Badge } from '../design/badge.tsx';
import { classNames } from '../design/class-names.ts';
import { showDuration } from '../design/show-time.ts';
import { CallBodies } from './call-bodies.tsx';
import { type CallEntry, type CallVerdict, isTroubled, verdictOf } from './judge-call.ts';
import { LaneArrow } from './lane-arrow.tsx';
import { showOffset } from './show-offset.ts';
import { SYSTEM_LABELS } from './systems.ts';
import './entry.css';

const FAULTS: Record<string, string> = {
  respond: 'answer replaced',
  timeout: 'left waiting',
  reset: 'connection dropped',
  delay: 'delayed',
  hold: 'held',
};

/** One call; pressing it opens what was asked and answered. */
export function CallRow({ call, turnAt }: { call: CallEntry; turnAt: number }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const verdict = verdictOf(call);
  const troubled = isTroubled(call);
  // Typing dots, delivery marks: good to know, but not what one reads for.
  const minor = !troubled && call.summary === undefined;
  return (
    <li className={classNames('entry', `entry-${verdict}`, troubled && 'entry-troubled', minor && 'entry-minor')}>
      <button
        type="button"
        className="entry-line"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <span className="entry-offset">{showOffset(call.at - turnAt)}</span>
        <LaneArrow from={call.from} to={call.to} verdict={verdict} />
        <span className="entry-what">
          <span className="entry-label">
            <span className="visually-hidden">
              {SYSTEM_LABELS[call.from]} to {SYSTEM_LABELS[call.to]}:{' '}
            </span>
            <span>{call.label}</span>
            <Badges call={call} />
          </span>
          {call.summary !== undefined && <span className="entry-summary">{call.summary}</span>}
        </span>
        <Outcome call={call} verdict={verdict} />
      </button>
      {open && <CallBodies id={id} call={call} />}
    </li>
  );
}

function Badges({ call }: { call: CallEntry }) {
  const { attempt = 1, fault } = call;
  return (
    <>
      {attempt > 1 && <Badge tone="warn">try {attempt}</Badge>}
      {fault !== undefined && <Badge tone="bad">fault: {FAULTS[fault] ?? fault}</Badge>}
    </>
  );
}

function Outcome({ call, verdict }: { call: CallEntry; verdict: CallVerdict }) {
  return (
    <span className="entry-outcome">
      <span className={`entry-status entry-status-${verdict}`}>{statusToText(call.status)}</span>
      <span className="entry-span">{call.durationMs === undefined ? '' : showDuration(call.durationMs)}</span>
    </span>
  );
}

function statusToText(status: number | undefined): string {
  if (status === undefined) return 'in progress';
  return status === 0 ? 'no answer' : String(status);
}
