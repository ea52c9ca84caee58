import {
  type SmoochSimulator,
  type SmoochSimulatorOptions,
  startSmoochSimulator,
} from '../../../sandbox/smooch/start-smooch-simulator.ts';
import type { WireClient, WireConversation, WireMessage, WireWebhook } from '../../../sandbox/smooch/v1/wire.ts';

export const APP_ID = '60aa00000000000000000001';
export const KEY = {
  id: 'app_60aa00000000000000000001',
  secret: 'an app key secret that is long enough to sign with HS512, too',
};
export const BASIC = basicAuth(KEY.id, KEY.secret);

export function basicAuth(id: string, secret: string): string {
  return `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
}

/** Everything that may stand in an answer of the API; a test looks at what it asked for. */
export interface AnswerBody {
  error: { code: string; description: string };
  message: WireMessage;
  extraMessages?: WireMessage[];
  messages: WireMessage[];
  conversation: WireConversation;
  previous?: string;
  next?: string;
  appUser: { _id: string; clients: WireClient[]; [field: string]: unknown };
  webhook: WireWebhook;
  webhooks: WireWebhook[];
  integrations: { _id: string; type: string }[];
  integration: { _id: string; type: string };
  app: Record<string, unknown>;
  menu: { items: object[] };
  channels: object[];
  mediaUrl: string;
  mediaType: string;
}

export interface Answer {
  status: number;
  body: AnswerBody;
}

export interface TestApi {
  simulator: SmoochSimulator;
  /** Calls a path below `/v1.1/apps/{app}` with the app's key. */
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Calls any path of the simulator. */
  fetch(path: string, init?: RequestInit): Promise<Answer>;
}

/** A simulator with one app, and what is needed to call it. The test stops it. */
export async function startTestApi(options: Partial<SmoochSimulatorOptions> = {}): Promise<TestApi> {
  const simulator = await startSmoochSimulator({ apps: [{ id: APP_ID, keys: [KEY] }], ...options });
  async function fetchAnswer(path: string, init?: RequestInit): Promise<Answer> {
    const response = await fetch(simulator.url + path, init);
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') && text !== '';
    return { status: response.status, body: isJson ? JSON.parse(text) : text };
  }
  return {
    simulator,
    fetch: fetchAnswer,
    call: (method, path, body) =>
      fetchAnswer(`/v1.1/apps/${APP_ID}${path}`, {
        method,
        headers: { authorization: BASIC, 'content-type': 'application/json' },
        body: typeof body === 'string' || body === undefined ? body : JSON.stringify(body),
      }),
  };
}
