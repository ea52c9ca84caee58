import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChatbotSimulator } from '../sandbox/chatbot/start-chatbot-simulator.ts';
import { startHyperchatSimulator } from '../sandbox/hyperchat/start-hyperchat-simulator.ts';
import { DESK_CREDENTIALS, registerDeskWebhook } from '../sandbox/run/start-desk.ts';
import { APP_ID, CHATBOT_CREDENTIALS, SMOOCH_KEY } from '../sandbox/run/start-stand.ts';
import { writeConf } from '../sandbox/run/write-conf.ts';
import { startSmoochSimulator } from '../sandbox/smooch/start-smooch-simulator.ts';
import { startPostgres, type TestPostgres } from '../test/support/start-postgres.ts';
import { type Instance, startInstance } from './instances.ts';
import { KNOWLEDGE } from './knowledge.ts';
import type { Mode } from './options.ts';
import { startRoundRobin } from './round-robin.ts';

export type Simulators = Awaited<ReturnType<typeof startSimulators>>;

/** Simulators in this process, connectors and PostgreSQL as processes of their own, a proxy between them. */
export interface TortureStand extends Simulators {
  instances: Instance[];
  /** Undefined with SQLite. */
  postgres: TestPostgres | undefined;
  /** Where what was stored can be read in the end: a folder, or the address of a database. */
  store: { dataDir: string } | { database: string };
  /** A small picture. */
  picture: Uint8Array<ArrayBuffer>;
  stop(): Promise<void>;
}

export interface StandOptions {
  mode: Mode;
  instances: number;
  /** Where data and logs stay; undefined: a folder that `stop` removes. */
  keep: string | undefined;
}

const TRIGGERS = ['message:appUser', 'postback', 'message:delivery:channel', 'message:delivery:user'];
TRIGGERS.push('message:delivery:failure');

const WEBHOOK_SECRET = 'webhook-secret-of-the-torture';
/** One pixel: thousands of them are kept. */
const PICTURE = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
/** Only to see what is under way at a kill: the rest is taken down as it happens. */
const JOURNAL_CAPACITY = 3_000;

/** Tries go on for ever: nothing is lost on the way, so whatever is lost was lost by the connector. */
const RETRY_SPACING_MS = [100, 300, 600, ...Array.from({ length: 600 }, () => 1_000)];

