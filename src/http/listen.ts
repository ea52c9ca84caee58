import type { AddressInfo } from 'node:net';
import type { HttpBindings } from '@hono/node-server';
import { createAdaptorServer, type ServerType } from '@hono/node-server';
import type { Hono } from 'hono';

export interface Listener {
  port: number;
  /** Takes no new connection and ends the idle ones. */
  close(): Promise<void>;
}

/** A burst of webhooks on new connections waits here; beyond it the system drops them, and they come seconds later. */
const BACKLOG = 4096;

/** Listens on host and port; port 0 picks a free one. Rejects when the port is taken. */
export async function listen(app: Hono<{ Bindings: HttpBindings }>, host: string, port: number): Promise<Listener> {
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false });
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
async function closeServer(server: ServerType): Promise<void> {
  if (!('closeIdleConnections' in server)) throw new Error('only HTTP/1.1 servers are started here');
  const closed = new Promise((resolve) => server.close(resolve));
  const idle = setInterval(() => server.closeIdleConnections(), 20);
  const last = setTimeout(() => server.closeAllConnections(), 5_000);
  await closed;
  clearInterval(idle);
  clearTimeout(last);
}
