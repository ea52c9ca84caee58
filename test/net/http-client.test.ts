import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ApiError } from '../../src/core/errors.ts';
import {
  type CallObservation,
  createHttpClient,
  type HttpCall,
  type HttpClientOptions,
} from '../../src/net/http-client.ts';
import { failureOf, freeOrigin, startTestServer } from './test-server.ts';

function createClient(options: Partial<HttpClientOptions> = {}) {
  const client = createHttpClient({ connectTimeoutMs: 2_000, env: {}, ...options });
  onTestFinished(() => client.close());
  return client;
}

function callTo(origin: string, rest: Partial<HttpCall> = {}): HttpCall {
  return {
    service: 'smooch',
    operation: 'send message',
    method: 'POST',
    origin,
    path: '/messages?token=top-secret',
    headers: { authorization: 'Bearer top-secret', 'content-type': 'application/json' },
    body: '{"text":"héllo"}',
    timeoutMs: 5_000,
    ...rest,
  };
}

/** A server that does with raw connections what an HTTP server would not. */
async function startRawServer(onConnection: (socket: import('node:net').Socket) => void): Promise<string> {
  const sockets = new Set<import('node:net').Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    onConnection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a call that is answered', () => {
  test('sends method, path, headers and body, and gives status, headers and text', async () => {
    const server = await startTestServer((_request, response) => {
      response.writeHead(201, { 'X-Quota': '7' }).end('grüezi');
    });
    const answer = await createClient().call(callTo(server.origin));
    expect(answer).toMatchObject({ status: 201, text: 'grüezi', headers: { 'x-quota': '7' } });
    expect(server.requests[0]).toMatchObject({
      method: 'POST',
      path: '/messages?token=top-secret',
      body: '{"text":"héllo"}',
      headers: { authorization: 'Bearer top-secret', 'content-length': '17' },
    });
  });

  test.each([302, 404, 500])('takes a %i for an answer and does nothing about it', async (status) => {
    const server = await startTestServer((_request, response) => {
      response.writeHead(status, { location: '/elsewhere' }).end();
    });
    expect(await createClient().call(callTo(server.origin))).toMatchObject({ status, text: '' });
    expect(server.requests).toHaveLength(1);
  });

  // A connection rests for one turn of the event loop before it is used again, so two take turns here.
  test('keeps its connections for later calls', async () => {
    const server = await startTestServer((_request, response) => void response.end('{}'));
    const client = createClient();
    for (let n = 0; n < 6; n += 1) await client.call(callTo(server.origin));
    expect(new Set(server.requests.map((request) => request.remotePort)).size).toBeLessThanOrEqual(2);
  });

  test('uses a new connection when the service closed the idle one', async () => {
    const server = await startTestServer((_request, response) => void response.end('{}'));
    const client = createClient();
    const connected = once(server.server, 'connection');
    await client.call(callTo(server.origin));
    const [socket] = await connected;
    socket.end();
    await once(socket, 'close');
    expect(await client.call(callTo(server.origin))).toMatchObject({ status: 200 });
  });

  test('puts a body together that arrives in pieces', async () => {
    const server = await startTestServer(async (_request, response) => {
      for (const piece of ['{"a":', '"ü', '"}']) {
        response.write(piece);
        await nextTurn();
      }
      response.end();
    });
    expect((await createClient().call(callTo(server.origin))).text).toBe('{"a":"ü"}');
  });

  test('is counted, whatever became of it', async () => {
    const seen: CallObservation[] = [];
    const server = await startTestServer((_request, response) => void response.writeHead(503).end());
    const client = createClient({ observe: (observation) => void seen.push(observation) });
    await client.call(callTo(server.origin));
    await failureOf(client.call(callTo(await freeOrigin())), ApiError);
    expect(seen).toMatchObject([
      { service: 'smooch', operation: 'send message', status: 503 },
      { service: 'smooch', operation: 'send message', status: undefined },
    ]);
    expect(seen.every((observation) => observation.ms >= 0)).toBe(true);
  });
});

