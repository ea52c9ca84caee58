import type { RequestListener } from 'node:http';
import { connectionLimit } from './compose/connection-limit.ts';
import { createFiles } from './compose/create-files.ts';
import { createIntake } from './compose/create-intake.ts';
import { createTurns, type Turns } from './compose/create-turns.ts';
import { type ConnectedWorld, createWorld } from './compose/create-world.ts';
import { takeOverDeskSecrets, warnAboutDesk } from './compose/desk-intake.ts';
import { createDeskReader } from './compose/desk-reader.ts';
import { createEnvironmentFinder } from './compose/environment-finder.ts';
import { createSmoochReader } from './compose/read-anew.ts';
import { startRetention } from './compose/retention.ts';
import type { LoadedConfig } from './config/load-config.ts';
import { type Clock, systemClock } from './core/clock.ts';
import type { AgentDesk } from './desk/agent-desk.ts';
import type { Hooks } from './flow/hooks.ts';
import { createApp } from './http/app.ts';
import type { HealthState } from './http/health.ts';
import { type Listener, listen } from './http/listen.ts';
import { createRefusals } from './http/refusals.ts';
import { createHttpClient } from './net/http-client.ts';
import { createDeliveryBook } from './store/deliveries.ts';
import type { Store } from './store/schema.ts';
import { openSqliteStore } from './store/sqlite/sqlite-store.ts';
import { createLog, type Logger } from './telemetry/log.ts';
import { logCalls } from './telemetry/log-calls.ts';
import { createMetrics, type Metrics } from './telemetry/metrics.ts';

export type { BotAnswer, BotQuestion } from './chatbot/wire.ts';
export { loadConfig } from './config/load-config.ts';
export type { OutgoingMessage } from './core/outgoing-message.ts';
export type { HookContext } from './flow/hooks.ts';
export type { Draft } from './translation/draft.ts';
export type { AgentDesk, Hooks, LoadedConfig };

export interface ConnectorOptions {
  configuration: LoadedConfig;
  /** Folder of events, sessions and secrets. Default `data`. */
  dataDir?: string;
  /** In place of `server.port`; 0 picks a free one. */
  port?: number;
  log?: Logger;
  clock?: Clock;
  /** A live-agent system in place of HyperChat; used where `chat.enabled` is true. */
  desk?: AgentDesk;
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

/**
 * Starts the connector: opens the store, takes up what an earlier run left open, and listens for webhooks.
 * @throws Error when the data folder is in use, or the port is taken
 */
export async function createConnector(options: ConnectorOptions): Promise<Connector> {
  const { configuration, clock = systemClock, log = createLog(), hooks = {}, desk } = options;
  const { server } = configuration;
  for (const warning of configuration.warnings) log.warn(warning);
  const store: Store = await openStore(configuration, { dataDir: options.dataDir ?? 'data', clock, log });
  const deliveries = createDeliveryBook(store);
  const metrics = logCalls(createMetrics({ open: () => turns.lanes.open() }), log);
  const http = createHttpClient({
    connectTimeoutMs: server.timeouts.connect_ms,
    // Every turn that may work at once can have its call under way: none waits for another's slow answer.
    connectionsPerOrigin: server.concurrency,
    observe: metrics.call,
  });
  const files = createFiles(configuration, clock, metrics);
  const worlds = createWorlds((name) =>
    createWorld(
      { configuration, http, files, store, deliveries, clock, log, hooks, desk },
      configuration.forEnvironment(name),
    ),
  );
  const findEnvironment = createEnvironmentFinder({ configuration, worlds, store, clock, log });
  const readers = {
    smooch: createSmoochReader({ deliveries, countIgnored: metrics.ignored }),
    desk: createDeskReader(store, metrics.ignored),
  };
  const { concurrency } = server;
  const turns: Turns = createTurns({
    store,
    clock,
    log,
    metrics,
    world: worlds,
    concurrency,
    readers,
    findEnvironment,
  });
  const intake = { configuration, store, lanes: turns.lanes, worlds, metrics, log, clock, deliveries };
  const state = createState(store, turns);
  const app = createApp({ answerWebhook: createIntake(intake), health: state.health });
  await takeOverDeskSecrets(store, log);
  await turns.takeUp();
  const stopRetention = startRetention({ store, server, clock, log });
  const closeInside = async () => {
    await stopRetention();
    for (const part of [http, files, store]) await part.close();
  };
  const listener = await openListener(app, options.port, { configuration, metrics, log, clock }).catch(
    async (error: unknown) => {
      await turns.stop();
      await closeInside();
      throw error;
    },
  );
  await prepareEnvironments(configuration, worlds, { store, log });
  log.info({ port: listener.port, open: turns.lanes.open() }, 'listening for webhooks');
  return {
    url: `http://127.0.0.1:${listener.port}`,
    stop: once(async () => {
      state.stopping = true;
      log.info('stopping: webhooks are still stored, no turn begins');
      await turns.stop();
      await listener.close();
      await closeInside();
      log.info('stopped');
    }),
  };
}

/** Opens the public URL. @param port in place of `server.port` */
function openListener(
  app: RequestListener,
  port: number | undefined,
  { configuration, metrics, log, clock }: { configuration: LoadedConfig; metrics: Metrics; log: Logger; clock: Clock },
): Promise<Listener> {
  const { server } = configuration;
  const { limit, warning } = connectionLimit(server.max_connections);
  if (warning !== undefined) log.warn(warning);
  return listen(app, {
    host: server.host,
    port: port ?? server.port,
    keepAliveSeconds: server.keep_alive_seconds,
    maxConnections: limit,
    refusals: createRefusals({ log, count: metrics.ignored, now: () => clock.now() }),
  });
}

/** SQLite in the data folder, or the database that several instances share. */
async function openStore({ server }: LoadedConfig, parts: { dataDir: string; clock: Clock; log: Logger }) {
  const { dataDir, clock, log } = parts;
  if (!server.storage) return openSqliteStore({ folder: dataDir, clock, log });
  // Loaded when it is used: most installations never do.
  const { openPostgresStore } = await import('./store/postgres/postgres-store.ts');
  return openPostgresStore({ url: server.storage, clock, log });
}

/** Worlds are made when they are first needed: an environment that only rules name may never be. */
function createWorlds(create: (name: string) => ConnectedWorld): (name: string) => ConnectedWorld {
  const worlds = new Map<string, ConnectedWorld>();
  return (name) => {
    const world = worlds.get(name) ?? create(name);
    worlds.set(name, world);
    return world;
  };
}

/** Keys and translations are fetched before the first user needs them; what is missing is said now. */
async function prepareEnvironments(
  configuration: LoadedConfig,
  worlds: (name: string) => ConnectedWorld,
  parts: { store: Store; log: Logger },
): Promise<void> {
  const { log } = parts;
  for (const name of configuration.names) void worlds(name).ready();
  // What the store cannot tell now is no reason to end: readiness says that it cannot.
  await warnAboutDesk(configuration, parts).catch((error: Error) => log.warn(error.message));
}

function createState(store: Store, turns: Turns): { health: HealthState; stopping: boolean } {
  const state = {
    stopping: false,
    health: {
      problem: () => {
        if (state.stopping) return 'stopping';
        return store.outage();
      },
      warnings: () => turns.warnings(),
      open: () => turns.lanes.countOpen(),
    },
  };
  return state;
}

function once(action: () => Promise<void>): () => Promise<void> {
  let started: Promise<void> | undefined;
  return () => {
    started ??= action();
    return started;
  };
}
