import { parseArgs } from 'node:util';
import { loadConfig } from '../src/config/load-config.ts';
import type { Hooks } from '../src/flow/hooks.ts';
import { createConnector } from '../src/main.ts';

/** Starts a connector with hooks of your own, and stops it in peace. Takes the options that `start` has. */
export async function startWith(hooks: Hooks): Promise<void> {
  const { values } = parseArgs({
    allowPositionals: true,
    options: {
      conf: { type: 'string', default: 'conf' },
      data: { type: 'string', default: 'data' },
      port: { type: 'string' },
    },
  });
  const connector = await createConnector({
    configuration: loadConfig({ confDir: values.conf }),
    dataDir: values.data,
    port: values.port === undefined ? undefined : Number(values.port),
    hooks,
  });
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => void connector.stop());
}
