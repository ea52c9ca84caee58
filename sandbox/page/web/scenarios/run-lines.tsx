import type { ScenarioRun } from '../../protocol/page-protocol.ts';
import { Badge, Dot, type Tone } from '../design/badge.tsx';
import { Icon } from '../design/icon.tsx';
import { showExactTime } from '../design/show-time.ts';
import { rooms } from '../shell/rooms.tsx';
import { hrefOf } from '../shell/route.ts';
import { useIsWide } from '../shell/use-media.ts';
import './run-lines.css';

const STATES: Record<ScenarioRun['state'], { tone: Tone; label: string }> = {
  playing: { tone: 'accent', label: 'playing' },
  done: { tone: 'good', label: 'played to the end' },
  failed: { tone: 'bad', label: 'did not work' },
  stopped: { tone: 'neutral', label: 'stopped' },
};

/** How it goes, and what went wrong. */
export function RunState({ run: { state, problem } }: { run: ScenarioRun }) {
  const { tone, label } = STATES[state];
  return (
    <p className="run-state">
      <Badge tone={tone}>
        {state === 'playing' && <Dot tone="accent" pulse />}
        {label}
      </Badge>
      {problem && <span className="run-problem">{problem}</span>}
    </p>
  );
}

/** What has happened so far, and where to look. */
export function RunLines({ run }: { run: ScenarioRun }) {
  return (
    <ol className="run-lines" aria-live="polite">
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
function LookAt({ room, userId }: { room: NonNullable<Line['lookAt']>; userId: string }) {
  const wide = useIsWide();
  if (room === 'user' && wide) return <span className="look-at look-at-beside">on the phone</span>;
  const filter = room === 'wire' ? { wireUser: userId } : {};
  return (
    <a className="look-at" href={hrefOf(room, { phone: userId, ...filter })}>
      <Icon name={rooms[room].icon} size={14} />
      Look at {rooms[room].label}
    </a>
  );
}
