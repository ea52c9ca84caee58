import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '../../sandbox/run/free-port.ts';
import { type ConnectorProcess, startConnectorProcess } from '../../sandbox/run/start-connector.ts';
import { temporaryFolder } from './conf-folder.ts';
import { type RoundRobin, startRoundRobin } from './round-robin.ts';
import { registerWebhook, type Stand, type StandOptions, startStand, WEBHOOK_SECRET } from './stand.ts';
import { startPostgres, type TestPostgres } from './start-postgres.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** Several connectors, each a process of its own, on one real PostgreSQL, behind a proxy that takes them in turn. */
export interface SharedStand extends Omit<Stand, 'connector' | 'log' | 'restart'> {
  instances: ConnectorProcess[];
  proxy: RoundRobin;
  postgres: TestPostgres;
  /** Address of the database, as in `server.storage`. */
  storage: string;
  /** Lines of an instance's log so far. */
  log(instance: number): Record<string, unknown>[];
  /** Resolves when no event is open any more. */
  allDone(): Promise<void>;
}

/** Starts everything; the instances at the same moment. Every test that starts one has to stop it. */
export async function startSharedStand(
  options: Omit<StandOptions, 'start'> & { instances: number },
): Promise<SharedStand> {
  const postgres = await startPostgres();
  const storage = await postgres.createDatabase();
  const smooch = { webhook_secrets: [WEBHOOK_SECRET], ...options.smooch };
  const server = { storage, ...options.server };
  const stand = await startStand({ ...options, smooch, server, start: false });
  const logs = temporaryFolder('log');
  const numbers = Array.from({ length: options.instances }, (_, index) => index);
  const instances = await Promise.all(numbers.map((number) => startInstance(stand, join(logs.path, `${number}.log`))));
  const proxy = await startRoundRobin(instances.map(({ url }) => url));
  registerWebhook(stand.smooch, proxy.url);
  return {
    ...stand,
    instances,
    proxy,
    postgres,
    storage,
    log: (number) => parseLog(instances[number]?.log() ?? ''),
    async allDone() {
      const deadline = performance.now() + 40_000;
      while (performance.now() < deadline) {
        const open = await Promise.all(instances.map((instance) => instance.openEvents()));
        if (open.some((count) => count === 0)) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error('events are still open after 40 s');
    },
    async stop() {
      await proxy.stop();
      await Promise.all(instances.map((instance) => instance.kill('SIGKILL')));
      await stand.stop();
      await postgres.stop();
      logs.remove();
    },
  };
}

async function startInstance({ confDir, dataDir }: Stand, logFile: string): Promise<ConnectorProcess> {
  const port = await findFreePort();
  return startConnectorProcess({
    args: [MAIN, 'start', '--conf', confDir, '--data', dataDir, '--port', String(port)],
    env: {},
    url: `http://127.0.0.1:${port}`,
    logFile,
  });
}

function parseLog(text: string): Record<string, unknown>[] {
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as Record<string, unknown>];
    } catch {
      return [];
    }
  });
}
