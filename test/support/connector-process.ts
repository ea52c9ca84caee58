import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '../../sandbox/run/free-port.ts';
import { type ConnectorProcess, startConnectorProcess } from '../../sandbox/run/start-connector.ts';
import { temporaryFolder } from './conf-folder.ts';
import { registerWebhook, type Stand, type StandOptions, startStand, WEBHOOK_SECRET } from './stand.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** Both simulators in this process, and the connector as a process of its own that can be killed and started again. */
export interface ProcessStand extends Omit<Stand, 'connector' | 'log' | 'restart'> {
  connector: ConnectorProcess;
  /** Kills the connector without any warning, and starts it again. Resolves when it is ready. */
  crash(): Promise<void>;
  /** Lines of the connector's log so far, from all its lives. The newest may still be on their way to the file. */
  log(): Record<string, unknown>[];
}

/** What the process gets beside the arguments of a start. */
type ProcessOptions = Partial<Pick<Parameters<typeof startConnectorProcess>[0], 'wrapper' | 'env'>>;

/**
 * Starts the real connector with `smooch-connector start`.
 * Its webhook secret is configured, so that webhooks are taken before anything else has been called.
 */
export async function startProcessStand(
  options: Omit<StandOptions, 'start'> & ProcessOptions = {},
): Promise<ProcessStand> {
  const smooch = { webhook_secrets: [WEBHOOK_SECRET], ...options.smooch };
  const stand = await startStand({ ...options, smooch, start: false });
  const logs = temporaryFolder('log');
  const connector = await startConnector(stand, join(logs.path, 'connector.log'), options).catch(
    async (error: unknown) => {
      await stand.stop();
      logs.remove();
      throw error;
    },
  );
  registerWebhook(stand.smooch, connector.url);
  return {
    ...stand,
    connector,
    async crash() {
      await connector.kill('SIGKILL');
      await connector.restart();
    },
    log: () => parseLog(connector.log()),
    async stop() {
      await connector.kill('SIGKILL');
      await stand.stop();
      logs.remove();
    },
  };
}

async function startConnector(
  { confDir, dataDir }: Stand,
  logFile: string,
  { wrapper, env = {} }: ProcessOptions,
): Promise<ConnectorProcess> {
  const port = await findFreePort();
  return startConnectorProcess({
    args: [MAIN, 'start', '--conf', confDir, '--data', dataDir, '--port', String(port)],
    wrapper,
    env,
    url: `http://127.0.0.1:${port}`,
    logFile,
  });
}

/** The last line may be half written when a process was killed. */
function parseLog(text: string): Record<string, unknown>[] {
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as Record<string, unknown>];
    } catch {
      return [];
    }
  });
}
