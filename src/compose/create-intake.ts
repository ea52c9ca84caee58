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
import { createDeskIntake } from './desk-intake.ts';

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

/** All bodies that are being read at one moment, together. */
const ALL_BODIES_BYTES = 64 * 1024 * 1024;

/** Puts the public URL together: what may come in, and where it goes. */
export function createIntake(parts: IntakeParts): AnswerWebhook {
  const { configuration, store, lanes, worlds, metrics, log, clock, deliveries } = parts;
  const { server, environments } = configuration;
  return createWebhook({
    readBody: createBodyReader({ one: server.body_limit_kb * 1024, all: ALL_BODIES_BYTES }),
    environmentOf: (request) => detectEnvironment(environments, request, server.trust_proxy),
    smooch: createAuthenticity(parts),
    desk: createDeskIntake({ configuration, world: worlds, store, clock, log }),
    inbox: createInbox({ store, lanes, flood: server.flood, maxWaiting: server.max_waiting, clock }),
    onDelivery: async (delivery) => {
      if (delivery.outcome.startsWith('failure')) log.warn(delivery, 'a channel could not deliver a message');
      metrics.delivery(delivery.outcome.split(':')[0] ?? '');
      await deliveries.record(delivery);
    },
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
