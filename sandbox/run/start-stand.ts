import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEFAULT_EXTRA_INFO } from '../chatbot/api/extra-info.ts';
import {
  type ChatbotSimulator,
  type ChatbotSimulatorOptions,
  startChatbotSimulator,
} from '../chatbot/start-chatbot-simulator.ts';
import type { HyperchatSimulator } from '../hyperchat/start-hyperchat-simulator.ts';
import {
  type SmoochSimulator,
  type SmoochSimulatorOptions,
  startSmoochSimulator,
} from '../smooch/start-smooch-simulator.ts';
import { findFreePort } from './free-port.ts';
import { Installation } from './installation.ts';
import { type ConnectorProcess, startConnectorProcess } from './start-connector.ts';
import { DESK_CREDENTIALS, registerDeskWebhook, type SandboxDeskOptions, startSandboxDesk } from './start-desk.ts';
import type { ConfChanges } from './write-conf.ts';

export const APP_ID = '60aa00000000000000000001';
export const SMOOCH_KEY = { id: 'app_60aa00000000000000000001', secret: 'smooch-key-secret-of-the-sandbox' };
export const CHATBOT_CREDENTIALS = { key: 'sandbox-key', secret: 'sandbox-secret' };
/** Always the same: a connector that kept its data knows it from the last time. */
const WEBHOOK_SECRET = 'webhook-secret-of-the-sandbox';

export interface StandOptions {
  /** Merged into the sandbox's configuration, by file: `{'custom/server.yaml': {concurrency: 1}}`. */
  conf?: ConfChanges;
  /** Where the connector keeps its data. Default: a folder that `stop` removes. */
  dataDir?: string;
  /** Where the connector's log goes, in addition to what is there. Default: a file that `stop` removes. */
  logFile?: string;
  chatbot?: Partial<ChatbotSimulatorOptions>;
  smooch?: Partial<SmoochSimulatorOptions>;
  desk?: SandboxDeskOptions;
  /** What is run in place of the connector: a file, to which its usual arguments are given. */
  connectorFile?: string;
  /** Milliseconds the connector may take to become ready. */
  readyTimeoutMs?: number;
}

interface Simulators {
  chatbot: ChatbotSimulator;
  smooch: SmoochSimulator;
  desk: HyperchatSimulator;
}

/** All simulators and the real connector as a process of its own, connected to each other. */
export interface Stand extends Simulators {
  connector: ConnectorProcess;
  /** The connector's folders, and its command line with the same configuration and data. */
  installation: Installation;
  /** Stops all of it and removes what is temporary. */
  stop(): Promise<void>;
}

/** What the connector has to be told about. */
const TRIGGERS = [
  'message:appUser',
  'postback',
  'message:delivery:channel',
  'message:delivery:user',
  'message:delivery:failure',
  'merge:appUser',
  'appUser:delete',
];

const CONNECTOR_FILE = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** Starts everything and resolves when the connector is ready. When something fails, nothing stays behind. */
export async function startStand(options: StandOptions = {}): Promise<Stand> {
  const folder = mkdtempSync(join(tmpdir(), 'smooch-connector-'));
  const stops: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    const desk = await startSandboxDesk(options.desk);
    stops.push(() => desk.stop());
    const chatbot = await startChatbotSimulator({
      // What the desk files is found where the bot's credentials lead.
      ticketing: desk.control.ticketing,
      credentials: CHATBOT_CREDENTIALS,
      extraInfo: { smooch: { ...DEFAULT_EXTRA_INFO.smooch, app_tokens: ownAppTokens() } },
      ...options.chatbot,
    });
    stops.push(() => chatbot.stop());
    const smooch = await startSmoochSimulator({ apps: [{ id: APP_ID, keys: [SMOOCH_KEY] }], ...options.smooch });
    stops.push(() => smooch.stop());
    const installation = createInstallation(options, folder, { chatbot, smooch, desk });
    const connector = await startConnector(options, folder, installation);
    stops.push(() => connector.kill());
    const target = `${connector.url}/`;
    smooch.control.addWebhook({ target, triggers: TRIGGERS, includeClient: true, secret: WEBHOOK_SECRET });
    await registerDeskWebhook(desk, connector.url);
    return { chatbot, smooch, desk, connector, installation, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function createInstallation(
  options: StandOptions,
  folder: string,
  { chatbot, smooch, desk }: Simulators,
): Installation {
  const { connectorFile = CONNECTOR_FILE, dataDir = join(folder, 'data') } = options;
  const env = {
    SANDBOX_CHATBOT_KEY: CHATBOT_CREDENTIALS.key,
    SANDBOX_CHATBOT_SECRET: CHATBOT_CREDENTIALS.secret,
    SANDBOX_CHATBOT_URL: chatbot.url,
    SANDBOX_CHATBOT_ORIGIN: new URL(chatbot.url).origin,
    SANDBOX_SMOOCH_URL: smooch.url,
    SANDBOX_DESK_APP: DESK_CREDENTIALS.appId,
    SANDBOX_DESK_SECRET: DESK_CREDENTIALS.secret,
    SANDBOX_DESK_URL: desk.url,
  };
  return new Installation({ connectorFile, confDir: join(folder, 'conf'), dataDir, env, conf: options.conf });
}

async function startConnector(
  options: StandOptions,
  folder: string,
  installation: Installation,
): Promise<ConnectorProcess> {
  const { logFile = join(folder, 'connector.log'), readyTimeoutMs } = options;
  const port = await findFreePort();
  return startConnectorProcess({
    args: [...installation.commandLine('start'), '--port', String(port)],
    env: installation.env,
    url: `http://127.0.0.1:${port}`,
    logFile,
    readyTimeoutMs,
  });
}

/** The key pair as an editor publishes it in ExtraInfo, the same one for each environment. */
export function ownAppTokens(): Record<string, unknown> {
  const pair = [{ key: SMOOCH_KEY.id, secret: SMOOCH_KEY.secret }];
  return { production: pair, preproduction: pair, development: pair };
}
