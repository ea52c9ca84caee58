import { Writable } from 'node:stream';
import { type ChatbotSimulator, startChatbotSimulator } from '../../sandbox/chatbot/start-chatbot-simulator.ts';
import type { SimulatedUser } from '../../sandbox/smooch/control/simulated-user.ts';
import { type SmoochSimulator, startSmoochSimulator } from '../../sandbox/smooch/start-smooch-simulator.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import type { Clock } from '../../src/core/clock.ts';
import type { Hooks } from '../../src/flow/hooks.ts';
import { type Connector, createConnector } from '../../src/main.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { type ConfFiles, temporaryFolder, writeConf } from './conf-folder.ts';

export const APP_ID = '5f00000000000000000000a1';
export const WEBHOOK_SECRET = 'webhook-secret-of-the-test';
export const API = { key: 'inbenta-key-of-the-test', secret: 'inbenta-secret-of-the-test' };
export const SMOOCH_KEY = { id: 'app_key_of_the_test', secret: 'smooch-secret-of-the-test' };

export interface StandOptions {
  /** Files laid over those of the stand. */
  conf?: ConfFiles;
  /** Merged into `custom/server.yaml`, `custom/smooch.yaml`, `custom/conversation.yaml`. */
  server?: Record<string, unknown>;
  smooch?: Record<string, unknown>;
  conversation?: Record<string, unknown>;
  chatbot?: Partial<Parameters<typeof startChatbotSimulator>[0]>;
  /** Milliseconds between attempts of Smooch to deliver a webhook. */
  retrySpacingMs?: number[];
  /** `false`: the connector is not started. */
  start?: boolean;
  /** In place of the machine's clock, for the connector only. */
  clock?: Clock;
  /** An integrator's own code. */
  hooks?: Hooks;
  /** Where the connector keeps its data; it is left there. Default: a new folder that `stop` removes. */
  dataDir?: string;
  /** Apps of the simulated Smooch, the first one being that of `user()`. Default: `APP_ID` with `SMOOCH_KEY`. */
  apps?: Parameters<typeof startSmoochSimulator>[0]['apps'];
}

/** Both simulators and the real connector in this process, over real HTTP and a real data folder. */
export interface Stand {
  chatbot: ChatbotSimulator;
  smooch: SmoochSimulator;
  connector: Connector;
  confDir: string;
  dataDir: string;
  /** Lines of the connector's log so far. */
  log: Record<string, unknown>[];
  user(platform?: string): SimulatedUser;
  /** What a user has got, as `text`, or `[image] url`. */
  texts(user: SimulatedUser): string[];
  /** Says something and waits until the user has got `count` messages in all. */
  exchange(user: SimulatedUser, text: string, count: number): Promise<string[]>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a stand. Every test that starts one has to stop it. */
export async function startStand(options: StandOptions = {}): Promise<Stand> {
  const conf = temporaryFolder('conf');
  const data = temporaryFolder('data');
  const extraInfo = {
    smooch: { app_tokens: { production: [{ key: SMOOCH_KEY.id, secret: SMOOCH_KEY.secret }] } },
  };
  const chatbot = await startChatbotSimulator({ credentials: API, extraInfo, ...options.chatbot });
  const smooch = await startSmoochSimulator({
    apps: options.apps ?? [{ id: APP_ID, keys: [SMOOCH_KEY] }],
    delivery: { retrySpacingMs: options.retrySpacingMs ?? [20, 40, 80, 160] },
    deliveryEvents: { channelDelayMs: 1, userDelayMs: 2 },
    // The real service drops them: here a misspelt one of ours is found by a test, not by a user.
    unknownKeys: 'refuse',
  });
  writeConf(conf.path, {
    'custom/api.yaml': { ...API, url: chatbot.url },
    'custom/smooch.yaml': { url: smooch.url, ...options.smooch },
    'custom/server.yaml': { host: '127.0.0.1', flood: { waiting: 0, per_minute: 0 }, ...options.server },
    'custom/conversation.yaml': { ...options.conversation },
    ...options.conf,
  });
  const lines: Record<string, unknown>[] = [];
  const dataDir = options.dataDir ?? data.path;
  let port = 0;
  const start = async (): Promise<Connector> => {
    const configuration = loadConfig({ confDir: conf.path });
    const { clock, hooks } = options;
    const log = createLog(collect(lines));
    const connector = await createConnector({ configuration, dataDir, port, log, clock, hooks });
    port = Number(new URL(connector.url).port);
    return connector;
  };
  const stand: Stand = {
    chatbot,
    smooch,
    connector: undefined as unknown as Connector,
    confDir: conf.path,
    dataDir,
    log: lines,
    user: (platform = 'web') => smooch.control.createUser({ platform }),
    texts: (user) => user.received.map((message) => message.text ?? `[${message.type}] ${message.mediaUrl}`),
    async exchange(user, text, count) {
      user.say(text);
      await smooch.control.waitForMessages(user.id, count);
      return stand.texts(user);
    },
    async restart() {
      await stand.connector.stop();
      stand.connector = await start();
    },
    async stop() {
      await stand.connector?.stop();
      await smooch.stop();
      await chatbot.stop();
      conf.remove();
      data.remove();
    },
  };
  if (options.start !== false) {
    stand.connector = await start();
    registerWebhook(smooch, stand.connector.url);
  }
  return stand;
}

/** Makes the simulated Smooch tell a connector what users do, and what became of its messages. */
export function registerWebhook(smooch: SmoochSimulator, connectorUrl: string): void {
  smooch.control.addWebhook({
    target: `${connectorUrl}/smooch_chatbot_template/server.php`,
    triggers: [
      'message:appUser',
      'postback',
      'message:delivery:channel',
      'message:delivery:user',
      'message:delivery:failure',
    ],
    secret: WEBHOOK_SECRET,
    includeClient: true,
  });
}

function collect(lines: Record<string, unknown>[]): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      for (const line of String(chunk).split('\n'))
        if (line !== '') lines.push(JSON.parse(line) as Record<string, unknown>);
      done();
    },
  });
}
