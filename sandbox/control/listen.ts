import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import type { SimulatorEnv } from './gate.ts';

export type ListeningServer = {
  port: number;
  /** Ends every connection, also the hanging ones, and resolves when the port is free. */
  stop(): Promise<void>;
};

/**
 * Connections that may wait to be taken up. Under a burst of more than Node's 511 the system drops them without a word,
 * and what was sent in them arrives seconds later.
 */
const BACKLOG = 4096;

/** Serves an app on a port (0: a free one) and resolves when it listens. */
export async function listen(app: Hono<SimulatorEnv>, port: number, host: string): Promise<ListeningServer> {
  const server = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog: BACKLOG }, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}
