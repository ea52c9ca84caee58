import type { Answer } from '../../../sandbox/chatbot/bot/wire.ts';
import {
  type ChatbotSimulator,
  type ChatbotSimulatorOptions,
  startChatbotSimulator,
} from '../../../sandbox/chatbot/start-chatbot-simulator.ts';

export const CREDENTIALS = { key: 'key-of-the-shop', secret: 's3cr+t/of=the shop' };

export type Reply = { status: number; body: unknown; text: string; headers: Headers };

/** The plainest client there can be: what it sends is written in each test. */
export type BotClient = {
  simulator: ChatbotSimulator;
  origin: string;
  /** Base URL of the product, with version. */
  base: string;
  /** Any call; a body that is no string goes out as JSON. */
  call(method: string, url: string, options?: { headers?: Record<string, string>; body?: unknown }): Promise<Reply>;
  tokenHeaders: Record<string, string>;
  open(body?: unknown, headers?: Record<string, string>): Promise<Talk>;
};

export type Talk = {
  sessionId: string;
  headers: Record<string, string>;
  send(body: unknown): Promise<Reply>;
  say(message: string): Promise<Answer[]>;
  click(option: number | string): Promise<Answer[]>;
  directCall(name: string): Promise<Answer[]>;
  get(path: string): Promise<Reply>;
  post(path: string, body: unknown): Promise<Reply>;
};

export async function startBot(options: Partial<ChatbotSimulatorOptions> = {}): Promise<BotClient> {
  const simulator = await startChatbotSimulator({ credentials: CREDENTIALS, ...options });
  const { origin } = new URL(simulator.url);
  const auth = await call('POST', `${simulator.url}/auth`, {
    headers: { 'x-inbenta-key': CREDENTIALS.key },
    body: { secret: CREDENTIALS.secret },
  });
  const { accessToken } = auth.body as { accessToken: string };
  const tokenHeaders = { 'x-inbenta-key': CREDENTIALS.key, authorization: `Bearer ${accessToken}` };
  const base = `${origin}/prod/chatbot/v1`;
  const open = async (body: unknown = {}, headers: Record<string, string> = {}): Promise<Talk> => {
    const opened = await call('POST', `${base}/conversation`, { headers: { ...tokenHeaders, ...headers }, body });
    const { sessionToken, sessionId } = opened.body as { sessionToken: string; sessionId: string };
    return createTalk(base, sessionId, { ...tokenHeaders, 'x-inbenta-session': `Bearer ${sessionToken}` });
  };
  return { simulator, origin, base, call, tokenHeaders, open };
}

function createTalk(base: string, sessionId: string, headers: Record<string, string>): Talk {
  const post = (path: string, body: unknown): Promise<Reply> => call('POST', base + path, { headers, body });
  const send = (body: unknown): Promise<Reply> => post('/conversation/message', body);
  const answersOf = async (body: unknown): Promise<Answer[]> => {
    const reply = await send(body);
    if (reply.status !== 200)
      throw new Error(`${JSON.stringify(body)} was answered with ${reply.status} ${reply.text}`);
    return (reply.body as { answers: Answer[] }).answers;
  };
  return {
    sessionId,
    headers,
    send,
    say: (message) => answersOf({ message }),
    click: (option) => answersOf({ option }),
    directCall: (name) => answersOf({ directCall: name }),
    get: (path) => call('GET', base + path, { headers }),
    post,
  };
}

async function call(
  method: string,
  url: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: unknown } = {},
): Promise<Reply> {
  const isText = body === undefined || typeof body === 'string';
  const response = await fetch(url, {
    method,
    headers: isText ? headers : { 'content-type': 'application/json', ...headers },
    body: isText ? (body as string | undefined) : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, text, body: parseOrText(text), headers: response.headers };
}

function parseOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Text, labels and flags of answers, as short as a test wants to read them. */
export function summary(answers: Answer[]): unknown[] {
  return answers.map(({ type, message, options, flags }) => ({
    type,
    message,
    ...(options?.length ? { options: options.map(({ label }) => label) } : {}),
    ...(flags.length > 0 ? { flags } : {}),
  }));
}

/** The value of the option with this label. */
export function optionValue(answers: Answer[], label: string): number | string {
  const option = answers.flatMap(({ options }) => options ?? []).find((candidate) => candidate.label === label);
  if (!option) throw new Error(`No option "${label}" in ${JSON.stringify(summary(answers))}`);
  return option.value;
}
