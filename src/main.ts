import { createTurns, type Turns } from './compose/create-turns.ts';
import { type ConnectedWorld, createWorld } from './compose/create-world.ts';
import { startRetention } from './compose/retention.ts';
import { detectEnvironment } from './config/environment.ts';
import type { LoadedConfig } from './config/load-config.ts';
import { type Clock, systemClock } from './core/clock.ts';
import type { Hooks } from './flow/hooks.ts';
import { createApp } from './http/app.ts';
import type { HealthState } from './http/health.ts';
import { type Listener, listen } from './http/listen.ts';
import { createBodyReader } from './http/read-body.ts';
import { type AnswerWebhook, createWebhook } from './http/webhook.ts';
import { createHttpClient } from './net/http-client.ts';
import { createSmoochAuthenticity } from './smooch/authenticity.ts';
import { createDeliveryBook } from './store/deliveries.ts';
import { createInbox } from './store/inbox.ts';
import type { Store } from './store/schema.ts';
import { openSqliteStore } from './store/sqlite/sqlite-store.ts';
import { createLog, type Logger } from './telemetry/log.ts';
import { createMetrics, type Metrics } from './telemetry/metrics.ts';

export interface ConnectorOptions {
  configuration: LoadedConfig;
  /** Folder of events, sessions and secrets. Default `data`. */
  dataDir?: string;
  /** In place of `server.port`; 0 picks a free one. */
  port?: number;
  log?: Logger;
  clock?: Clock;
  /** An integrator's own code; see docs/customising.md. */
  hooks?: Hooks;
}

/** A running connector. */
export interface Connector {
  /** Where webhooks arrive. */
  url: string;
  /** Stops taking up turns, lets running ones end (30 s at most), then closes everything. */
  stop(): Promise<void>;
}

/** All bodies that are being read at one moment, together. */
const ALL_BODIES_BYTES = 64 * 1024 * 1024;

/**
 * Starts the connector: opens the store, takes up what an earlier run left open, and listens for webhooks.
 * @throws Error when the data folder is in use, or the port is taken
 */
export async function createConnector(options: ConnectorOptions): Promise<Connector> {
  const { configuration, clock = systemClock, log = createLog() } = options;
  const { server } = configuration;
  for (const warning of configuration.warnings) log.warn(warning);
  const store = await openStore(configuration, options.dataDir ?? 'data', clock);
  const deliveries = createDeliveryBook(store);
  const metrics = createMetrics({ open: () => turns.lanes.open() });
  const http = createHttpClient({ connectTimeoutMs: server.timeouts.connect_ms, observe: metrics.call });
  const worlds = createWorlds((name) =>
    createWorld(
      { configuration, http, store, deliveries, clock, log, hooks: options.hooks ?? {} },
      configuration.forEnvironment(name),
    ),
  );
  const turns: Turns = createTurns({ store, clock, log, metrics, world: worlds, concurrency: server.concurrency });
  const state = createState(store, turns);
  const answerWebhook = createIntake({ configuration, store, turns, worlds, metrics, log, clock, deliveries });
  const app = createApp({ answerWebhook, health: state.health });
  turns.takeUp();
  const stopRetention = startRetention({ store, server, clock, log });
  const listener = await listen(app, server.host, options.port ?? server.port);
  for (const name of configuration.names) void worlds(name).ready();
  log.info({ port: listener.port, open: turns.lanes.open() }, 'listening for webhooks');
  return {
    url: `http://127.0.0.1:${listener.port}`,
    stop: once(async () => {
      state.stopping = true;
      log.info('stopping: webhooks are still stored, no turn begins');
      await turns.stop();
      await stopRetention();
      await closeAll(listener, http, store);
      log.info('stopped');
    }),
  };
}

function openStore({ server }: LoadedConfig, dataDir: string, clock: Clock): Promise<Store> {
  if (server.storage) {
    throw new Error('server.storage: PostgreSQL is not supported yet; leave it empty to use SQLite in the data folder');
  }
  return openSqliteStore({ folder: dataDir, clock });
}

/** Worlds are made when they are first needed: an environment that only rules name may never be. */
function createWorlds(create: (name: string) => ConnectedWorld) {
  const worlds = new Map<string, ConnectedWorld>();
  return (name: string): ConnectedWorld => {
    const world = worlds.get(name) ?? create(name);
    worlds.set(name, world);
    return world;
  };
}

function createState(store: Store, turns: Turns): { health: HealthState; stopping: boolean } {
  const state = {
    stopping: false,
    health: {
      problem: () => {
        if (state.stopping) return 'stopping';
        return store.healthy() ? undefined : 'the data folder cannot be written: is the disk full?';
      },
      warnings: () => turns.warnings(),
      open: () => turns.lanes.open(),
    },
  };
  return state;
}

interface IntakeParts {
  configuration: LoadedConfig;
  store: Store;
  turns: Turns;
  worlds(name: string): ConnectedWorld;
  metrics: Metrics;
  log: Logger;
  clock: Clock;
  deliveries: ReturnType<typeof createDeliveryBook>;
}

function createIntake({
  configuration,
  store,
  turns,
  worlds,
  metrics,
  log,
  clock,
  deliveries,
}: IntakeParts): AnswerWebhook {
  const { server, environments } = configuration;
  return createWebhook({
    readBody: createBodyReader({ one: server.body_limit_kb * 1024, all: ALL_BODIES_BYTES }),
    environmentOf: (request) => detectEnvironment(environments, request, server.trust_proxy),
    smooch: createSmoochAuthenticity({
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
    }),
    inbox: createInbox({ store, lanes: turns.lanes, flood: server.flood, maxWaiting: server.max_waiting, clock }),
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

async function closeAll(listener: Listener, http: { close(): Promise<void> }, store: Store): Promise<void> {
  await listener.close();
  await http.close();
  await store.close();
}

function once(action: () => Promise<void>): () => Promise<void> {
  let started: Promise<void> | undefined;
  return () => {
    started ??= action();
    return started;
  };
}
