import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import { type Listener, type ListenOptions, listen } from '../../src/http/listen.ts';
import { createRefusals } from '../../src/http/refusals.ts';
import type { AnswerWebhook } from '../../src/http/webhook.ts';
import { sendRequest } from '../support/send-request.ts';

const health = { problem: () => undefined, warnings: () => [], open: () => 0 };
const ok: AnswerWebhook = async () => ({ status: 200, text: 'ok' });

interface StartedApp extends Listener {
  url: string;
  /** What was counted so far, by kind. */
  counted: Record<string, number>;
  /** Lines of the log so far. */
  lines: Record<string, unknown>[];
  /** A connection on which the test writes bytes. */
  connect(bytes?: string | Buffer): RawConnection;
}

async function startApp(
  answerWebhook: AnswerWebhook = ok,
  { port = 0, ...options }: Partial<ListenOptions> = {},
): Promise<StartedApp> {
  const counted: Record<string, number> = {};
  const lines: Record<string, unknown>[] = [];
  const refusals = createRefusals({
    log: { warn: (fields, message) => void lines.push({ ...fields, message }) },
    count: (kind, count) => {
      counted[kind] = (counted[kind] ?? 0) + count;
    },
    now: () => 0,
  });
  const app = createApp({ answerWebhook, health });
  const defaults = { host: '127.0.0.1', keepAliveSeconds: 5, maxConnections: 100, refusals };
  const listener = await listen(app, { ...defaults, port, ...options });
  onTestFinished(() => listener.close());
  const url = `http://127.0.0.1:${listener.port}`;
  return { ...listener, url, counted, lines, connect: (bytes) => openConnection(listener.port, bytes) };
}

interface RawConnection {
  socket: Socket;
  /** What came so far. */
  received(): string;
  /** Resolves with what came, when the other side has ended it. */
  ended: Promise<string>;
}

function openConnection(port: number, bytes?: string | Buffer): RawConnection {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
  });
  socket.on('error', () => {});
  onTestFinished(() => void socket.destroy());
  const ended = new Promise<string>((resolve) => void socket.once('close', () => resolve(received)));
  if (bytes !== undefined) socket.write(bytes);
  return { socket, received: () => received, ended };
}

test('port 0 is a free one', async () => {
  const [one, two] = [await startApp(), await startApp()];
  expect(one.port).toBeGreaterThan(0);
  expect(one.port).not.toBe(two.port);
  expect((await sendRequest(one.url)).status).toBe(200);
});

test('a port that is taken is refused', async () => {
  const { port } = await startApp();
  await expect(startApp(ok, { port })).rejects.toThrow('EADDRINUSE');
});

test('the answer is one line of text, with the headers it brings', async () => {
  const { url } = await startApp(async () => ({ status: 503, text: 'Not now.', headers: { 'retry-after': '30' } }));
  expect(await sendRequest(`${url}/any/path`)).toMatchObject({
    status: 503,
    text: 'Not now.\n',
    headers: { 'retry-after': '30', 'content-type': 'text/plain; charset=utf-8' },
  });
});

test('the intake gets the request and the path of its URL', async () => {
  const seen: unknown[] = [];
  const { url } = await startApp(async (incoming, path) => {
    seen.push([incoming.method, path, incoming.headers['x-api-key']]);
    return { status: 200, text: 'ok' };
  });
  await sendRequest(`${url}/smooch_chatbot_template/server.php?a=b`, { headers: { 'x-api-key': 'secret' } });
  await sendRequest(`${url}/`, { method: 'HEAD' });
  expect(seen).toEqual([
    ['POST', '/smooch_chatbot_template/server.php', 'secret'],
    ['HEAD', '/', undefined],
  ]);
});

test('/healthz and /readyz never reach the intake', async () => {
  const { url } = await startApp(async () => {
    throw new Error('nobody should ask');
  });
  expect(await sendRequest(`${url}/healthz`, { method: 'GET' })).toMatchObject({ status: 200, text: 'ok' });
  expect(await sendRequest(`${url}/readyz`, { method: 'GET' })).toMatchObject({ status: 200 });
});

test('closing lets a request under way be answered and ends kept connections', async () => {
  const release = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const { url, close } = await startApp(async () => {
    begun.resolve();
    await release.promise;
    return { status: 200, text: 'ok' };
  });
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  const outgoing = request(url, { method: 'POST', agent }).end();
  const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
  await begun.promise;
  const closed = close();
  await expect
    .poll(() =>
      sendRequest(url).then(
        () => 'open',
        () => 'closed',
      ),
    )
    .toBe('closed');
  release.resolve();
  const [incoming] = await answered;
  expect(incoming.statusCode).toBe(200);
  incoming.resume();
  await closed;
});

