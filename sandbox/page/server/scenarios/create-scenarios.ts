import { compileKnowledge } from '../../../chatbot/knowledge/compile-knowledge.ts';
import type { Stand } from '../../../run/start-stand.ts';
import type { ConnectorLabels, ConnectorSettings, ScenarioInfo, ScenarioRun } from '../../protocol/page-protocol.ts';
import { labelsInForce, readShippedLabels } from '../connector-labels.ts';
import type { Phones } from '../phones.ts';
import { allScenarios } from './all-scenarios.ts';
import { createStage } from './create-stage.ts';
import type { Scenario } from './scenario.ts';

/** The scripted conversations; one plays at a time. */
export interface Scenarios {
  list(): ScenarioInfo[];
  /** What plays, or played last. */
  playing(): ScenarioRun | undefined;
  /** Begins one, after stopping the one that plays. Resolves when it has begun. @throws Error when there is none */
  play(id: string): Promise<ScenarioRun>;
  /** Stops what plays; resolves when everything is as it was before. */
  stop(): Promise<void>;
}

export interface ScenariosOptions {
  stand: Stand;
  phones: Phones;
  settings(): ConnectorSettings;
  /** The labels of Extra Info as the connector has read them. */
  translations(): ConnectorLabels;
  /** Whether the connector is still at work on something of this user. */
  isAtWork(userId: string): boolean;
  /** Milliseconds between two things that happen. */
  paceMs: number;
  /** Called when a line was told, or the state is another one. */
  onChange(): void;
}

interface Play {
  run: ScenarioRun;
  over: Promise<void>;
  abort: AbortController;
}

export function createScenarios(options: ScenariosOptions): Scenarios {
  let current: Play | undefined;

  async function stop(): Promise<void> {
    current?.abort.abort();
    await current?.over;
  }

  return {
    list: () => allScenarios.map(({ id, title, about }) => ({ id, title, about })),
    playing: () => current?.run,
    async play(id) {
      const scenario = allScenarios.find((one) => one.id === id);
      if (scenario === undefined) throw new Error(`There is no scenario "${id}".`);
      await stop();
      current = begin(options, scenario);
      return current.run;
    },
    stop,
  };
}

function begin(options: ScenariosOptions, scenario: Scenario): Play {
  const { userId } = options.phones.openForScenario(scenario.channel);
  const run: ScenarioRun = { id: scenario.id, userId, lines: [], state: 'playing' };
  const abort = new AbortController();
  return { run, abort, over: perform(options, { scenario, run, signal: abort.signal }) };
}

async function perform(
  { stand, settings: readSettings, translations, isAtWork, paceMs, onChange }: ScenariosOptions,
  { scenario, run, signal }: { scenario: Scenario; run: ScenarioRun; signal: AbortSignal },
): Promise<void> {
  const undos: (() => unknown)[] = [];
  const settings = readSettings();
  const labels = labelsInForce(readShippedLabels(), translations(), settings.lang);
  const knowledge = compileKnowledge(stand.chatbot.control.knowledge(), {});
  const stage = createStage({
    stand,
    user: stand.smooch.control.user(run.userId),
    settings,
    labels,
    knowledge,
    isAtWork: () => isAtWork(run.userId),
    signal,
    paceMs,
    tell(text, lookAt) {
      run.lines.push({ at: Date.now(), text, lookAt });
      onChange();
    },
    afterwards: (undo) => void undos.push(undo),
  });
  onChange();
  const outcome = await playToTheEnd(scenario, stage).then(
    (): Partial<ScenarioRun> => ({ state: 'done' }),
    (error: unknown): Partial<ScenarioRun> =>
      signal.aborted ? { state: 'stopped' } : { state: 'failed', problem: sentenceOf(error) },
  );
  for (const undo of undos.reverse()) undo();
  Object.assign(run, outcome);
  onChange();
}

async function playToTheEnd(scenario: Scenario, stage: ReturnType<typeof createStage>): Promise<void> {
  for (const lacks of scenario.requires) {
    const problem = lacks(stage);
    if (problem !== undefined) throw new Error(problem);
  }
  await scenario.play(stage);
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
