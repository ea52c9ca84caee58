import {
  type HyperchatSimulator,
  type HyperchatSimulatorOptions,
  startHyperchatSimulator,
} from '../../../sandbox/hyperchat/start-hyperchat-simulator.ts';
import type { WireAgent, WireChat, WireMedia, WireMessage, WireUser } from '../../../sandbox/hyperchat/v1/wire.ts';

export const APP_ID = 'gAbSandbox';
export const SECRET = 'the-secret-of-the-desk';
export const CREDENTIALS = { 'x-hyper-appid': APP_ID, 'x-hyper-secret': SECRET };

/** Everything that may stand in an answer of the API; a test looks at what it asked for. */
export interface AnswerBody {
  error: { code: number; message: string };
  user: WireUser;
  users: WireUser[];
  session: { token: string };
  agent?: WireAgent;
  chat: WireChat;
  chats: WireChat[];
  message: WireMessage;
  messages: WireMessage[];
  media: WireMedia;
  [field: string]: unknown;
}

export interface Answer {
  status: number;
  body: AnswerBody;
}

export interface DeskClient {
  simulator: HyperchatSimulator;
  control: HyperchatSimulator['control'];
  /** Calls a path below `/v1` with the app's credentials. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Calls any path of the simulator. */
  fetch(path: string, init?: RequestInit): Promise<Answer>;
  /** Calls a path of the control API. */
  sandbox<T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }>;
  signUp(externalId: string, more?: object): Promise<WireUser>;
  /** A chat of a new user in room 1. */
  openChat(more?: object): Promise<WireChat>;
  upload(parts: { chatId?: string; senderId?: string; file?: File }): Promise<Answer>;
}

/** A desk with two rooms and two agents, logged off, and what is needed to call it. The test stops it. */
export async function startDesk(options: Partial<HyperchatSimulatorOptions> = {}): Promise<DeskClient> {
  const simulator = await startHyperchatSimulator({
    appId: APP_ID,
    secret: SECRET,
    rooms: [
      { id: 1, name: 'Support' },
      { id: 2, name: 'Sales' },
    ],
    agents: [
      { id: 'u_carla', name: 'Carla Soto', nickname: 'Carla', rooms: [1], langs: ['en', 'es'], capacity: 1 },
      { id: 'u_david', name: 'David Roig', rooms: [1, 2], langs: ['en'], capacity: 2 },
    ],
    ...options,
  });
  let users = 0;

  async function fetchAnswer(path: string, init?: RequestInit): Promise<Answer> {
    const response = await fetch(simulator.url + path, init);
    const text = await response.text();
    return {
      status: response.status,
      body: response.headers.get('content-type')?.includes('json') && text ? JSON.parse(text) : text,
    };
  }
  function send(path: string, method: string, body: unknown, headers: Record<string, string>): Promise<Answer> {
    const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
    return fetchAnswer(path, { method, headers: { 'content-type': 'application/json', ...headers }, body: text });
  }
  const call: DeskClient['call'] = (method, path, body, headers = CREDENTIALS) =>
    send(`/v1${path}`, method, body, headers);
  const signUp: DeskClient['signUp'] = async (externalId, more) =>
    (await call('POST', '/users/', { name: 'Ana Roca', externalId, ...more })).body.user;
  return {
    simulator,
    control: simulator.control,
    call,
    fetch: fetchAnswer,
    async sandbox<T>(method: string, path: string, body?: unknown) {
      const answer = await send(`/sandbox${path}`, method, body, {});
      return { status: answer.status, body: answer.body as T };
    },
    signUp,
    async openChat(more) {
      const { id } = await signUp(`smooch-app-${++users}`);
      return (await call('POST', '/chats/', { creator: id, room: 1, source: 3, lang: 'en', ...more })).body.chat;
    },
    upload({ chatId, senderId, file }) {
      const form = new FormData();
      if (chatId !== undefined) form.set('chatId', chatId);
      if (senderId !== undefined) form.set('senderId', senderId);
      if (file !== undefined) form.set('media', file);
      return fetchAnswer('/v1/media/', { method: 'POST', headers: CREDENTIALS, body: form });
    },
  };
}
