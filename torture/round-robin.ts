import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A small proxy in front of the instances. */
export interface RoundRobin {
  url: string;
  stop(): Promise<void>;
}

/**
 * Hands each request to the next instance, whether or not it lives. It retries nothing: a refused or broken connection
 * breaks the caller's, who has to come again.
 */
export async function startRoundRobin(targets: readonly string[]): Promise<RoundRobin> {
  const origins = targets.map((target) => new URL(target));
  let count = 0;
  const server = createServer((incoming, outgoing) => forward(incoming, outgoing, origins[count++ % origins.length]!));
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function forward(incoming: IncomingMessage, outgoing: ServerResponse, to: URL): void {
  const { method, url: path, headers } = incoming;
  // No kept connections: one that an instance took into its grave would fail a request it never saw.
  const onward = request({ host: to.hostname, port: to.port, method, path, headers, agent: false }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
    answer.once('error', () => outgoing.destroy());
  });
  onward.once('error', () => outgoing.destroy());
  outgoing.once('close', () => onward.destroy());
  incoming.pipe(onward);
}
