import { onTestFinished } from 'vitest';
import { createHttpClient } from '../../src/net/http-client.ts';
import { createSmoochV1Client, type SmoochV1ClientOptions } from '../../src/smooch/v1/client.ts';
import type { KeyPair, SmoochCredentials } from '../../src/smooch/v1/wire.ts';
import { createTestClock, type Handler, sendJson, startTestServer } from '../net/test-server.ts';

export const ana = { environment: 'production', appId: '60aa00000000000000000001', userId: '60aa0000000000000000b001' };

/** Credentials that note who asked, and have the given pairs one after another. */
export function createCredentials(...pairs: KeyPair[]) {
  const [first = { key: 'app_1', secret: 'first-secret' }, ...newer] = pairs;
  const asked: (string | undefined)[] = [];
  const refused: KeyPair[] = [];
  const credentials: SmoochCredentials = {
    current: async (appId) => {
      asked.push(appId);
      return first;
    },
    refused: async (pair) => {
      refused.push(pair);
      return newer.shift();
    },
  };
  return { credentials, asked, refused };
}

/** A Smooch that answers as the test says, and a client of it. */
export async function startSmooch(handler: Handler, options: Partial<SmoochV1ClientOptions> = {}) {
  const server = await startTestServer(handler);
  const http = createHttpClient({ connectTimeoutMs: 2_000, env: {} });
  onTestFinished(() => http.close());
  const client = createSmoochV1Client({
    http,
    url: server.origin,
    credentials: createCredentials().credentials,
    timeouts: { smoochMs: 5_000, mediaMs: 5_000 },
    clock: createTestClock(Date.UTC(2024, 4, 2, 10, 0, 0)),
    ...options,
  });
  return { server, client };
}

/** A Smooch that gives every call the same answer; a text is sent as it is. */
export function smoochThatAnswers(
  status: number,
  body: unknown,
  headers: object = {},
  options: Partial<SmoochV1ClientOptions> = {},
) {
  return startSmooch((_request, response) => {
    if (typeof body === 'string') response.writeHead(status, { ...headers }).end(body);
    else sendJson(response, status, body, headers);
  }, options);
}
