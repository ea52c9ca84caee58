import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WireAction, WireClient, WireMessage } from '../../../sandbox/smooch/v1/wire.ts';

/** Everything that may stand in a webhook; a test looks at what it waits for. */
export interface WebhookBody {
  trigger: string;
  version: string;
  app: { _id: string };
  appUser: { _id: string; [field: string]: unknown };
  conversation: { _id: string };
  client: WireClient;
  messages: WireMessage[];
  postbacks: { action: WireAction; message?: WireMessage }[];
  timestamp: number;
  [field: string]: unknown;
}

export interface ReceivedWebhook {
  headers: IncomingHttpHeaders;
  body: WebhookBody;
}

export interface WebhookReceiver {
  url: string;
  received: ReceivedWebhook[];
  /** Decides each answer: a status, or `silence`. Default: 200. */
  answer: (request: ReceivedWebhook, index: number) => number | 'silence' | Promise<number>;
  /** Resolves as soon as this many requests came. */
  waitFor(count: number): Promise<ReceivedWebhook[]>;
  stop(): Promise<void>;
}

/** A real HTTP server that takes webhooks. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const waiting = new Set<() => void>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const webhook = { headers: request.headers, body: text.startsWith('{') ? JSON.parse(text) : text };
    const index = receiver.received.push(webhook) - 1;
    for (const look of waiting) look();
    const status = await receiver.answer(webhook, index);
    if (status !== 'silence') response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`,
    received: [],
    answer: () => 200,
    waitFor: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (receiver.received.length < count) return;
          waiting.delete(look);
          resolve(receiver.received);
        };
        waiting.add(look);
        look();
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return receiver;
}
