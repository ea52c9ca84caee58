import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ApiError } from '../../src/core/errors.ts';
import { mayRepeat } from '../../src/core/retry.ts';
import { FetchRefusedError } from '../../src/net/fetch-refused-error.ts';
import type { CallObservation } from '../../src/net/http-client.ts';
import { createFetcher, png, smallInternet } from './file-server.ts';
import { localhostCertificate } from './localhost-certificate.ts';
import { failureOf, freeOrigin, type Handler, startTestServer } from './test-server.ts';

const sendPng: Handler = (_request, response) => {
  response.writeHead(200, { 'content-type': 'image/png' }).end(png);
};

const portOf = (origin: string) => new URL(origin).port;

/** Redirects by path: `/a` -> table `/a`; everything else is the file. */
function startRedirects(table: Record<string, string>) {
  return startTestServer((request, response) => {
    const location = table[request.path];
    if (location === undefined) sendPng(request, response);
    else response.writeHead(302, { location }).end();
  });
}

test('a file is fetched with its type and name', async () => {
  const server = await startTestServer(sendPng);
  const fetcher = createFetcher({ ...smallInternet({ 'files.example': [['127.0.0.1']] }) });
  const file = await fetcher.fetch({ url: `http://files.example:${portOf(server.origin)}/pics/cat.png?size=2` });
  expect(file).toEqual({ bytes: png, mediaType: 'image/png', name: 'cat.png' });
  expect(server.requests[0]?.path).toBe('/pics/cat.png?size=2');
});

describe('addresses that are not public', () => {
  test.each([
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '017700000001',
    '①②⑦.0.0.1',
    '127.0.0.1.',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::127.0.0.1]',
    '0.0.0.0',
    '[::]',
    '169.254.169.254',
    '168.63.129.16',
    '[fd00:ec2::254]',
    'localhost',
  ])('%s is refused, and nothing is sent', async (host) => {
    const server = await startTestServer(sendPng);
    const error = await failureOf(
      createFetcher().fetch({ url: `http://${host}:${portOf(server.origin)}/` }),
      FetchRefusedError,
    );
    expect(error.message).toContain('server.media_origins');
    expect(mayRepeat(error, true)).toBe(false);
    expect(server.requests).toHaveLength(0);
  });

  test.each([
    'ftp://example.com/a',
    'file:///etc/passwd',
    'data:image/png;base64,AA==',
    '//example.com/a',
    'cat.png',
    '',
  ])('"%s" is no address of a file', async (url) => {
    await failureOf(createFetcher().fetch({ url }), FetchRefusedError);
  });

  test('a private address in any spelling is refused without a connection', async () => {
    const fetcher = createFetcher();
    const inside = (network: number, bits: number) =>
      fc.nat({ max: 2 ** (32 - bits) - 1 }).map((host) => network * 2 ** 24 + host);
    const privateAddress = fc.oneof(
      inside(10, 8),
      inside(127, 8),
      fc.nat({ max: 2 ** 16 - 1 }).map((host) => (192 * 256 + 168) * 65_536 + host),
      fc.nat({ max: 2 ** 16 - 1 }).map((host) => (169 * 256 + 254) * 65_536 + host),
      fc.nat({ max: 2 ** 20 - 1 }).map((host) => (172 * 256 + 16) * 65_536 + host),
      fc.nat({ max: 2 ** 22 - 1 }).map((host) => (100 * 256 + 64) * 65_536 + host),
      fc.nat({ max: 2 ** 29 - 1 }).map((host) => 224 * 2 ** 24 + host),
    );
    const spelling = fc.constantFrom<(address: number) => string>(
      String,
      (address) => `0x${address.toString(16)}`,
      (address) => `0${address.toString(8)}`,
      (address) => bytesOf(address).join('.'),
      (address) =>
        bytesOf(address)
          .map((byte) => `0${byte.toString(8)}`)
          .join('.'),
      (address) =>
        bytesOf(address)
          .map((byte) => `0x${byte.toString(16)}`)
          .join('.'),
      (address) => `[::ffff:${bytesOf(address).join('.')}]`,
      (address) => `[::${bytesOf(address).join('.')}]`,
      (address) => `[64:ff9b::${bytesOf(address).join('.')}]`,
    );
    await fc.assert(
      fc.asyncProperty(privateAddress, spelling, async (address, spell) => {
        await failureOf(fetcher.fetch({ url: `http://${spell(address)}:9/` }), FetchRefusedError);
      }),
    );
  });

  test.each([[['10.0.0.1']], [['127.0.0.1', '10.0.0.1']], [['::1', '127.0.0.1']], [[]]])(
    'a name with the addresses %j is refused',
    async (addresses) => {
      const server = await startTestServer(sendPng);
      const fetcher = createFetcher(smallInternet({ 'files.example': [addresses] }));
      const url = `http://files.example:${portOf(server.origin)}/`;
      await failureOf(fetcher.fetch({ url }), FetchRefusedError);
      expect(server.requests).toHaveLength(0);
    },
  );

  test('the connection goes to the address that was checked, not to what the name server says next', async () => {
    const visible = await startTestServer(sendPng);
    const inner = createServer((_request, response) => void response.end('inner secrets'));
    inner.listen(Number(portOf(visible.origin)), '127.0.0.2');
    await once(inner, 'listening');
    onTestFinished(() => void inner.close());
    const internet = smallInternet({ 'rebinding.example': [['127.0.0.1'], ['127.0.0.2']] });
    const file = await createFetcher(internet).fetch({ url: `http://rebinding.example:${portOf(visible.origin)}/` });
    expect(file.bytes).toEqual(png);
    expect(internet.asked).toHaveLength(1);
  });
});

