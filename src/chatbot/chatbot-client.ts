import type { Clock } from '../core/clock.ts';
import { NotConfiguredError } from '../core/errors.ts';
import { parseBaseUrl } from '../net/base-url.ts';
import type { HttpClient } from '../net/http-client.ts';
import { asRecord, asText } from '../net/loose-json.ts';
import { createAccessTokenSource } from './access-token.ts';
import { type BotCaller, createBotCaller } from './bot-caller.ts';
import { type ExtraInfo, parseExtraInfo } from './extra-info.ts';
import { parseAnswers } from './parse-answers.ts';
import { parseHistory } from './parse-history.ts';
import type { BotAnswer, BotHistoryEntry, BotQuestion, BotSession } from './wire.ts';

export interface ChatbotClientOptions {
  http: HttpClient;
  /** The authorization API, `https://api.inbenta.io/v1`. The Chatbot API's own address comes with each token. */
  authUrl: string;
  key: string;
  secret: string;
  /** `x-inbenta-env`. */
  environment: string;
  /** `x-inbenta-user-type`: the id of the user's profile. */
  userType: number | string;
  /** `x-inbenta-source`: a label in the bot's logs; empty leaves it out. */
  source: string;
  /** Body that opens a conversation, sent as it is. */
  conversation: object;
  /** Time limits: for a question to the bot, and for every other call. */
  timeouts: { botMs: number; otherMs: number };
  clock: Clock;
  /** Told about what was left out of an answer, and about renewals that failed. Never a text of a user. */
  onWarning?: (message: string) => void;
}

/**
 * The Chatbot API of one environment, with its own access token. Every method is one attempt, but for a token that is
 * refused. All throw ApiError, and WireError for an answer that cannot be understood.
 */
export interface ChatbotClient {
  openSession(): Promise<BotSession>;
  /** Asks; `directCall` counts before everything else in the question. */
  ask(session: BotSession, question: BotQuestion): Promise<BotAnswer[]>;
  history(session: BotSession): Promise<BotHistoryEntry[]>;
  /** Tracks an event (`rate`, `click`, `CHAT_ATTENDED`, ...). */
  track(session: BotSession, type: string, data: Record<string, unknown>): Promise<void>;
  setVariable(session: BotSession, name: string, value: string): Promise<void>;
  setVariables(session: BotSession, variables: Readonly<Record<string, string>>): Promise<void>;
  /** Reads an ExtraInfo group; entries that are not there are empty. */
  fetchExtraInfo(group: string): Promise<ExtraInfo>;
}

/** Opens the client of one environment; nothing is called before it is used. */
export function createChatbotClient(options: ChatbotClientOptions): ChatbotClient {
  const { http, key, secret, clock, timeouts, onWarning } = options;
  const base = parseBaseUrl(options.authUrl);
  if (base === undefined) throw new NotConfiguredError(`api.url is no http(s) address: "${options.authUrl}"`);
  const timeoutMs = timeouts.otherMs;
  const tokens = createAccessTokenSource({ http, base, key, secret, timeoutMs, clock, onWarning });
  const call = createBotCaller({ http, tokens, clock, secrets: [key, secret] });
  return {
    openSession: sessionOpener(call, options),
    ask: (session, question) =>
      call({
        operation: 'ask',
        method: 'POST',
        path: '/v1/conversation/message',
        headers: sessionHeader(session),
        body: JSON.stringify(toQuestionBody(question)),
        timeoutMs: timeouts.botMs,
        read: (body) => {
          const answers = asRecord(body)?.answers;
          return typeof answers === 'object' && answers !== null ? parseAnswers(answers, onWarning) : undefined;
        },
      }),
    ...sessionCalls(call, timeoutMs),
    fetchExtraInfo: (group) =>
      call({
        operation: 'read ExtraInfo',
        method: 'GET',
        path: `/v1/app/data/${encodeURIComponent(group)}?name=`,
        timeoutMs,
        read: (body) => {
          const results = asRecord(body)?.results;
          return Array.isArray(results) ? parseExtraInfo(results) : undefined;
        },
      }),
  };
}

function sessionOpener(call: BotCaller, options: ChatbotClientOptions): () => Promise<BotSession> {
  const headers: Record<string, string> = {
    'x-inbenta-user-type': String(options.userType),
    'x-inbenta-env': options.environment,
  };
  if (options.source !== '') headers['x-inbenta-source'] = options.source;
  const body = JSON.stringify(options.conversation);
  return () =>
    call({
      operation: 'open session',
      method: 'POST',
      path: '/v1/conversation',
      headers,
      body,
      timeoutMs: options.timeouts.otherMs,
      read: (answer) => {
        const token = asText(asRecord(answer)?.sessionToken);
        return token === undefined ? undefined : { token, id: asText(asRecord(answer)?.sessionId) };
      },
    });
}

type SessionCalls = Pick<ChatbotClient, 'history' | 'track' | 'setVariable' | 'setVariables'>;

function sessionCalls(call: BotCaller, timeoutMs: number): SessionCalls {
  /** The answers to these hold nothing but success, if anything. */
  async function post(session: BotSession, operation: string, path: string, content: object): Promise<void> {
    const body = JSON.stringify(content);
    const headers = sessionHeader(session);
    await call({ operation, method: 'POST', path, headers, body, timeoutMs, read: isDone });
  }
  return {
    history: (session) =>
      call({
        operation: 'read history',
        method: 'GET',
        path: '/v1/conversation/history',
        headers: sessionHeader(session),
        timeoutMs,
        read: (body) => (Array.isArray(body) ? parseHistory(body) : undefined),
      }),
    track: (session, type, data) => post(session, 'track', '/v1/tracking/events', { type, data }),
    setVariable: (session, name, value) => post(session, 'set variable', '/v1/conversation/variables', { name, value }),
    setVariables: (session, variables) => {
      const list = Object.entries(variables).map(([name, value]) => ({ name, value }));
      return post(session, 'set variables', '/v1/conversation/variables/multiple', { variables: list });
    },
  };
}

function isDone(body: unknown): true | undefined {
  return asRecord(body)?.success === false ? undefined : true;
}

function sessionHeader(session: BotSession): Record<string, string> {
  return { 'x-inbenta-session': `Bearer ${session.token}` };
}

/** `directCall` alone, or the option beside the message it belongs to (Inbenta docs: conversation message). */
function toQuestionBody(question: BotQuestion): object {
  const { message, option, directCall } = question;
  return directCall === undefined ? { message, option } : { directCall };
}
