import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type HealthState, readinessReport } from './health.ts';
import { readAway } from './read-away.ts';
import { pathOf } from './request-place.ts';
import type { AnswerWebhook } from './webhook.ts';

interface Answer {
  status: number;
  body: string;
  headers: Record<string, string>;
}

const TEXT = { 'content-type': 'text/plain; charset=utf-8' };

/**
 * The public HTTP application: two reserved paths, and webhooks on every other. It stands directly on Node's server, since
 * a framework in between refuses what it cannot make a URL of, and nobody would be told.
 */
export function createApp(options: { answerWebhook: AnswerWebhook; health: HealthState }): RequestListener {
  return (request, response) => {
    answer(options, request).then(
      (found) => write(request, response, found),
      // Nothing is half written: the sender has no answer, and comes again.
      () => request.socket.destroy(),
    );
  };
}

async function answer(
  { answerWebhook, health }: Parameters<typeof createApp>[0],
  request: IncomingMessage,
): Promise<Answer> {
  const path = pathOf(request.url);
  if (path === '/healthz' || path === '/readyz') return probe(health, request, path);
  const { status, text, headers } = await answerWebhook(request, path);
  return { status, body: `${text}\n`, headers: { ...TEXT, ...headers } };
}

async function probe(health: HealthState, request: IncomingMessage, path: string): Promise<Answer> {
  readAway(request);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return { status: 405, body: 'This path is for probes (GET).\n', headers: { ...TEXT, allow: 'GET, HEAD' } };
  }
  if (path === '/healthz') return { status: 200, body: 'ok', headers: TEXT };
  const { status, body } = await readinessReport(health);
  return { status, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

function write(request: IncomingMessage, response: ServerResponse, { status, body, headers }: Answer): void {
  try {
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
    response.end(body);
  } catch {
    // A header of the sender's that is echoed may hold what no header may.
    request.socket.destroy();
  }
}
