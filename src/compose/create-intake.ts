import { detectEnvironment } from '../config/environment.ts';
import type { LoadedConfig } from '../config/load-config.ts';
import type { Clock } from '../core/clock.ts';
import { createBodyReader } from '../http/read-body.ts';
import { type AnswerWebhook, createWebhook } from '../http/webhook.ts';
import { createSmoochAuthenticity, type SmoochAuthenticity } from '../smooch/authenticity.ts';
import type { DeliveryBook } from '../store/deliveries.ts';
import { createInbox } from '../store/inbox.ts';
import type { Lanes } from '../store/lanes.ts';
import type { Store } from '../store/schema.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { ConnectedWorld } from './create-world.ts';
import { createDeliveryIntake } from './delivery-intake.ts';
import { createDeskIntake } from './desk-intake.ts';
import { createKnownSenders } from './known-senders.ts';

export interface IntakeParts {
  configuration: LoadedConfig;
  store: Store;
  lanes: Lanes;
  worlds(name: string): ConnectedWorld;
  metrics: Metrics;
  log: Logger;
  clock: Clock;
  deliveries: DeliveryBook;
}

const KB = 1024;
const MB = 1024 * KB;

/** Genuine bodies have 1 to 3 KB; larger ones are read when a header of theirs fits a secret that we know. */
const BODIES = { beginning: 64 * KB, small: 16 * MB, unproven: 16 * MB, all: 64 * MB };

/** Puts the public URL together: what may come in, and where it goes. */
export function createIntake(parts: IntakeParts): AnswerWebhook {
  const { configuration, store, lanes, worlds, metrics, log, clock, deliveries } = parts;
  const { server, environments } = configuration;
  const inbox = createInbox({ store, lanes, flood: server.flood, maxWaiting: server.max_waiting, clock });
  return createWebhook({
    readBody: createBodyReader({ one: server.body_limit_kb * KB, ...BODIES }),
    known: createKnownSenders({ configuration, store }),
    environmentOf: (request) => detectEnvironment(environments, request, server.trust_proxy),
    smooch: createAuthenticity(parts),
    desk: createDeskIntake({ configuration, world: worlds, store, clock, log }),
    inbox,
    onDelivery: createDeliveryIntake({ store, inbox, deliveries, metrics, log }),
    countIgnored: metrics.ignored,
    log,
    now: () => clock.now(),
  });
}

function createAuthenticity({ configuration, store, worlds, clock }: IntakeParts): SmoochAuthenticity {
  return createSmoochAuthenticity({
    configuredSecrets: (environment) => configuration.forEnvironment(environment).smooch.webhook_secrets,
    discoverSecrets: async (environment, appId) => {
      const webhooks = await worlds(environment).smooch.listWebhooks(appId, { timeoutMs: 5_000 });
      return webhooks.flatMap((webhook) => (webhook.secret ? [webhook.secret] : []));
    },
    keeper: {
      read: async (key) => (await store.get('webhook-secrets', key))?.value,
      write: (key, value) => store.put('webhook-secrets', key, value),
    },
    clock,
  });
}