test('TLS connections are guarded alike', async () => {
  const server = createTlsServer(localhostCertificate, (_request, response) => void response.end('over TLS'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const fetcher = createFetcher(smallInternet({ localhost: [['127.0.0.1']], 'inner.example': [['127.0.0.2']] }));
  // Getting as far as the certificate shows that the connection stood.
  const error = await failureOf(fetcher.fetch({ url: `https://localhost:${port}/` }), ApiError);
  expect(error.reason).toContain('certificate');
  await failureOf(fetcher.fetch({ url: `https://inner.example:${port}/` }), FetchRefusedError);
});

describe('allowed origins', () => {
  test('are fetched from wherever they are', async () => {
    const server = await startTestServer(sendPng);
    const fetcher = createFetcher({ allowedOrigins: [`${server.origin}/`] });
    expect((await fetcher.fetch({ url: `${server.origin}/a` })).mediaType).toBe('image/png');
  });

  test('allow neither another port nor another host', async () => {
    const [server, other] = [await startTestServer(sendPng), await startTestServer(sendPng)];
    const fetcher = createFetcher({ allowedOrigins: [server.origin] });
    await failureOf(fetcher.fetch({ url: other.origin }), FetchRefusedError);
    await failureOf(fetcher.fetch({ url: server.origin.replace('127.0.0.1', 'localhost') }), FetchRefusedError);
    expect([...server.requests, ...other.requests]).toHaveLength(0);
  });
});

describe('redirects', () => {
  test('are followed, relative ones too', async () => {
    const server = await startRedirects({ '/a/b': '../c?x=1', '/c?x=1': '/d.png' });
    const fetcher = createFetcher({ allowedOrigins: [server.origin] });
    expect(await fetcher.fetch({ url: `${server.origin}/a/b` })).toMatchObject({ name: 'd.png', bytes: png });
  });

  test('are followed five times', async () => {
    const server = await startRedirects({ '/6': '/5', '/5': '/4', '/4': '/3', '/3': '/2', '/2': '/1', '/1': '/0' });
    const fetcher = createFetcher({ allowedOrigins: [server.origin] });
    expect((await fetcher.fetch({ url: `${server.origin}/5` })).bytes).toEqual(png);
    const error = await failureOf(fetcher.fetch({ url: `${server.origin}/6` }), FetchRefusedError);
    expect(error.message).toContain('5 redirects');
  });

  test.each([
    'http://127.0.0.1:9/',
    'http://2130706433:9/',
    'http://inner.example:9/',
    'file:///etc/passwd',
    'http://[',
  ])('to %s is refused', async (location) => {
    const server = await startTestServer((_request, response) => void response.writeHead(302, { location }).end());
    const { resolve } = smallInternet({ 'inner.example': [['10.0.0.1']] });
    const fetcher = createFetcher({ allowedOrigins: [server.origin], resolve });
    await failureOf(fetcher.fetch({ url: server.origin }), FetchRefusedError);
  });

  test('a redirect without an address is an error', async () => {
    const server = await startTestServer((_request, response) => void response.writeHead(302).end());
    const fetcher = createFetcher({ allowedOrigins: [server.origin] });
    expect(await failureOf(fetcher.fetch({ url: server.origin }), ApiError)).toMatchObject({ status: 302 });
  });
});

describe('credentials', () => {
  const credentialsOf = (origin: string) => ({ origin, headers: { 'x-secret': 'desk-secret' }, secret: 'desk-secret' });

  test('go to the origin they belong to', async () => {
    const server = await startRedirects({ '/a': '/b' });
    const fetcher = createFetcher({ allowedOrigins: [server.origin] });
    await fetcher.fetch({ url: `${server.origin}/a`, credentials: credentialsOf(server.origin) });
    expect(server.requests.map(({ headers }) => headers['x-secret'])).toEqual(['desk-secret', 'desk-secret']);
  });

  test('do not go anywhere else', async () => {
    const [desk, other] = [await startTestServer(sendPng), await startTestServer(sendPng)];
    const fetcher = createFetcher({ allowedOrigins: [desk.origin, other.origin] });
    await fetcher.fetch({ url: other.origin, credentials: credentialsOf(desk.origin) });
    expect(other.requests[0]?.headers).not.toHaveProperty('x-secret');
  });

  test('are dropped by a redirect to another origin, and do not come back', async () => {
    const cdn = await startTestServer((request, response) => {
      response.writeHead(307, { location: `${request.path.slice(1)}/back` }).end();
    });
    const desk = await startTestServer((request, response) => {
      if (request.path === '/back') sendPng(request, response);
      else response.writeHead(302, { location: `${cdn.origin}/http://${request.headers.host}` }).end();
    });
    const fetcher = createFetcher({ allowedOrigins: [desk.origin, cdn.origin] });
    await fetcher.fetch({ url: `${desk.origin}/media/1`, credentials: credentialsOf(desk.origin) });
    expect(cdn.requests[0]?.headers).not.toHaveProperty('x-secret');
    expect(desk.requests.map(({ headers }) => headers['x-secret'])).toEqual(['desk-secret', undefined]);
  });

  test.each(['s+e/c=r', 'plain'])('a redirect that would carry the secret "%s" away is refused', async (secret) => {
    const cdn = await startTestServer(sendPng);
    const query = new URLSearchParams({ secret });
    const desk = await startTestServer((_request, response) => {
      response.writeHead(302, { location: `${cdn.origin}/media/1?${query}` }).end();
    });
    const fetcher = createFetcher({ allowedOrigins: [desk.origin, cdn.origin] });
    const credentials = { origin: desk.origin, headers: {}, secret };
    const error = await failureOf(fetcher.fetch({ url: `${desk.origin}/?${query}`, credentials }), FetchRefusedError);
    expect(cdn.requests).toHaveLength(0);
    expect(error.message).not.toContain(secret);
  });
});

describe('limits', () => {
  test('a file that announces its size', async () => {
    const server = await startTestServer((_request, response) => void response.end(Buffer.alloc(1001)));
    const fetcher = createFetcher({ allowedOrigins: [server.origin], maxBytes: 1000 });
    const error = await failureOf(fetcher.fetch({ url: server.origin }), FetchRefusedError);
    expect(error.message).toContain('1000 bytes');
  });

  test('a file without end is left', async () => {
    const server = await startTestServer((_request, response) => {
      const more = () => {
        while (response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', more);
      more();
    });
    const closed = once(server.server, 'request').then(([, response]) => once(response, 'close'));
    const fetcher = createFetcher({ allowedOrigins: [server.origin] });
    await failureOf(fetcher.fetch({ url: server.origin }), FetchRefusedError);
    await closed;
  });

  test('a small file that is large when uncompressed', async () => {
    const bomb = gzipSync(Buffer.alloc(2_000_000));
    const server = await startTestServer((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    });
    const fetcher = createFetcher({ allowedOrigins: [server.origin] });
    await failureOf(fetcher.fetch({ url: server.origin }), FetchRefusedError);
  });

  test('a file exactly as large as allowed is taken', async () => {
    const server = await startTestServer((_request, response) => void response.end(Buffer.alloc(1000)));
    const fetcher = createFetcher({ allowedOrigins: [server.origin], maxBytes: 1000 });
    expect((await fetcher.fetch({ url: server.origin })).bytes).toHaveLength(1000);
  });

  test.each([
    ['before the headers', () => undefined],
    ['inside the file', (response) => void response.writeHead(200).write('half')],
  ] satisfies [string, (response: Parameters<Handler>[1]) => void][])('silence %s', async (_when, begin) => {
    const server = await startTestServer((_request, response) => begin(response));
    const fetcher = createFetcher({ allowedOrigins: [server.origin], timeoutMs: 200 });
    const error = await failureOf(fetcher.fetch({ url: server.origin }), ApiError);
    expect(error).toMatchObject({ service: 'media', timedOut: true });
  });

  test('a name server that is silent, with a proxy to ask', async () => {
    const fetcher = createFetcher({
      env: { HTTP_PROXY: await freeOrigin() },
      resolve: () => new Promise(() => undefined),
      timeoutMs: 200,
    });
    expect(await failureOf(fetcher.fetch({ url: 'http://files.example/' }), ApiError)).toMatchObject({
      timedOut: true,
    });
  });

  test('who no longer needs a file says so', async () => {
    const given = new AbortController();
    const server = await startTestServer((_request, response) => {
      response.writeHead(200).write('half');
      given.abort();
    });
    const fetcher = createFetcher({ allowedOrigins: [server.origin] });
    const error = await failureOf(fetcher.fetch({ url: server.origin, signal: given.signal }), ApiError);
    expect(error).toMatchObject({ timedOut: false });
  });
});

describe('failures', () => {
  test.each([404, 401, 500])('status %i', async (status) => {
    const server = await startTestServer((_request, response) => void response.writeHead(status).end('<h1>No</h1>'));
    const fetcher = createFetcher({ allowedOrigins: [server.origin] });
    const error = await failureOf(fetcher.fetch({ url: server.origin, service: 'desk' }), ApiError);
    expect(error).toMatchObject({ service: 'desk', operation: 'fetch file', status });
  });

  test('Retry-After is passed on', async () => {
    const server = await startTestServer((_request, response) => {
      response.writeHead(503, { 'retry-after': '7' }).end();
    });
    const fetcher = createFetcher({ allowedOrigins: [server.origin] });
    const error = await failureOf(fetcher.fetch({ url: server.origin }), ApiError);
    expect(error).toMatchObject({ status: 503, retryAfterMs: 7000, nothingHappened: true });
  });

  test('nobody listens, and the address of the redirect is the one that is named', async () => {
    const target = await freeOrigin();
    const server = await startRedirects({ '/a': `${target}/?secret=hush` });
    const fetcher = createFetcher({ allowedOrigins: [server.origin, target] });
    const error = await failureOf(fetcher.fetch({ url: `${server.origin}/a` }), ApiError);
    expect(error.reason).toBe(`${target} refused the connection`);
    expect(mayRepeat(error, true)).toBe(true);
  });

  test('an unknown host', async () => {
    const error = await failureOf(createFetcher(smallInternet()).fetch({ url: 'http://no.example/' }), ApiError);
    expect(error.reason).toContain('unknown');
  });

  test('a file that is cut off', async () => {
    const server = await startTestServer((_request, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('half', () => response.destroy());
    });
    const fetcher = createFetcher({ allowedOrigins: [server.origin] });
    const error = await failureOf(fetcher.fetch({ url: server.origin }), ApiError);
    expect(error.reason).toContain('broke');
  });

  test('a file that is not compressed although it says so', async () => {
    const server = await startTestServer((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('not compressed');
    });
    const fetcher = createFetcher({ allowedOrigins: [server.origin] });
    await failureOf(fetcher.fetch({ url: server.origin }), ApiError);
  });

  test('a compression nobody knows', async () => {
    const server = await startTestServer((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'pied-piper' }).end('x');
    });
    const fetcher = createFetcher({ allowedOrigins: [server.origin] });
    await failureOf(fetcher.fetch({ url: server.origin }), FetchRefusedError);
  });

  test('every download is observed once', async () => {
    const seen: CallObservation[] = [];
    const server = await startRedirects({ '/a': '/b' });
    const fetcher = createFetcher({ allowedOrigins: [server.origin], observe: (one) => seen.push(one) });
    await fetcher.fetch({ url: `${server.origin}/a` });
    await failureOf(fetcher.fetch({ url: 'http://10.0.0.1/' }), FetchRefusedError);
    expect(seen).toMatchObject([
      { service: 'media', operation: 'fetch file', status: 200 },
      { service: 'media', status: undefined },
    ]);
  });
});

describe('through a proxy', () => {
  const startProxy = () => startTestServer((_request, response) => void response.end('from the proxy'));

  test('a public host is asked for by its name', async () => {
    const proxy = await startProxy();
    const { resolve, isAllowed } = smallInternet({ 'files.example': [['127.0.0.1']] });
    const fetcher = createFetcher({ env: { HTTP_PROXY: proxy.origin }, resolve, isAllowed });
    const file = await fetcher.fetch({ url: 'http://files.example/a.txt' });
    expect(Buffer.from(file.bytes).toString()).toBe('from the proxy');
    expect(proxy.requests[0]?.path).toBe('http://files.example/a.txt');
  });

  test('the proxy itself may be anywhere', async () => {
    const proxy = await startProxy();
    const resolve = async () => [{ address: '1.1.1.1', family: 4 }];
    const fetcher = createFetcher({ env: { http_proxy: proxy.origin.replace('127.0.0.1', 'localhost') }, resolve });
    await fetcher.fetch({ url: 'http://files.example/a.txt' });
    expect(proxy.requests).toHaveLength(1);
  });

  test.each([
    'http://127.0.0.1:9/',
    'http://0x7f.1:9/',
    'http://[::1]:9/',
    'http://inner.example/',
    'http://unknown.example/',
  ])('%s is never asked for', async (url) => {
    const proxy = await startProxy();
    const { resolve } = smallInternet({ 'inner.example': [['10.0.0.1']] });
    const fetcher = createFetcher({ env: { HTTP_PROXY: proxy.origin }, resolve });
    const error = await failureOf(fetcher.fetch({ url }), FetchRefusedError);
    expect(error.message).toContain('server.media_origins');
    expect(proxy.requests).toHaveLength(0);
  });

  test('a host of NO_PROXY is connected to directly, at the address that was checked', async () => {
    const [proxy, server] = [await startProxy(), await startTestServer(sendPng)];
    const internet = smallInternet({ 'files.example': [['127.0.0.1']] });
    const env = { HTTP_PROXY: proxy.origin, NO_PROXY: 'files.example' };
    const file = await createFetcher({ ...internet, env }).fetch({
      url: `http://files.example:${portOf(server.origin)}/`,
    });
    expect(file.bytes).toEqual(png);
    expect(proxy.requests).toHaveLength(0);
  });

  test('a host of NO_PROXY that turns private after the check is not connected to', async () => {
    const [proxy, server] = [await startProxy(), await startTestServer(sendPng)];
    const { resolve } = smallInternet({ 'files.example': [['1.1.1.1'], ['127.0.0.1']] });
    const env = { HTTP_PROXY: proxy.origin, NO_PROXY: '*' };
    const url = `http://files.example:${portOf(server.origin)}/`;
    await failureOf(createFetcher({ resolve, env }).fetch({ url }), FetchRefusedError);
    expect([...proxy.requests, ...server.requests]).toHaveLength(0);
  });

  test('an allowed origin is asked for without a check', async () => {
    const proxy = await startProxy();
    const { resolve, asked } = smallInternet();
    const env = { HTTP_PROXY: proxy.origin };
    await createFetcher({ env, resolve, allowedOrigins: ['http://chat.internal:8000'] }).fetch({
      url: 'http://chat.internal:8000/media/1',
    });
    expect(asked).toHaveLength(0);
    expect(proxy.requests).toHaveLength(1);
  });
});

describe('type and name', () => {
  const cases: [string, Record<string, string>, { mediaType: string; name: string }][] = [
    ['/a', { 'content-type': 'Image/PNG; q=1' }, { mediaType: 'image/png', name: 'a.png' }],
    ['/a', { 'content-type': 'application/octet-stream' }, { mediaType: 'image/png', name: 'a.png' }],
    ['/a', { 'content-type': 'nonsense' }, { mediaType: 'image/png', name: 'a.png' }],
    ['/', {}, { mediaType: 'image/png', name: 'file.png' }],
    ['/r%C3%A9sum%C3%A9.doc', {}, { mediaType: 'image/png', name: 'résumé.doc' }],
    ['/%E0%A4%A', {}, { mediaType: 'image/png', name: '%E0%A4%A.png' }],
    ['/a', { 'content-disposition': 'attachment; filename=plan.pdf' }, { mediaType: 'image/png', name: 'plan.pdf' }],
    [
      '/a',
      { 'content-disposition': 'inline; filename="a \\"b\\".pdf"' },
      { mediaType: 'image/png', name: 'a "b".pdf' },
    ],
    [
      '/a',
      { 'content-disposition': `attachment; filename="x.pdf"; filename*=UTF-8''%E2%82%AC%20list.pdf` },
      { mediaType: 'image/png', name: '€ list.pdf' },
    ],
    [
      '/a',
      { 'content-disposition': 'attachment; filename="../../etc/passwd"' },
      { mediaType: 'image/png', name: 'passwd.png' },
    ],
    [
      '/a',
      { 'content-disposition': 'attachment; filename="C:\\\\x\\\\y.png"' },
      { mediaType: 'image/png', name: 'y.png' },
    ],
    ['/a%0D%0Ab.png', {}, { mediaType: 'image/png', name: 'ab.png' }],
    [`/${'x'.repeat(300)}.png`, {}, { mediaType: 'image/png', name: `${'x'.repeat(96)}.png` }],
  ];
  test.each(cases)('%s with %j', async (path, headers, expected) => {
    const server = await startTestServer((_request, response) => void response.writeHead(200, headers).end(png));
    const fetcher = createFetcher({ allowedOrigins: [server.origin] });
    expect(await fetcher.fetch({ url: server.origin + path })).toMatchObject(expected);
  });

  test('a file kept compressed comes uncompressed', async () => {
    const server = await startTestServer((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(png));
    });
    const fetcher = createFetcher({ allowedOrigins: [server.origin] });
    expect(await fetcher.fetch({ url: server.origin })).toMatchObject({ bytes: png, mediaType: 'image/png' });
  });

  test('what cannot be told is unknown', async () => {
    const server = await startTestServer((_request, response) => void response.end('plain words'));
    const fetcher = createFetcher({ allowedOrigins: [server.origin] });
    const file = await fetcher.fetch({ url: `${server.origin}/words` });
    expect(file).toMatchObject({ mediaType: 'application/octet-stream', name: 'words' });
  });
});

function bytesOf(address: number): number[] {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255);
}