describe('whatever is an HTTP request gets to the intake', () => {
  /** The raw request, and the path and Host that the intake gets. */
  test.each([
    ['HTTP/1.0 without a Host header', 'POST /a HTTP/1.0\r\ncontent-length: 0\r\n\r\n', '/a', undefined],
    ['HTTP/1.1 without a Host header', 'POST /a HTTP/1.1\r\ncontent-length: 0\r\n\r\n', '/a', undefined],
    ['an empty Host header', 'POST /a HTTP/1.1\r\nhost:\r\ncontent-length: 0\r\n\r\n', '/a', ''],
    ['a malformed Host header', 'POST /a HTTP/1.1\r\nhost: a:\r\ncontent-length: 0\r\n\r\n', '/a', 'a:'],
    ['a Host header with a path', 'POST /a HTTP/1.1\r\nhost: a/b?c\r\ncontent-length: 0\r\n\r\n', '/a', 'a/b?c'],
    ['an absolute address', 'POST http://x.example/a?b HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n', '/a', 'x'],
    ['an address that is none', 'POST http://[ HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n', 'http://[', 'x'],
    ['an asterisk', 'OPTIONS * HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n', '*', 'x'],
    ['a backslash', 'POST /a\\b HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n', '/a/b', 'x'],
    ['an expectation', 'POST /a HTTP/1.1\r\nhost: x\r\nexpect: miracles\r\ncontent-length: 0\r\n\r\n', '/a', 'x'],
    [
      'a wish for another protocol',
      'POST /a HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: h2c\r\ncontent-length: 0\r\n\r\n',
      '/a',
      'x',
    ],
  ])('%s', async (_what, bytes, path, host) => {
    const seen: unknown[] = [];
    const { connect, counted } = await startApp(async (incoming, path) => {
      seen.push([path, incoming.headers.host]);
      incoming.resume();
      return { status: 200, text: 'ok' };
    });
    const { received } = connect(bytes);
    await expect.poll(received).toMatch(/^HTTP\/1\.1 200 /);
    expect(seen).toEqual([[path, host]]);
    expect(counted).toEqual({});
  });

  test('a probe needs no Host header', async () => {
    const { connect } = await startApp();
    expect(await connect('GET /healthz HTTP/1.0\r\n\r\n').ended).toMatch(/^HTTP\/1\.1 200 [\s\S]*\r\n\r\nok$/);
  });
});

test.each(['/healthz', '/readyz'])('%s is for probes alone', async (path) => {
  const { url } = await startApp();
  expect(await sendRequest(`${url}${path}`)).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  expect((await sendRequest(`${url}${path}?a=b`, { method: 'HEAD' })).status).toBe(200);
});

describe('what is refused before it is a request is answered, logged and counted', () => {
  test.each([
    ['no HTTP', 'hello\r\n\r\n', 'not-http', 400],
    ['another version', 'GET / HTTP/3.0\r\n\r\n', 'not-http', 400],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'not-http', 400],
    ['TLS', Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]), 'not-http', 400],
    ['two lengths', 'POST / HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n', 'not-http', 400],
    ['two framings', 'POST / HTTP/1.1\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n', 'not-http', 400],
    ['no end of a header', `GET / HTTP/1.1\r\nx: ${'x'.repeat(20_000)}`, 'headers-too-large', 431],
    ['a proxy', 'CONNECT example.com:443 HTTP/1.1\r\nhost: example.com\r\n\r\n', 'no-proxy', 405],
  ])('%s', async (_what, bytes, kind, status) => {
    const { connect, counted, lines } = await startApp();
    const answer = await connect(bytes).ended;
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(counted).toEqual({ [kind]: 1 });
    expect(lines).toEqual([expect.objectContaining({ kind, status })]);
    expect(JSON.stringify(lines)).not.toMatch(/example|hello/);
  });

  test.each(['', 'POST / HTTP/1.1\r\nhost: x\r\nx-api'])('headers that do not come: %j', async (bytes) => {
    const { connect, counted, lines } = await startApp(ok, { headersMs: 50 });
    expect(await connect(bytes).ended).toMatch(/^HTTP\/1\.1 408 /);
    expect(counted).toEqual({ 'headers-too-slow': 1 });
    expect(lines).toHaveLength(1);
  });

  test('at most one line a minute for each kind, and the next one tells how many were left out', () => {
    let now = 1_000_000;
    const lines: unknown[] = [];
    const warn = (fields: Record<string, unknown>, message: string) => void lines.push({ ...fields, message });
    const { note } = createRefusals({ log: { warn }, count: () => {}, now: () => now });
    const noteAll = () => ['a', 'a', 'b', 'a'].forEach((kind) => void note(kind, `kind ${kind}`, { status: 400 }));
    noteAll();
    now += 59_999;
    noteAll();
    expect(lines).toEqual([
      { kind: 'a', status: 400, message: 'kind a' },
      { kind: 'b', status: 400, message: 'kind b' },
    ]);
    now += 1;
    noteAll();
    expect(lines.slice(2)).toEqual([
      { kind: 'a', status: 400, message: 'kind a', left_out: 5 },
      { kind: 'b', status: 400, message: 'kind b', left_out: 1 },
    ]);
  });

  test('garbage behind a request leaves that one its own answer', async () => {
    const release = Promise.withResolvers<void>();
    const { connect, counted } = await startApp(async (incoming) => {
      incoming.resume();
      await release.promise;
      return { status: 200, text: 'ok' };
    });
    const { ended } = connect('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\n\r\n.garbage\r\n\r\n');
    await expect.poll(() => counted).toEqual({ 'not-http': 1 });
    release.resolve();
    expect(await ended).toMatch(/^HTTP\/1\.1 200 [\s\S]*ok\n$/);
  });
});

