import { useRef } from 'react';
import type { ScenarioRun } from '../../protocol/page-protocol.ts';
import { Badge, Dot, type Tone } from '../design/badge.tsx';
import { Icon } from '../design/icon.tsx';
import { showExactTime } from '../design/show-time.ts';
import { rooms } from '../shell/rooms.tsx';
import { hrefOf, useRoute } from '../shell/route.ts';
import { useIsWide } from '../shell/use-media.ts';
import { useKeepEndInView } from './use-keep-end-in-view.ts';
import './run-lines.css';

const STATES: Record<ScenarioRun['state'], { tone: Tone; label: string }> = {
  playing: { tone: 'accent', label: 'playing' },
  done: { tone: 'good', label: 'played to the end' },
  failed: { tone: 'bad', label: 'did not work' },
  stopped: { tone: 'neutral', label: 'stopped' },
};

/** How it goes, in a word or two. */
export function RunBadge({ state }: Pick<ScenarioRun, 'state'>) {
  const { tone, label } = STATES[state];
  return (
    <Badge tone={tone}>
      {state === 'playing' && <Dot tone="accent" pulse />}
      {label}
    </Badge>
  );
}

/** How it goes, and what went wrong. */
export function RunState({ run: { state, problem } }: { run: ScenarioRun }) {
  return (
    <p className="run-state">
      <RunBadge state={state} />
      {problem && <span className="run-problem">{problem}</span>}
    </p>
  );
}

/** What has happened so far, and where to look. While it plays, the newest line stays in view of a reader who is there. */
export function RunLines({ run }: { run: ScenarioRun }) {
  const list = useRef<HTMLOListElement>(null);
  useKeepEndInView(list, run.state === 'playing' ? run.lines.length : undefined);
  return (
    <ol className="run-lines" ref={list}>
      {run.lines.map((line, index) => (
        <li key={`${line.at} ${line.text}`} className={index === run.lines.length - 1 ? 'run-line-last' : undefined}>
          <time dateTime={new Date(line.at).toISOString()}>{showExactTime(line.at).slice(0, 8)}</time>
          <span>
            {line.text} {line.lookAt && <LookAt room={line.lookAt} userId={run.userId} />}
          </span>
        </li>
      ))}
    </ol>
  );
}

type Line = ScenarioRun['lines'][number];

/** A way to where it can be seen. On a wide window the phone stands beside everything. */
export function LookAt({ room, userId }: { room: NonNullable<Line['lookAt']>; userId: string }) {
  const wide = useIsWide();
  const { tab, params } = useRoute();
  const isThere = tab === room && (room !== 'user' || params.get('phone') === userId);
  if (room === 'user' && wide) return <span className="look-at look-at-beside">on the phone</span>;
  if (isThere && room !== 'wire') return null;
  const filter = room === 'wire' ? { wireUser: userId } : {};
  return (
    <a className="look-at" href={hrefOf(room, { phone: userId, ...filter })}>
      <Icon name={rooms[room].icon} size={14} />
      Look at {rooms[room].label}
    </a>
  );
}
