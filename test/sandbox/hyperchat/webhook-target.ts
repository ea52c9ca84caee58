import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedEvent {
  headers: IncomingHttpHeaders;
  /** As it came. */
  raw: string;
  trigger: string;
  appId: string;
  data: Record<string, unknown>;
  created_at: number;
}

export interface ReceivedHandshake {
  method: string;
  secret: string;
  body: string;
}

export interface WebhookTarget {
  url: string;
  events: ReceivedEvent[];
  handshakes: ReceivedHandshake[];
  /** What a handshake is answered with. Default: 200 and the same secret. */
  echo: (secret: string) => { status: number; secret?: string };
  /** What an event is answered with: a status, or with a body, or silence. Default: 200. */
  answer: (event: ReceivedEvent, index: number) => number | [number, unknown] | 'silence' | Promise<number>;
  /** Names of the events that came. */
  triggers(): string[];
  /** Resolves as soon as this many events came. */
  waitFor(count: number): Promise<ReceivedEvent[]>;
  stop(): Promise<void>;
}

/** A real HTTP server that takes part in handshakes and takes events. */
export async function startWebhookTarget(): Promise<WebhookTarget> {
  const waiting = new Set<() => void>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const raw = Buffer.concat(chunks).toString();
    const secret = request.headers['x-hook-secret'];
    if (typeof secret === 'string') {
      target.handshakes.push({ method: request.method ?? '', secret, body: raw });
      const echo = target.echo(secret);
      response.writeHead(echo.status, echo.secret === undefined ? {} : { 'x-hook-secret': echo.secret }).end();
      return;
    }
    const event: ReceivedEvent = { headers: request.headers, raw, ...(raw.startsWith('{') && JSON.parse(raw)) };
    const index = target.events.push(event) - 1;
    for (const look of waiting) look();
    const answer = await target.answer(event, index);
    if (answer === 'silence') return;
    const [status, body] = Array.isArray(answer) ? answer : [answer];
    response.writeHead(status).end(body === undefined ? undefined : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const target: WebhookTarget = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    events: [],
    handshakes: [],
    echo: (secret) => ({ status: 200, secret }),
    answer: () => 200,
    triggers: () => target.events.map(({ trigger }) => trigger),
    waitFor: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (target.events.length < count) return;
          waiting.delete(look);
          resolve(target.events);
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
  return target;
}

/** What the signature of this text must be. */
export function hmac(text: string, secret: string, encoding: 'hex' | 'base64' = 'hex'): string {
  return createHmac('sha256', secret).update(text).digest(encoding);
}
