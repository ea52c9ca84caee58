import { createFaultQueue } from '../control/faults.ts';
import type { SimulatorControl } from '../control/gate.ts';
import { createJournal } from '../control/journal.ts';
import { createLatency } from '../control/latency.ts';
import { listen } from '../control/listen.ts';
import type { AppKey, AppRecord, Now } from './app/records.ts';
import { addWebhook, type NewWebhook } from './app/webhooks.ts';
import { createSmoochControl, type SmoochControl } from './control/smooch-control.ts';
import { createSmoochApp } from './create-smooch-app.ts';
import type { DeliveryEventSettings } from './delivery/delivery-events.ts';
import type { DeliverySettings } from './delivery/webhook-delivery.ts';
import { createSmoochService, type ServiceSettings, type SmoochService } from './smooch-service.ts';

export interface SmoochSimulatorOptions extends Partial<ServiceSettings> {
  /** Default 0: a free one. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  apps: { id: string; name?: string; keys: AppKey[] }[];
  webhooks?: (NewWebhook & { appId: string })[];
  /** How webhooks are delivered. Default: in order, 20 s, five attempts within 15 minutes. */
  delivery?: Partial<DeliverySettings>;
  /** Default: 50 ms to the channel, 150 ms to the device, told to whoever subscribed. */
  deliveryEvents?: Partial<DeliveryEventSettings>;
  /** Milliseconds since 1970. Default: the machine's clock. */
  clock?: Now;
  /** Whether calls are written down from the start. Default true; load tests do without. */
  journal?: boolean;
  /** How many calls are kept. Default 20,000. */
  journalCapacity?: number;
}

export interface SmoochSimulator {
  /** Origin, without a path: `http://127.0.0.1:1234`. */
  url: string;
  port: number;
  control: SmoochControl;
  stop(): Promise<void>;
}

const DEFAULT_SETTINGS: ServiceSettings = {
  messageLimit: 30_000,
  attachmentLimit: 50 * 1024 * 1024,
  keptMessages: Number.POSITIVE_INFINITY,
  postbackTimestamp: false,
  unknownKeys: 'drop',
  shorthand: 'expand',
  previousLink: true,
  typingWithoutConversation: 'refuse',
  starIncludesTyping: false,
  echoPostback: false,
  replyMetadata: false,
};

const MINUTE = 60_000;

const DEFAULT_DELIVERY: DeliverySettings = {
  mode: 'ordered',
  copies: 1,
  apiKey: undefined,
  neverRepeated: [400, 401, 403, 404, 406],
  retrySpacingMs: [1 * MINUTE, 2 * MINUTE, 4 * MINUTE, 8 * MINUTE],
  timeoutMs: 20_000,
};

const DEFAULT_DELIVERY_EVENTS: DeliveryEventSettings = { enabled: true, channelDelayMs: 50, userDelayMs: 150 };

/** Starts Smooch's API v1.1 on this machine, as far as its documentation tells. Resolves when it listens. */
export async function startSmoochSimulator(options: SmoochSimulatorOptions): Promise<SmoochSimulator> {
  const { port = 0, host = '127.0.0.1', clock: now = Date.now } = options;
  let url = '';
  const service = createSmoochService({
    apps: options.apps.map(toAppRecord),
    origin: () => url,
    now,
    settings: pickSettings(options),
    webhooks: { ...DEFAULT_DELIVERY, ...options.delivery },
    deliveryEvents: { ...DEFAULT_DELIVERY_EVENTS, ...options.deliveryEvents },
  });
  for (const { appId, ...webhook } of options.webhooks ?? []) addWebhook(requireApp(service, appId), webhook);
  const common = createCommonControl(now, options);
  const control = createSmoochControl(service, common);
  const server = await listen(createSmoochApp(service, control), port, host);
  url = `http://${host}:${server.port}`;
  return {
    url,
    port: server.port,
    control,
    async stop() {
      common.faults.clear();
      await service.stop();
      await control.stop();
      await server.stop();
    },
  };
}

function createCommonControl(now: Now, options: SmoochSimulatorOptions): SimulatorControl {
  const { journal: recording, journalCapacity: capacity } = options;
  const secrets = { headers: ['authorization'], fields: ['secret'] };
  const journal = createJournal({ secrets, now, recording, capacity });
  return { faults: createFaultQueue(), latency: createLatency(), journal };
}

function toAppRecord({ id, name = 'Sandbox', keys }: SmoochSimulatorOptions['apps'][number]): AppRecord {
  if (!/^[0-9a-f]{24}$/.test(id)) throw new Error(`"${id}" is not an app id: it must be 24 hex digits.`);
  return {
    _id: id,
    name,
    keys,
    settings: {},
    metadata: {},
    users: new Map(),
    usersByUserId: new Map(),
    webhooks: new Map(),
    integrations: new Map(),
  };
}

function pickSettings(options: SmoochSimulatorOptions): ServiceSettings {
  const names = Object.keys(DEFAULT_SETTINGS) as (keyof ServiceSettings)[];
  const given = names.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]]));
  return { ...DEFAULT_SETTINGS, ...Object.fromEntries(given) };
}

function requireApp(service: SmoochService, appId: string): AppRecord {
  const app = service.apps.get(appId);
  if (app === undefined) throw new Error(`A webhook names the app ${appId}, which does not exist.`);
  return app;
}