/** Starts everything and resolves when each instance is ready. When something fails, nothing stays behind. */
export async function startTortureStand({ mode, instances: count, keep }: StandOptions): Promise<TortureStand> {
  const folder = keep ?? mkdtempSync(join(tmpdir(), 'smooch-torture-'));
  mkdirSync(folder, { recursive: true });
  const stops: (() => unknown)[] = [];
  if (keep === undefined) stops.push(() => rmSync(folder, { recursive: true, force: true }));
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    const simulators = await startSimulators(stops);
    const postgres = mode === 'postgres' ? await startPostgres(['-c', 'max_connections=300']) : undefined;
    if (postgres) stops.push(() => postgres.stop());
    const database = await postgres?.createDatabase();
    writeTortureConf(join(folder, 'conf'), database);
    const instances: Instance[] = [];
    for (let number = 1; number <= (mode === 'sqlite' ? 1 : count); number++) {
      const dataDir = join(folder, `data-${number}`);
      const env = environment(simulators);
      const started = startInstance({ number, confDir: join(folder, 'conf'), dataDir, logDir: folder, env });
      instances.push(await started);
      stops.push(async () => instances[number - 1]!.running && instances[number - 1]!.kill());
    }
    const proxy = await startRoundRobin(instances.map(({ url }) => url));
    stops.push(() => proxy.stop());
    await connect(simulators, proxy.url);
    const store = database === undefined ? { dataDir: join(folder, 'data-1') } : { database };
    return { ...simulators, instances, postgres, store, picture: new Uint8Array(Buffer.from(PICTURE, 'base64')), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startSimulators(stops: (() => unknown)[]) {
  const extraInfo = {
    smooch: { app_tokens: { production: [{ key: SMOOCH_KEY.id, secret: SMOOCH_KEY.secret }] } },
  };
  const chatbot = await startChatbotSimulator({
    credentials: CHATBOT_CREDENTIALS,
    extraInfo,
    knowledge: KNOWLEDGE,
    journalCapacity: JOURNAL_CAPACITY,
  });
  stops.push(() => chatbot.stop());
  const smooch = await startSmoochSimulator({
    apps: [{ id: APP_ID, keys: [SMOOCH_KEY] }],
    delivery: { retrySpacingMs: RETRY_SPACING_MS, timeoutMs: 4_000 },
    deliveryEvents: { channelDelayMs: 20, userDelayMs: 60 },
    // A press that is delivered again long after the first time can only be told from a second one with a time stamp.
    postbackTimestamp: true,
    keptMessages: 150,
    journalCapacity: JOURNAL_CAPACITY,
  });
  stops.push(() => smooch.stop());
  const agents = Array.from({ length: 4 }, (_, index) => ({ id: `agent${index + 1}`, name: `Agent ${index + 1}` }));
  const desk = await startHyperchatSimulator({
    ...DESK_CREDENTIALS,
    rooms: [{ id: 1, name: 'Torture' }],
    agents: agents.map((agent) => ({ ...agent, rooms: [1], capacity: 1_000, online: true })),
    invitation: { intervalMs: 10 * 60_000 },
    webhooks: { redeliver: true, retrySpacingMs: RETRY_SPACING_MS, timeoutMs: 4_000 },
    settings: { tickets: { active: false } },
    journalCapacity: JOURNAL_CAPACITY,
  });
  stops.push(() => desk.stop());
  return { chatbot, smooch, desk };
}

function writeTortureConf(dir: string, database: string | undefined): void {
  const timeouts = { connect_ms: 2_000, bot_ms: 5_000, smooch_ms: 5_000, other_ms: 4_000, media_ms: 6_000 };
  writeConf(dir, {
    'custom/server.yaml': { timeouts, ...(database !== undefined && { storage: database }) },
    // Agents are offered where the bot says so, not by counting.
    'custom/chat.yaml': { triesBeforeEscalation: 0, negativeRatingsBeforeEscalation: 0 },
  });
}

function environment({ chatbot, smooch, desk }: Simulators): Record<string, string> {
  return {
    SANDBOX_CHATBOT_KEY: CHATBOT_CREDENTIALS.key,
    SANDBOX_CHATBOT_SECRET: CHATBOT_CREDENTIALS.secret,
    SANDBOX_CHATBOT_URL: chatbot.url,
    SANDBOX_CHATBOT_ORIGIN: new URL(chatbot.url).origin,
    SANDBOX_SMOOCH_URL: smooch.url,
    SANDBOX_DESK_APP: DESK_CREDENTIALS.appId,
    SANDBOX_DESK_SECRET: DESK_CREDENTIALS.secret,
    SANDBOX_DESK_URL: desk.url,
  };
}

/** Both services call the proxy; each call takes a little, so that there is something to be killed in. */
async function connect({ chatbot, smooch, desk }: Simulators, url: string): Promise<void> {
  smooch.control.addWebhook({ target: `${url}/`, triggers: TRIGGERS, includeClient: true, secret: WEBHOOK_SECRET });
  await registerDeskWebhook(desk, url);
  const latencies = {
    chatbot: { conversation: 60, message: 120, tracking: 60, history: 20 },
    smooch: { message: 50, attachment: 60, history: 20 },
    desk: { 'create-chat': 80, message: 60, upload: 80, '*': 10 },
  };
  for (const [name, endpoints] of Object.entries(latencies)) {
    const { latency } = { chatbot, smooch, desk }[name as keyof Simulators].control;
    for (const [endpoint, ms] of Object.entries(endpoints)) latency.set(endpoint, ms);
  }
}
