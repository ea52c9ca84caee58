import { useState } from 'react';
import type { ScenarioRun } from '../../protocol/page-protocol.ts';
import { Button, IconButton } from '../design/button.tsx';
import { goTo } from '../shell/route.ts';
import { LookAt, RunBadge } from './run-lines.tsx';
import { useScenarios } from './use-scenarios.ts';
import './scenario-strip.css';

/**
 * What plays, in view in every room: the newest line of the narration, where to look, and how to stop it. The end of it
 * stays until it is closed. It alone is read out: the lines elsewhere are for reading back.
 */
export function ScenarioStrip() {
  const { scenarios = [], run, stop } = useScenarios();
  const { shown, close } = useShownRun(run);
  const title = scenarios.find(({ id }) => id === shown?.id)?.title ?? 'Scenario';
  return (
    <section className={shown && 'scenario-strip'} aria-label="Scenario">
      {shown && (
        <button type="button" className="scenario-strip-title" onClick={() => goTo('scenarios')}>
          {title}
        </button>
      )}
      <div className="scenario-strip-line" role="status">
        {shown && <Newest run={shown} />}
      </div>
      {shown?.state === 'playing' && (
        <Button size="s" icon="stop" onClick={stop}>
          Stop
          <span className="visually-hidden"> the scenario</span>
        </Button>
      )}
      {shown && shown.state !== 'playing' && (
        <IconButton size="s" icon="close" label="Close the narration" onClick={close} />
      )}
    </section>
  );
}

function Newest({ run }: { run: ScenarioRun }) {
  const line = run.lines.at(-1);
  const { state, problem } = run;
  return (
    <p>
      <RunBadge state={state} /> <span className={problem ? 'run-problem' : undefined}>{problem ?? line?.text}</span>{' '}
      {!problem && line?.lookAt && <LookAt room={line.lookAt} userId={run.userId} />}
    </p>
  );
}

/** A run that plays, or ended while this window looked on and was not closed yet. */
function useShownRun(run: ScenarioRun | undefined): { shown: ScenarioRun | undefined; close: () => void } {
  const [seen, setSeen] = useState<string>();
  if (run?.state === 'playing' && seen !== run.userId) setSeen(run.userId);
  const shown = run !== undefined && (run.state === 'playing' || seen === run.userId) ? run : undefined;
  return { shown, close: () => setSeen(undefined) };
}
