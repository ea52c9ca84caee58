import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createHyperChatClient, type HyperChatClientOptions } from '../../src/desk/hyperchat/client.ts';
import { createHttpClient } from '../../src/net/http-client.ts';
import { createFetcher } from '../net/file-server.ts';
import { createTestClock, sendJson } from '../net/test-server.ts';

export const appId = 'gAbCdEf';
export const secret = 'desk+secret/=1';

/** What the desk got, in bytes. */
export interface DeskRequest {
  method: string;
  /** Path and query. */
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** An answer: a body with status 200, or whatever the function does. */
export type DeskAnswer = object | ((request: DeskRequest, response: ServerResponse) => void);

/** Answers with an error in HyperChat's envelope. */
export function deskError(status: number, message: string, headers: object = {}): DeskAnswer {
  return (_request, response) => sendJson(response, status, { error: { code: status, message } }, headers);
}

/**
 * A HyperChat that answers as the test says, by method and path with its query; everything else is unknown to it. A
 * list is answered one by one, its last entry for ever. `client` is connected to it.
 */
export async function startDesk(
  answers: Record<string, DeskAnswer | DeskAnswer[]>,
  options: Partial<HyperChatClientOptions> = {},
) {
  const requests: DeskRequest[] = [];
  const warnings: string[] = [];
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method = '', url: path = '', headers } = incoming;
    const request = { method, path, headers, body: Buffer.concat(chunks) };
    requests.push(request);
    const listed = answers[`${method} ${path}`] ?? deskError(404, 'Not found');
    const answer = Array.isArray(listed) ? ((listed.length > 1 ? listed.shift() : listed[0]) as DeskAnswer) : listed;
    if (typeof answer === 'function') answer(request, response);
    else sendJson(response, 200, answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const http = createHttpClient({ connectTimeoutMs: 2_000, env: {} });
  onTestFinished(async () => {
    await http.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const client = createHyperChatClient({
    http,
    files: createFetcher({ allowedOrigins: [origin] }),
    server: origin,
    region: 'eu',
    appId,
    secret,
    timeouts: { otherMs: 5_000, mediaMs: 5_000 },
    clock: createTestClock(),
    onWarning: (message) => warnings.push(message),
    ...options,
  });
  /** Method and path of every request so far. */
  const calls = () => requests.map(({ method, path }) => `${method} ${path}`);
  const json = (index: number): unknown => JSON.parse(requests[index]?.body.toString('utf8') ?? '');
  return { client, origin, requests, calls, json, warnings };
}

/** A chat in the vendor's words (HyperChat docs: chats). */
export function wireChat(fields: object = {}) {
  return {
    chat: {
      id: 'c_91xk',
      creator: 'u_7Qm2',
      room: 1,
      source: 3,
      lang: 'en',
      externalId: null,
      status: 'waiting',
      inQueue: true,
      users: ['u_7Qm2'],
      created: 1_700_000_005,
      closed: null,
      ...fields,
    },
  };
}

/** A user in the vendor's words (HyperChat docs: users). */
export function wireUser(fields: object = {}) {
  return {
    id: 'u_7Qm2',
    externalId: 'smooch-5fa1-9c3e',
    name: 'Ana Roca',
    nickname: '',
    contact: 'ana@example.com',
    extraInfo: {},
    providerId: null,
    chats: ['c_91xk'],
    lang: 'en',
    role: 'user',
    created: 1_700_000_000,
    ...fields,
  };
}
