import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { guardConnections } from './guard-connections.ts';
import type { Refusals } from './refusals.ts';
import { watchRefusals } from './watch-refusals.ts';

export interface Listener {
  port: number;
  /** Takes no new connection and ends the idle ones. */
  close(): Promise<void>;
}

export interface ListenOptions {
  host: string;
  /** 0 picks a free one. */
  port: number;
  /** How long a connection without a request is kept. */
  keepAliveSeconds: number;
  /** How many connections are open at the same time. */
  maxConnections: number;
  /** Told what never becomes a request. */
  refusals: Refusals;
  /** What a sender has for the headers of a request. Default 10 s. */
  headersMs?: number;
}

/** A burst of webhooks on new connections waits here; beyond it the system drops them, and they come seconds later. */
const BACKLOG = 4096;
const HEADERS_MS = 10_000;
/** Headers, body and what is read away after a refusal; the parts have limits of their own. */
const WHOLE_REQUEST_MS = 90_000;

/** Listens. Rejects when the port is taken. */
export async function listen(app: RequestListener, options: ListenOptions): Promise<Listener> {
  const { host, port, headersMs = HEADERS_MS } = options;
  const server = createServer({
    // Without a Host header it is a request to an unknown host, and that is decided behind.
    requireHostHeader: false,
    keepAliveTimeout: options.keepAliveSeconds * 1000,
    headersTimeout: headersMs,
    requestTimeout: WHOLE_REQUEST_MS,
    // Node looks for late ones every 30 s else.
    connectionsCheckingInterval: Math.min(1_000, headersMs),
  });
  const connections = guardConnections(server, options.maxConnections, options.refusals);
  watchRefusals(server, { connections, refusals: options.refusals, headersMs });
  server.on('request', app);
  // Whatever else somebody expects: the request is taken all the same.
  server.on('checkExpectation', (request, response) => void server.emit('request', request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog: BACKLOG }, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => closeServer(server),
  };
}

/** Requests under way are answered; kept connections end as soon as they fall idle, the last after five seconds. */
async function closeServer(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  const idle = setInterval(() => server.closeIdleConnections(), 20);
  const last = setTimeout(() => server.closeAllConnections(), 5_000);
  await closed;
  clearInterval(idle);
  clearTimeout(last);
}