describe('connections', () => {
  const GET = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n';
  const POST = 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n';
  const readAll: AnswerWebhook = async (incoming) => {
    incoming.resume();
    return { status: 200, text: 'ok' };
  };

  test('idle ones are kept as long as is configured', async () => {
    const { connect } = await startApp(readAll, { keepAliveSeconds: 77 });
    const { received } = connect(POST);
    await expect.poll(received).toMatch(/^keep-alive: timeout=77/im);
  });

  test('idle ones end when their time is over', async () => {
    const { connect } = await startApp(readAll, { keepAliveSeconds: 0.05 });
    expect(await connect(POST).ended).toMatch(/^HTTP\/1\.1 200 /);
  });

  test('at the limit the one that has sent nothing for longest makes way', async () => {
    const { connect, counted, lines } = await startApp(readAll, { maxConnections: 4 });
    const silent = [connect('POST / HTTP/1.1\r\n')];
    for (let i = 0; i < 3; i += 1) {
      const { received } = connect(POST);
      await expect.poll(received).toMatch(/200/);
    }
    await silent[0]!.ended;
    expect(counted).toEqual({ 'connection-ended': 1 });
    expect(lines).toEqual([expect.objectContaining({ message: expect.stringContaining('server.max_connections') })]);
  });

  test('of idle ones those make way first on which nothing was accepted', async () => {
    const { connect } = await startApp(readAll, { maxConnections: 4 });
    const use = async (bytes: string) => {
      const connection = connect(bytes);
      await expect.poll(connection.received).toMatch(/200/);
      return connection;
    };
    const sender = await use(POST);
    const visitor = await use(GET);
    await use(POST);
    await use(POST);
    await visitor.ended;
    sender.socket.write(POST);
    await expect.poll(sender.received).toMatch(/200[\s\S]*200/);
  });

  test('those whose request is being worked on do not make way, and then a new one is closed', async () => {
    const release = Promise.withResolvers<void>();
    let begun = 0;
    const { connect, counted } = await startApp(
      async (incoming) => {
        await incoming.forEach(() => {});
        begun += 1;
        await release.promise;
        return { status: 200, text: 'ok' };
      },
      { maxConnections: 3 },
    );
    const busy = [connect(POST), connect(POST)];
    await expect.poll(() => begun).toBe(2);
    busy.push(connect(POST));
    await expect.poll(() => begun).toBe(3);
    await expect
      .poll(async () => [await connect().ended, counted['connection-dropped']])
      .toEqual(['', expect.any(Number)]);
    release.resolve();
    for (const { received } of busy) await expect.poll(received).toMatch(/200/);
  });

  test('five hundred that never send a header do not keep a genuine one out', async () => {
    const { connect, url } = await startApp(readAll, { maxConnections: 50 });
    for (let i = 0; i < 500; i += 1) connect('POST / HTTP/1.1\r\n');
    expect((await sendRequest(url)).status).toBe(200);
  });
});
