import type { ScenarioInfo, ScenarioRun } from '../../protocol/page-protocol.ts';
import { sendJson } from '../api/http.ts';
import { useAction } from '../api/use-action.ts';
import { usePageState } from '../api/use-page-state.ts';
import { setParams } from '../shell/route.ts';

export interface UsedScenarios {
  scenarios: ScenarioInfo[] | undefined;
  /** The one that plays, or played last. */
  run: ScenarioRun | undefined;
  play: (id: string) => void;
  stop: () => void;
  busy: boolean;
}

/** The scenarios, the one that plays, and how to play another. The phone that it plays on comes to the front. */
export function useScenarios(): UsedScenarios {
  const { data, reload } = usePageState();
  const play = useAction(async (id: string) => {
    const run = await sendJson<ScenarioRun>('POST', `/api/page/scenarios/${encodeURIComponent(id)}/play`);
    setParams({ phone: run.userId });
    reload();
  });
  const stop = useAction(async () => {
    await sendJson('POST', '/api/page/scenarios/stop');
    reload();
  });
  return {
    scenarios: data?.scenarios,
    run: data?.playing,
    play: (id) => void play.run(id),
    stop: () => void stop.run(),
    busy: play.busy || stop.busy,
  };
}
