import type { ConnectorSettings, ScenarioInfo } from '../../protocol/page-protocol.ts';
import type { Stage } from './create-stage.ts';

/** A scripted conversation that somebody watches. */
export interface Scenario extends ScenarioInfo {
  /** Of the user it plays. */
  channel: string;
  /** What the connector's settings lack for it, in a sentence; undefined when it can be played. */
  lacks?(settings: ConnectorSettings): string | undefined;
  /** Plays it to the end. Rejects when something does not come as it should. */
  play(stage: Stage): Promise<void>;
}
