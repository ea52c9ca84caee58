import { loadConfig } from '../config/load-config.ts';
import { type Connector, createConnector } from '../main.ts';
import { exitCodes } from './exit-codes.ts';

export interface StartOptions {
  confDir: string;
  dataDir: string;
  /** In place of `server.port`. */
  port?: number;
}

/** Runs the connector and resolves with the exit code once it has stopped. */
export async function runStart({ confDir, dataDir, port }: StartOptions): Promise<number> {
  const connector = await createConnector({ configuration: loadConfig({ confDir }), dataDir, port });
  await stopOnSignal(connector);
  return exitCodes.ok;
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
