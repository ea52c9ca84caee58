import { Hono } from 'hono';
import { createGate, type SimulatorEnv } from '../control/gate.ts';
import type { JournalEntry } from '../control/journal.ts';
import { listen } from '../control/listen.ts';
import { createTicketing, type Ticketing } from '../hyperchat/ticketing/ticketing.ts';
import { createAccessTokens } from './api/access-tokens.ts';
import { addChatbotApi } from './api/chatbot-app.ts';
import { endpointOf } from './api/endpoints.ts';
import { createExtraInfo, DEFAULT_EXTRA_INFO, type ExtraInfoGroups } from './api/extra-info.ts';
import type { ChatbotService, Credentials } from './api/service.ts';
import { createSessions } from './api/sessions.ts';
import { createTracking } from './api/tracking.ts';
import { createUsageHeaders } from './api/usage-headers.ts';
import { createBot } from './bot/bot.ts';
import { createTrackingCodes } from './bot/tracking-codes.ts';
import { type ChatbotControl, createChatbotControl, createChatbotSteering } from './chatbot-control.ts';
import { createChatbotControlRoutes } from './chatbot-control-routes.ts';
import { createKnowledgeBase, type KnowledgeBase } from './knowledge/knowledge-base.ts';
import type { KnowledgeInput, KnowledgeSource } from './knowledge/knowledge-schema.ts';
import { loadKnowledge, SHIPPED_KNOWLEDGE_FILE } from './knowledge/load-knowledge.ts';
import { parseKnowledge } from './knowledge/parse-knowledge.ts';
import { createMediaRoutes } from './media-routes.ts';
import { type ChatbotSettings, settingsSchema } from './settings.ts';

export type ChatbotSimulatorOptions = {
  credentials: Credentials;
  /** 0 (default): a free one. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  /** A YAML file; default: the knowledge that comes with the sandbox. */
  knowledgeFile?: string;
  /** Knowledge written in place, instead of a file. */
  knowledge?: KnowledgeInput;
  /** Default: a key pair for each environment and some labels, in group `smooch`. */
  extraInfo?: ExtraInfoGroups;
  /** How it behaves where the real service is not known or instances differ; the control API can change it. */
  settings?: Partial<ChatbotSettings>;
  /** Tickets and people at `apis.ticketing`, for example those of a simulated desk. Default: none yet. */
  ticketing?: Ticketing;
  /** How long an access token lives. Default 1200. */
  tokenLifetimeSeconds?: number;
  /** How long a session lives without being used. Default 1800. */
  sessionIdleSeconds?: number;
  /** Milliseconds since 1970, for tokens and sessions. Default `Date.now`. */
  clock?: () => number;
  /** Whether calls are written down from the start. Default true; load tests do without. */
  journal?: boolean;
  /** How many calls are kept. Default 20,000. */
  journalCapacity?: number;
  /** Called after each call, while the journal is on. */
  onFinish?: (entry: JournalEntry) => void;
};

export type ChatbotSimulator = {
  /** The authorization side with its version: what a client's `api.url` is set to. */
  url: string;
  port: number;
  control: ChatbotControl;
  stop(): Promise<void>;
};

/**
 * Starts a stand-in for the Inbenta Chatbot API and resolves when it listens.
 * @throws Error for wrong knowledge, or when the port is taken.
 */
export async function startChatbotSimulator(options: ChatbotSimulatorOptions): Promise<ChatbotSimulator> {
  const source = options.knowledge
    ? parseKnowledge(options.knowledge)
    : loadKnowledge(options.knowledgeFile ?? SHIPPED_KNOWLEDGE_FILE);
  const host = options.host ?? '127.0.0.1';
  const app = new Hono<SimulatorEnv>();
  const server = await listen(app, options.port ?? 0, host);
  try {
    // Only now the address is known that answers speak of. No call can have come in yet: nothing was awaited since.
    const origin = `http://${host}:${server.port}`;
    const control = assemble(app, origin, source, options);
    const stop = (): Promise<void> => {
      control.faults.clear();
      return server.stop();
    };
    return { url: `${origin}/v1`, port: server.port, control, stop };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

function assemble(
  app: Hono<SimulatorEnv>,
  origin: string,
  source: KnowledgeSource,
  options: ChatbotSimulatorOptions,
): ChatbotControl {
  const now = options.clock ?? Date.now;
  const steering = createChatbotSteering({
    now,
    journal: options.journal ?? true,
    capacity: options.journalCapacity,
    onFinish: options.onFinish,
  });
  const knowledgeBase = createKnowledgeBase(source, { media: `${origin}/media` });
  const service = createService(origin, knowledgeBase, options, now);
  const control = createChatbotControl(steering, service, knowledgeBase);
  app.route('/sandbox', createChatbotControlRoutes(control));
  app.route('/media', createMediaRoutes());
  // Behind the gate is what a client of the real service would see.
  app.use('*', createUsageHeaders(now), createGate({ control, endpointOf }));
  addChatbotApi(app, service);
  return control;
}

function createService(
  origin: string,
  knowledgeBase: KnowledgeBase,
  options: ChatbotSimulatorOptions,
  now: () => number,
): ChatbotService {
  const codes = createTrackingCodes();
  const service: ChatbotService = {
    credentials: options.credentials,
    keyRejected: false,
    settings: settingsSchema.parse(options.settings ?? {}),
    origin,
    tokens: createAccessTokens(options.tokenLifetimeSeconds ?? 1200, now),
    sessions: createSessions(options.sessionIdleSeconds ?? 1800, now),
    bot: createBot({ knowledgeBase, settings: () => service.settings, codes, now }),
    tracking: createTracking({
      codes,
      now,
      titleOf: (id) => knowledgeBase.knowledge().contents.get(id)?.title,
      acceptsAnyCode: () => service.settings.unknownTrackingCode === 'accept',
    }),
    ticketing: options.ticketing ?? createTicketing(),
    seconds: () => Math.floor(now() / 1000),
    extraInfo: createExtraInfo(options.extraInfo ?? DEFAULT_EXTRA_INFO),
    knowsVariable: (name) =>
      service.settings.unknownVariables === 'accept' || knowledgeBase.knowledge().variables.has(name.toLowerCase()),
  };
  return service;
}
