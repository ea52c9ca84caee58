import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { JournalEntry } from '../../sandbox/control/journal.ts';
import type { SimulatedUser } from '../../sandbox/smooch/control/simulated-user.ts';
import { secretsOf } from './secrets-of.ts';
import { type ReceivedAnswer, sendRequest } from './send-request.ts';
import { type Stand, type StandOptions, startStand, WEBHOOK_SECRET } from './stand.ts';

export interface Delivery {
  /** Path and query of the URL. Default `/`. */
  path?: string;
  /** `X-API-Key`; null leaves the header out. Default: the webhook's secret. */
  key?: string | null;
  headers?: Record<string, string>;
  chunked?: boolean;
}

/**
 * A stand whose webhooks the test posts itself. It ends with the test, and then no secret, and nothing that a user
 * wrote, may have come out.
 */
export interface WebhookStand extends Omit<Stand, 'stop'> {
  /** Posts a body: text and bytes as they are, anything else as JSON. */
  post(body: unknown, delivery?: Delivery): Promise<ReceivedAnswer>;
  /** Any other request to the public URL. */
  send(path: string, method: string): Promise<ReceivedAnswer>;
  readiness(): Promise<{ status: number; body: Record<string, unknown> }>;
  /** Resolves when no stored event is unfinished. */
  idle(): Promise<void>;
  /** What the bot was asked so far, oldest first. */
  asked(): string[];
  /** Resolves with what the bot was asked as soon as there are this many questions. */
  waitForQuestions(count: number): Promise<string[]>;
  /** Keeps the bot from answering until the returned function is called. */
  holdBot(bodyIncludes?: string): () => void;
  /** Calls with which the connector asked for the app's webhooks. */
  secretLookUps(): JournalEntry[];
  /** Log lines in which a text occurs. */
  logLines(text: string): Record<string, unknown>[];
  /** Whether a text occurs anywhere in the files of the data folder. */
  dataHolds(text: string): boolean;
  /** Waits until a user has got this many messages. */
  waitForTexts(user: SimulatedUser, count: number): Promise<string[]>;
  /** Secrets beside the stand's own that must not come out either. */
  secrets: string[];
}

/** Starts a stand for webhooks that the test makes. */
export async function startWebhookStand(options: StandOptions = {}): Promise<WebhookStand> {
  const stand = await startStand(options);
  const answers: ReceivedAnswer[] = [];
  const secrets: string[] = [];
  onTestFinished(async () => {
    // Held calls would keep the connector from stopping.
    stand.chatbot.control.faults.clear();
    stand.smooch.control.faults.clear();
    await stand.stop();
    expectNoSecret(stand, secrets, answers);
  });
  return Object.assign(stand, requestsTo(stand, answers), observationsOf(stand), { secrets });
}

/** The stand is the one object whose parts `restart` replaces, so nothing of it is copied. */
function requestsTo(stand: Stand, answers: ReceivedAnswer[]): Pick<WebhookStand, 'post' | 'send' | 'readiness'> {
  const keep = async (sent: Promise<ReceivedAnswer>): Promise<ReceivedAnswer> => {
    const answer = await sent;
    answers.push(answer);
    return answer;
  };
  return {
    post(body, { path = '/', key = WEBHOOK_SECRET, headers, chunked } = {}) {
      return keep(
        sendRequest(`${stand.connector.url}${path}`, {
          headers: { 'content-type': 'application/json', ...(key === null ? {} : { 'x-api-key': key }), ...headers },
          body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
          chunked,
        }),
      );
    },
    send: (path, method) => keep(sendRequest(`${stand.connector.url}${path}`, { method })),
    async readiness() {
      const { status, text } = await keep(sendRequest(`${stand.connector.url}/readyz`, { method: 'GET' }));
      return { status, body: JSON.parse(text) as Record<string, unknown> };
    },
  };
}

type Observations = Omit<WebhookStand, keyof Stand | 'post' | 'send' | 'readiness' | 'secrets'>;

function observationsOf(stand: Stand): Observations {
  const { chatbot, smooch } = stand;
  const questions = (entries: JournalEntry[]) =>
    entries.map(({ body }) => String((body as { message?: unknown }).message));
  return {
    async idle() {
      const open = async () => {
        const { text } = await sendRequest(`${stand.connector.url}/readyz`, { method: 'GET' });
        return (JSON.parse(text) as { open: number }).open;
      };
      await expect.poll(open, { timeout: 15_000, interval: 10 }).toBe(0);
    },
    asked: () => questions(chatbot.control.journal.listRaw({ endpoint: 'message' })),
    waitForQuestions: async (count) =>
      questions(await chatbot.control.journal.waitFor({ endpoint: 'message' }, { count })),
    holdBot(bodyIncludes) {
      const fault = { endpoint: 'message', effect: { kind: 'hold' }, times: 'always', bodyIncludes } as const;
      const id = chatbot.control.faults.add(fault);
      return () => void chatbot.control.faults.release(id);
    },
    secretLookUps: () => smooch.control.journal.listRaw({ endpoint: 'webhooks' }),
    logLines: (text) => stand.log.filter((line) => JSON.stringify(line).includes(text)),
    dataHolds: (text) =>
      readdirSync(stand.dataDir).some((name) => readFileSync(join(stand.dataDir, name)).includes(text)),
    async waitForTexts(user, count) {
      await smooch.control.waitForMessages(user.id, count);
      return stand.texts(user);
    },
  };
}

/** Long enough not to be an ordinary word of a log line. */
const TELLING_LENGTH = 10;

function expectNoSecret(stand: Stand, more: string[], answers: ReceivedAnswer[]): void {
  const questions = observationsOf(stand).asked();
  const confidential = [...secretsOf(stand), ...more, ...questions.filter(({ length }) => length >= TELLING_LENGTH)];
  const told = [JSON.stringify(stand.log), JSON.stringify(answers)].join('\n');
  expect(confidential.filter((secret) => told.includes(secret))).toEqual([]);
}