describe('a call that never left', () => {
  test('to a port where nobody listens cannot have happened', async () => {
    const error = await failureOf(createClient().call(callTo(await freeOrigin())), ApiError);
    expect(error).toMatchObject({ nothingHappened: true, timedOut: false, ambiguous: false, status: undefined });
    expect(error.message).toMatch(
      /smooch: send message got no answer: http:\/\/127\.0\.0\.1:\d+ refused the connection/,
    );
  });

  test('to an unknown host cannot have happened', async () => {
    const error = await failureOf(createClient().call(callTo('http://nobody.invalid')), ApiError);
    expect(error).toMatchObject({ nothingHappened: true, status: undefined });
    expect(error.message).toContain('nobody.invalid');
  });

  test('because no connection stood in time cannot have happened, and is a time-out', async () => {
    const origin = await startRawServer(() => undefined);
    const client = createClient({ connectTimeoutMs: 50 });
    // TCP is accepted, TLS never answers.
    const error = await failureOf(client.call(callTo(origin.replace('http:', 'https:'))), ApiError);
    expect(error).toMatchObject({ nothingHappened: true, timedOut: true });
  });

  test('because all connections were busy is given up for good', async () => {
    const held: import('node:http').ServerResponse[] = [];
    const server = await startTestServer((_request, response) => void held.push(response));
    const client = createClient({ connectionsPerOrigin: 1 });
    const first = client.call(callTo(server.origin, { path: '/first' }));
    const error = await failureOf(client.call(callTo(server.origin, { path: '/second', timeoutMs: 50 })), ApiError);
    expect(error).toMatchObject({ nothingHappened: true, timedOut: true });

    await expect.poll(() => held.length).toBe(1);
    held[0]?.end('{}');
    await first;
    const third = client.call(callTo(server.origin, { path: '/third' }));
    await expect.poll(() => held.length).toBe(2);
    held[1]?.end('{}');
    await third;
    expect(server.requests.map((request) => request.path)).toEqual(['/first', '/third']);
  });

  test('because its result was no longer needed', async () => {
    const server = await startTestServer((_request, response) => void response.end());
    const call = callTo(server.origin, { signal: AbortSignal.abort() });
    expect(await failureOf(createClient().call(call), ApiError)).toMatchObject({ nothingHappened: true });
    expect(server.requests).toHaveLength(0);
  });
});

describe('a call of which nobody knows whether it happened', () => {
  test('got no answer in time', async () => {
    const server = await startTestServer(() => undefined);
    const error = await failureOf(createClient().call(callTo(server.origin, { timeoutMs: 60 })), ApiError);
    expect(error).toMatchObject({ timedOut: true, nothingHappened: false, ambiguous: true });
    expect(error.reason).toBe('no complete answer within 60 ms');
  });

  test('got an answer that did not end in time, though it never stood still', async () => {
    const server = await startTestServer((_request, response) => {
      const drip = setInterval(() => response.write('.'), 5);
      response.on('close', () => clearInterval(drip));
    });
    const error = await failureOf(createClient().call(callTo(server.origin, { timeoutMs: 80 })), ApiError);
    expect(error).toMatchObject({ timedOut: true, nothingHappened: false });
  });

  test('lost its connection before the answer', async () => {
    const server = await startTestServer((_request, response) => void response.destroy());
    const error = await failureOf(createClient().call(callTo(server.origin)), ApiError);
    expect(error).toMatchObject({ timedOut: false, nothingHappened: false, ambiguous: true });
  });

  test('lost its connection in the middle of the answer', async () => {
    const origin = await startRawServer((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"half":'));
    });
    const error = await failureOf(createClient().call(callTo(origin)), ApiError);
    expect(error).toMatchObject({ nothingHappened: false, ambiguous: true, status: undefined });
  });

  test('was answered with something that is no HTTP', async () => {
    const origin = await startRawServer(
      (socket) => void socket.once('data', () => socket.end('220 mail ready\r\n\r\n')),
    );
    const error = await failureOf(createClient().call(callTo(origin)), ApiError);
    expect(error).toMatchObject({ nothingHappened: false, status: undefined });
    expect(error.reason).toContain('is no HTTP');
  });

  test('was answered with more than is taken', async () => {
    const server = await startTestServer((_request, response) => void response.end('x'.repeat(5_000)));
    const error = await failureOf(createClient().call(callTo(server.origin, { maxBytes: 4_000 })), ApiError);
    expect(error).toMatchObject({ nothingHappened: false, reason: 'the answer is larger than 4000 bytes' });
  });

  test('was given up under way', async () => {
    const controller = new AbortController();
    const server = await startTestServer(() => controller.abort());
    const call = callTo(server.origin, { signal: controller.signal });
    expect(await failureOf(createClient().call(call), ApiError)).toMatchObject({ nothingHappened: false });
  });
});

test('no failure tells a secret of the call', async () => {
  const server = await startTestServer(() => undefined);
  const silent = await failureOf(createClient().call(callTo(server.origin, { timeoutMs: 30 })), ApiError);
  const refused = await failureOf(createClient().call(callTo(await freeOrigin())), ApiError);
  for (const error of [silent, refused]) expect(`${error.message} ${error.stack}`).not.toContain('top-secret');
});

test('a header that cannot be sent is a failure like any other', async () => {
  const server = await startTestServer((_request, response) => void response.end());
  const call = callTo(server.origin, { headers: { authorization: 'Bearer a\nb' } });
  expect(await failureOf(createClient().call(call), ApiError)).toMatchObject({ nothingHappened: true });
  expect(server.requests).toHaveLength(0);
});

test('close lets calls under way end and refuses later ones', async () => {
  const held: import('node:http').ServerResponse[] = [];
  const server = await startTestServer((_request, response) => void held.push(response));
  const client = createHttpClient({ connectTimeoutMs: 2_000, env: {} });
  const underWay = client.call(callTo(server.origin));
  await expect.poll(() => held.length).toBe(1);
  const closed = client.close();
  const late = await failureOf(client.call(callTo(server.origin)), ApiError);
  expect(late).toMatchObject({ nothingHappened: true, reason: 'the connector is shutting down' });
  held[0]?.end('done');
  expect(await underWay).toMatchObject({ text: 'done' });
  await closed;
});
