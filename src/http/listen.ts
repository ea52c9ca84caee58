import type { AddressInfo } from 'node:net';
import type { HttpBindings } from '@hono/node-server';
import { type ServerType, serve } from '@hono/node-server';
import type { Hono } from 'hono';

export interface Listener {
  port: number;
  /** Takes no new connection and ends the idle ones. */
  close(): Promise<void>;
}

/** Listens on host and port; port 0 picks a free one. Rejects when the port is taken. */
export async function listen(app: Hono<{ Bindings: HttpBindings }>, host: string, port: number): Promise<Listener> {
  const server: ServerType = await new Promise((resolve, reject) => {
    const started = serve({ fetch: app.fetch, hostname: host, port, overrideGlobalObjects: false }, () =>
      resolve(started),
    );
    started.once('error', reject);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeIdleConnections' in server) server.closeIdleConnections();
      }),
  };
}
