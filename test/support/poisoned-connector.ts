import { parseArgs } from 'node:util';
import { loadConfig } from '../../src/config/load-config.ts';
import { createConnector } from '../../src/main.ts';

/** A connector with a hook of an integrator that ends the process at certain questions: `test/failure/beginnings.test.ts`. */
const { values } = parseArgs({
  options: { conf: { type: 'string' }, data: { type: 'string' }, port: { type: 'string' } },
});
const connector = await createConnector({
  configuration: loadConfig({ confDir: values.conf! }),
  dataDir: values.data!,
  port: Number(values.port),
  hooks: {
    beforeBot(question) {
      if (question.message?.includes('poison')) process.kill(process.pid, 'SIGKILL');
      return undefined;
    },
  },
});
process.on('SIGTERM', () => void connector.stop().then(() => process.exit(0)));
