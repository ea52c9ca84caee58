import { parseArgs } from 'node:util';
import { startSmoochSimulator } from './start-smooch-simulator.ts';
import { DEFAULT_TRIGGERS } from './v1/triggers.ts';

/**
 * The Smooch simulator as a process of its own:
 * `node sandbox/smooch/main.ts [--port N] [--app ID] [--key K] [--secret S] [--target URL ...] [--quiet]`.
 * Prints one JSON line with its URLs when it listens. SIGTERM and SIGINT stop it.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    app: { type: 'string', default: '60aa00000000000000000001' },
    key: { type: 'string', default: 'app_60aa00000000000000000001' },
    secret: { type: 'string', default: 'smooch-secret' },
    /** URL of the webhook; without one there is none. */
    target: { type: 'string' },
    'webhook-secret': { type: 'string' },
    trigger: { type: 'string', multiple: true, default: [...DEFAULT_TRIGGERS] },
    /** Keeps no journal. */
    quiet: { type: 'boolean', default: false },
  },
});

const webhook = values.target && {
  appId: values.app,
  target: values.target,
  triggers: values.trigger,
  secret: values['webhook-secret'],
  includeClient: true,
};

const simulator = await startSmoochSimulator({
  port: Number(values.port),
  apps: [{ id: values.app, keys: [{ id: values.key, secret: values.secret }] }],
  webhooks: webhook ? [webhook] : [],
  journal: !values.quiet,
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void simulator.stop());
console.log(JSON.stringify({ url: simulator.url, control: `${simulator.url}/sandbox`, port: simulator.port }));
