import { loadConfig } from '../config/load-config.ts';
import { maskAddresses } from '../core/mask-secret.ts';
import { type Connector, createConnector } from '../main.ts';
import { createLog } from '../telemetry/log.ts';
import { exitCodes } from './exit-codes.ts';
import { unexpectedToText } from './unexpected-to-text.ts';

export interface StartOptions {
  confDir: string;
  dataDir: string;
  /** In place of `server.port`. */
  port?: number;
}

/** Runs the connector and resolves with the exit code once it has stopped. */
export async function runStart({ confDir, dataDir, port }: StartOptions): Promise<number> {
  const log = createLog();
  const configuration = loadConfig({ confDir });
  const connector = await createConnector({ configuration, dataDir, port, log }).catch(endAfterFailedStart);
  await stopOnSignal(connector);
  return exitCodes.ok;
}

/** What had been started by then must not go on without webhooks: it ends with the process, as in a crash. */
function endAfterFailedStart(error: unknown): never {
  console.error(failureToText(error));
  process.exit(exitCodes.failure);
}

/** A sentence for what an operator can mend; anything else with its stack. */
function failureToText(error: unknown): string {
  if (!(error instanceof Error) || error.name !== 'Error') return unexpectedToText(error);
  const isPortTaken = 'code' in error && error.code === 'EADDRINUSE';
  const advice = isPortTaken ? '; stop what uses that port, or choose another one (port in server.yaml, --port)' : '';
  return `the connector cannot start: ${maskAddresses(error.message)}${advice}`;
}

/** The first signal stops in peace, the second at once. */
function stopOnSignal(connector: Connector): Promise<void> {
  return new Promise((resolve, reject) => {
    let asked = false;
    const onSignal = () => {
      if (asked) process.exit(1);
      asked = true;
      connector.stop().then(resolve, reject);
    };
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
  });
}
