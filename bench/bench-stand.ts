import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findFreePort } from '../sandbox/run/free-port.ts';
import { type BenchProcess, startProcess } from './bench-process.ts';
import { type BenchStorage, type OpenStorage, sqliteStorage } from './bench-storage.ts';
import { BOT_CREDENTIALS, KNOWLEDGE, SMOOCH_KEY, WEBHOOK_SECRET } from './conversation.ts';
import type { PostgresProbe } from './postgres-probe.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

/** How slow the simulators are, milliseconds. */
export interface Latencies {
  bot: number;
  smooch: number;
}

export interface BenchStandOptions {
  latencies: Latencies;
  users: number;
  /** Where the connector writes a CPU profile of each of its threads when it stops. */
  profileDir?: string;
  /** For the connector's Node, before the file. */
  nodeArgs?: string[];
  /** Laid over `server.yaml`. */
  server?: Record<string, unknown>;
  /** Default: SQLite in the data folder. */
  storage?: BenchStorage;
  /** Finished events that are in the store before the connector starts. Default 0. */
  storedEvents?: number;
}

/** What the load is sent to: the connector, or the forwarder it is compared with. */
export interface Subject {
  process: BenchProcess;
  url: string;
  /** More instances of it, which share its storage: the load posts to all of them in turn. */
  beside: Subject[];
}

/** Five processes or more on this machine, connected to each other, and a folder that is removed at the end. */
export interface BenchStand {
  connector: Subject;
  forwarder: Subject;
  chatbot: BenchProcess;
  /** Origin of the bot's simulator, for its control routes. */
  chatbotOrigin: string;
  smooch: BenchProcess;
  load: BenchProcess;
  userIds: string[];
  latencies: Latencies;
  /** Where the storage is a PostgreSQL server. */
  postgres: PostgresProbe | undefined;
  stop(): Promise<void>;
}

const READY_MS = 30_000;

/** Starts all of it. When something fails, nothing stays behind. */
export async function startBenchStand(options: BenchStandOptions): Promise<BenchStand> {
  const { path: folder, remove } = createTemporaryFolder();
  const stops: (() => unknown)[] = [remove];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  const start = (name: string, file: string, args: string[], more: { nodeArgs?: string[] } = {}) => {
    const started = startProcess({ name, file, args, logFile: join(folder, `${name}.log`), ...more });
    stops.push(() => started.stop());
    return started;
  };
  try {
    const simulators = await startSimulators(start, folder, options);
    const { chatbotUrl, smoochUrl, smooch } = simulators;
    const urls = { chatbotUrl, smoochUrl };
    const load = start('load', 'bench/load.ts', ['--replies', String(simulators.repliesPort)]);
    const forwarderProcess = start('forwarder', 'bench/forwarder.ts', ['--smooch', smoochUrl, '--bot', chatbotUrl]);
    const storage = await (options.storage ?? sqliteStorage).open(join(folder, 'data'), options.storedEvents ?? 0);
    stops.push(storage.close);
    const connector = await startConnectors(start, folder, { ...urls, storage }, options);
    const { url } = await forwarderProcess.firstLine<{ url: string }>();
    const forwarder = { process: forwarderProcess, url, beside: [] };
    await load.firstLine();
    const userIds = await smooch.ask<string[]>('create-users', options.users);
    const { latencies } = options;
    const { chatbot } = simulators;
    const chatbotOrigin = new URL(chatbotUrl).origin;
    const { postgres } = storage;
    return { connector, forwarder, chatbot, chatbotOrigin, smooch, load, userIds, latencies, postgres, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Start = (name: string, file: string, args: string[], more?: { nodeArgs?: string[] }) => BenchProcess;
type Urls = { chatbotUrl: string; smoochUrl: string };
type Around = Urls & { storage: OpenStorage };

async function startSimulators(start: Start, folder: string, { latencies }: BenchStandOptions) {
  const knowledge = join(folder, 'knowledge.yaml');
  // JSON is YAML.
  writeFileSync(knowledge, JSON.stringify(KNOWLEDGE));
  const { key, secret } = BOT_CREDENTIALS;
  const botArgs = ['--quiet', '--knowledge', knowledge, '--key', key, '--secret', secret];
  const chatbot = start('chatbot', 'sandbox/chatbot/main.ts', botArgs);
  const smooch = start('smooch', 'bench/smooch.ts', []);
  const { url: chatbotUrl } = await chatbot.firstLine<{ url: string }>();
  const { url: smoochUrl, repliesPort } = await smooch.firstLine<{ url: string; repliesPort: number }>();
  await setLatency(new URL(chatbotUrl).origin, { message: latencies.bot });
  await setLatency(smoochUrl, { message: latencies.smooch, activity: latencies.smooch });
  return { chatbot, chatbotUrl, smooch, smoochUrl, repliesPort };
}

async function setLatency(origin: string, latency: Record<string, number>): Promise<void> {
  const body = JSON.stringify(latency);
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${origin}/sandbox/latency`, { method: 'PUT', headers, body });
  if (!response.ok) throw new Error(`a simulator refused its latency: ${response.status} ${await response.text()}`);
}

/** As many as share the storage, one after the other: the first one makes the tables. */
async function startConnectors(
  start: Start,
  folder: string,
  around: Around,
  options: BenchStandOptions,
): Promise<Subject> {
  writeConf(join(folder, 'conf'), around, { ...around.storage.server, ...options.server });
  const first = await startConnector(start, folder, 'connector', options);
  for (let number = 2; number <= (options.storage?.instances ?? 1); number++) {
    first.beside.push(await startConnector(start, folder, `connector-${number}`, options));
  }
  return first;
}

/** The connector as it ships, but for the flood limit, which a load test would run into. */
async function startConnector(
  start: Start,
  folder: string,
  name: string,
  { profileDir, nodeArgs = [] }: BenchStandOptions,
): Promise<Subject> {
  const port = await findFreePort();
  const dataDir = join(folder, name === 'connector' ? 'data' : name);
  const args = ['start', '--conf', join(folder, 'conf'), '--data', dataDir, '--port', String(port)];
  const profiling = profileDir === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', profileDir];
  const process = start(name, 'src/cli/main.ts', args, { nodeArgs: [...profiling, ...nodeArgs] });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(process, url);
  return { process, url, beside: [] };
}

function writeConf(confDir: string, urls: Urls, server: Record<string, unknown>): void {
  const files = {
    api: { ...BOT_CREDENTIALS, url: urls.chatbotUrl },
    server: { host: '127.0.0.1', flood: { waiting: 0, per_minute: 0 }, ...server },
    smooch: {
      url: urls.smoochUrl,
      webhook_secrets: [WEBHOOK_SECRET],
      app_tokens: { key: SMOOCH_KEY.id, secret: SMOOCH_KEY.secret },
    },
  };
  const custom = join(confDir, 'custom');
  mkdirSync(custom, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(custom, `${name}.yaml`), JSON.stringify(content));
  }
}

async function untilReady(process: BenchProcess, url: string): Promise<void> {
  const deadline = performance.now() + READY_MS;
  while (performance.now() < deadline) {
    const ready = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    await delay(25);
    // Rejects when it has ended.
    await process.ask('sample');
  }
  throw new Error(`The ${process.name} was not ready after ${READY_MS} ms. The end of its log:\n${process.log()}`);
}
