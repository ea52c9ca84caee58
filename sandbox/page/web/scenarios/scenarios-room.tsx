import type { ScenarioInfo, ScenarioRun } from '../../protocol/page-protocol.ts';
import { Button } from '../design/button.tsx';
import { classNames } from '../design/class-names.ts';
import { EmptyState } from '../design/empty-state.tsx';
import { RunLines, RunState } from './run-lines.tsx';
import { useScenarios } from './use-scenarios.ts';
import './scenarios-room.css';

/** What the connector does, one click each. */
export function ScenariosRoom() {
  const { scenarios, run, play, stop, busy } = useScenarios();
  return (
    <div className="room scenarios">
      <header className="room-head">
        <h2>Scenarios</h2>
      </header>
      <div className="room-body">
        {scenarios?.length === 0 ? (
          <EmptyState icon="play" title="No scenarios">
            This sandbox has none. Write something on the phone instead.
          </EmptyState>
        ) : (
          <div className="scenarios-content">
            <Introduction />
            <ol className="scenarios-list">
              {scenarios?.map((scenario, index) => (
                <li key={scenario.id}>
                  <ScenarioCard
                    number={index + 1}
                    scenario={scenario}
                    run={run?.id === scenario.id ? run : undefined}
                    busy={busy}
                    onPlay={play}
                    onStop={stop}
                  />
                </li>
              ))}
            </ol>
          </div>
        )}
      </div>
    </div>
  );
}

function Introduction() {
  return (
    <p className="scenarios-intro">
      The connector stands between a messaging service, <strong>Smooch</strong>, and a <strong>bot</strong> and its{' '}
      <strong>agents</strong>. A user writes on the phone; the connector asks the bot, turns its answers into what the
      channel can show, and hands over to an agent when the bot cannot help. Play one of these and watch, or write on
      the phone yourself.
    </p>
  );
}

interface ScenarioCardProps {
  number: number;
  scenario: ScenarioInfo;
  /** When this one plays, or played last. */
  run: ScenarioRun | undefined;
  busy: boolean;
  onPlay: (id: string) => void;
  onStop: () => void;
}

function ScenarioCard({ number, scenario: { id, title, about }, run, busy, onPlay, onStop }: ScenarioCardProps) {
  const playing = run?.state === 'playing';
  return (
    <article className={classNames('scenario', playing && 'scenario-playing')} aria-labelledby={`scenario-${id}`}>
      <span className="scenario-number" aria-hidden="true">
        {number}
      </span>
      <div className="scenario-names">
        <h3 id={`scenario-${id}`}>{title}</h3>
        <p>{about}</p>
      </div>
      <div className="scenario-action">
        {playing ? (
          <Button icon="stop" busy={busy} onClick={onStop}>
            Stop
          </Button>
        ) : (
          <Button icon="play" look={run ? 'plain' : 'primary'} busy={busy} onClick={() => onPlay(id)}>
            {run ? 'Play again' : 'Play'}
            <span className="visually-hidden"> {title}</span>
          </Button>
        )}
      </div>
      {run && (
        <div className="scenario-run">
          <RunState run={run} />
          <RunLines key={run.userId} run={run} />
        </div>
      )}
    </article>
  );
}
