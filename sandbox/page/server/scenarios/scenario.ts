import type { ScenarioInfo } from '../../protocol/page-protocol.ts';
import type { Stage } from './create-stage.ts';
import type { Requirement } from './requirements.ts';

/** A scripted conversation that somebody watches. */
export interface Scenario extends ScenarioInfo {
  /** Of the user it plays. */
  channel: string;
  /** What it reads and presses must be there: looked at before it begins. */
  requires: readonly Requirement[];
  /** Plays it to the end. Rejects when something does not come as it should. */
  play(stage: Stage): Promise<void>;
}
