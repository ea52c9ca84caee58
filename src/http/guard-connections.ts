import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Refusals } from './refusals.ts';

/** What is known of open connections. */
export interface Connections {
  /** The answer that is being prepared on a connection. */
  responseOf(socket: Socket): ServerResponse | undefined;
}

/** Those that wait for their other side, the longest waiting first. */
interface Waiting {
  /** Nothing that was accepted has come on these. */
  strangers: Set<Socket>;
  /** Idle, after a webhook that was accepted. */
  senders: Set<Socket>;
}

/**
 * Keeps a server within so many connections. At the limit the one that has waited longest for its other side makes way:
 * whoever connects to send something sends it at once, whoever holds connections open does not.
 */
export function guardConnections(server: Server, limit: number, refusals: Refusals): Connections {
  const open = new Set<Socket>();
  const waiting: Waiting = { strangers: new Set(), senders: new Set() };
  const responses = new Map<Socket, ServerResponse>();
  /** The request that came last on each: behind a whole one there may be another that never ends. */
  const newest = new Map<Socket, IncomingMessage>();
  const forget = (socket: Socket) => {
    for (const all of [open, waiting.strangers, waiting.senders]) all.delete(socket);
    responses.delete(socket);
    newest.delete(socket);
  };

  // Whatever happens, it stays below what the process may open.
  server.maxConnections = limit;
  server.on('drop', () => refusals.note('connection-dropped', `${FULL}: a new one was closed at once`, { limit }));
  server.on('connection', (socket: Socket) => {
    const longest = firstOf(waiting.strangers) ?? firstOf(waiting.senders);
    open.add(socket);
    waiting.strangers.add(socket);
    socket.once('close', () => forget(socket));
    if (open.size < limit || longest === undefined) return;
    refusals.note('connection-ended', `${FULL}: the one that had waited longest was closed`, { limit });
    forget(longest);
    longest.destroy();
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    responses.set(socket, response);
    newest.set(socket, request);
    waiting.senders.delete(socket);
    // One that waits already keeps its place.
    waiting.strangers.add(socket);
    request.once('end', () => {
      if (newest.get(socket) === request) waiting.strangers.delete(socket);
    });
    response.once('close', () => {
      if (responses.get(socket) === response) responses.delete(socket);
      if (!open.has(socket) || responses.has(socket)) return;
      waiting.strangers.delete(socket);
      waiting[isSender(request, response) ? 'senders' : 'strangers'].add(socket);
    });
  });
  return { responseOf: (socket) => responses.get(socket) };
}

const FULL = 'as many connections are open as server.max_connections and the limit of open files allow';

function isSender(request: IncomingMessage, response: ServerResponse): boolean {
  return request.method === 'POST' && response.statusCode === 200;
}

function firstOf<T>(set: ReadonlySet<T>): T | undefined {
  const [first] = set;
  return first;
}
