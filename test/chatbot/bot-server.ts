import type { ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import {
  type ChatbotClient,
  type ChatbotClientOptions,
  createChatbotClient,
} from '../../src/chatbot/chatbot-client.ts';
import { createHttpClient } from '../../src/net/http-client.ts';
import { createTestClock, type SeenRequest, sendJson, startTestServer, type TestServer } from '../net/test-server.ts';

export const session = { token: 'session-1', id: 's1' };

/** The gateway's answer to a token it does not know (Inbenta docs: gateway errors). */
export const explicitDeny = { Message: 'User is not authorized to access this resource with an explicit deny' };

type Reply = (request: SeenRequest, response: ServerResponse) => void;

/** A bot that behaves like Inbenta's as far as a test needs it: tokens that can be taken back, replies that can be set. */
export interface BotServer extends TestServer {
  /** Replies to `POST /auth`; by default a token of 20 minutes. */
  onAuth: Reply;
  /** Replies to calls with a valid token. */
  onCall: Reply;
  /** Tokens that are accepted. */
  valid: Set<string>;
  /** How many tokens were asked for. */
  grants(): number;
  /** Calls of the Chatbot API, refused ones included. */
  calls(): SeenRequest[];
  /** What `apis` says. */
  apis: Record<string, unknown>;
  /** What the next grants say about their life. */
  life: Record<string, unknown>;
}

export async function startBotServer(): Promise<BotServer> {
  let granted = 0;
  const server = await startTestServer((request, response) => {
    if (request.path === '/v1/auth') return bot.onAuth(request, response);
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    return bot.valid.has(token) ? bot.onCall(request, response) : sendJson(response, 403, explicitDeny);
  });
  const bot: BotServer = {
    ...server,
    valid: new Set(),
    apis: { chatbot: `${server.origin}/prod/chatbot` },
    life: { expires_in: 1200 },
    onAuth: (_request, response) => {
      granted += 1;
      bot.valid.add(`token-${granted}`);
      sendJson(response, 200, { accessToken: `token-${granted}`, ...bot.life, apis: bot.apis });
    },
    onCall: (_request, response) => sendJson(response, 200, { answers: [{ type: 'answer', message: 'Hi' }] }),
    grants: () => server.requests.filter((request) => request.path === '/v1/auth').length,
    calls: () => server.requests.filter((request) => request.path !== '/v1/auth'),
  };
  return bot;
}

export interface TestBot {
  client: ChatbotClient;
  clock: ReturnType<typeof createTestClock>;
  warnings: string[];
}

export function connectTo(bot: { origin: string }, options: Partial<ChatbotClientOptions> = {}): TestBot {
  const http = createHttpClient({ connectTimeoutMs: 2_000, env: {} });
  onTestFinished(() => http.close());
  const clock = createTestClock();
  const warnings: string[] = [];
  const client = createChatbotClient({
    http,
    authUrl: `${bot.origin}/v1`,
    key: 'the-key',
    secret: 'the-secret',
    environment: 'development',
    userType: 3,
    source: 'smooch',
    conversation: { lang: 'en', answers: { maxOptions: 3 } },
    timeouts: { botMs: 5_000, otherMs: 5_000 },
    clock,
    onWarning: (message) => void warnings.push(message),
    ...options,
  });
  return { client, clock, warnings };
}
