import { rmSync } from 'node:fs';
import { mergeDeeply } from '../../run/merge-deeply.ts';
import type { Stand } from '../../run/start-stand.ts';
import type { ConfChanges } from '../../run/write-conf.ts';
import type { ConnectorSettings, ConnectorSettingsChange, ConnectorState } from '../protocol/page-protocol.ts';
import { readConnectorSettings, settingsToConf } from './connector-settings.ts';

/** The connector under test, as the page shows and restarts it. */
export interface ConnectorControl {
  state(): Promise<ConnectorState>;
  /**
   * Restarts it with these settings on top of those it has; when it refuses them it runs on with the old ones, and the
   * state tells why.
   */
  apply(change: ConnectorSettingsChange): Promise<ConnectorState>;
  /** Nobody wants to read any more why settings were refused. */
  forgetRefusal(): Promise<ConnectorState>;
  restart(): Promise<ConnectorState>;
}

/** @param onChange called when the state is another one */
export function createConnectorControl({ connector, installation }: Stand, onChange: () => void): ConnectorControl {
  let accepted: ConfChanges[] = [];
  let refused: string | undefined;
  let isStarting = false;
  let last: Promise<unknown> = Promise.resolve();

  async function state(): Promise<ConnectorState> {
    const readiness = await connector.readiness();
    const status = readiness?.ready ? 'ready' : connector.pid === undefined && !isStarting ? 'stopped' : 'starting';
    const settings = readConnectorSettings(installation.confDir);
    return {
      status,
      url: connector.url,
      settings,
      refused,
      open: readiness?.open,
      warnings: readiness?.warnings ?? [],
    };
  }

  /** One after another: two windows may want it at the same time. */
  function inTurn(work: () => Promise<void>): Promise<ConnectorState> {
    const done = last.then(work).finally(onChange).then(state);
    last = done.catch(() => undefined);
    return done;
  }

  async function start(): Promise<void> {
    isStarting = true;
    onChange();
    await connector.restart().finally(() => {
      isStarting = false;
    });
  }

  async function tryChanges(changes: ConfChanges[]): Promise<void> {
    refused = await whyRefused(installation, changes);
    if (refused !== undefined) return;
    installation.configure(changes);
    try {
      await start();
      accepted = changes;
    } catch (error) {
      refused = error instanceof Error ? error.message : String(error);
      installation.configure(accepted);
      await start();
    }
  }

  void connector.lost.then(onChange);
  return {
    state,
    apply: (change) =>
      inTurn(() => {
        // Read when it is its turn: another window may just have changed something else.
        const settings = mergeDeeply(readConnectorSettings(installation.confDir), change) as ConnectorSettings;
        return tryChanges([settingsToConf(settings)]);
      }),
    forgetRefusal: () =>
      inTurn(async () => {
        refused = undefined;
      }),
    restart: () => inTurn(start),
  };
}

/** What the connector says about a configuration before it runs with it; undefined when it would take it. */
async function whyRefused(installation: Stand['installation'], changes: ConfChanges[]): Promise<string | undefined> {
  const trial = `${installation.confDir}-trial`;
  try {
    installation.configure(changes, trial);
    const { exitCode, output } = await installation.run('check-config', '--conf', trial);
    return exitCode === 0 ? undefined : output.replaceAll(`${trial}/`, '');
  } finally {
    rmSync(trial, { recursive: true, force: true });
  }
}
