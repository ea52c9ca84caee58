import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { ApiError } from '../../src/core/errors.ts';
import { createHttpClient, type HttpCall } from '../../src/net/http-client.ts';
import { localhostCertificate } from './localhost-certificate.ts';
import { failureOf, startTestServer } from './test-server.ts';

function createClient(env: Record<string, string>) {
  const client = createHttpClient({ connectTimeoutMs: 2_000, env });
  onTestFinished(() => client.close());
  return client;
}

function callTo(origin: string): HttpCall {
  const headers = { 'x-inbenta-key': 'k' };
  return { service: 'chatbot', operation: 'ask', method: 'GET', origin, path: '/ask', headers, timeoutMs: 5_000 };
}

async function startTlsServer(): Promise<string> {
  const server = createTlsServer(localhostCertificate, (_request, response) => void response.end('over TLS'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A proxy that tunnels to where it is asked, and notes it; `status` other than 200 refuses. */
async function startTunnelProxy(status = 200) {
  const targets: string[] = [];
  const proxy = await startTestServer((_request, response) => void response.writeHead(500).end());
  proxy.server.on('connect', (request, client: Socket) => {
    targets.push(request.url ?? '');
    client.on('error', () => undefined);
    if (status !== 200) return void client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const [host, port] = (request.url ?? '').split(':');
    const upstream = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(upstream).pipe(client);
    });
    upstream.on('error', () => client.destroy());
  });
  return { origin: proxy.origin, targets };
}

test('a plain call goes through HTTP_PROXY', async () => {
  const proxy = await startTestServer((_request, response) => void response.end('from the proxy'));
  const client = createClient({ HTTP_PROXY: proxy.origin });
  expect((await client.call(callTo('http://bot.example'))).text).toBe('from the proxy');
  expect(proxy.requests[0]).toMatchObject({ path: 'http://bot.example/ask', headers: { 'x-inbenta-key': 'k' } });
});

test('hosts of NO_PROXY are called directly', async () => {
  const proxy = await startTestServer((_request, response) => void response.writeHead(502).end());
  const server = await startTestServer((_request, response) => void response.end('direct'));
  const client = createClient({ http_proxy: proxy.origin, no_proxy: 'localhost,127.0.0.1' });
  expect((await client.call(callTo(server.origin))).text).toBe('direct');
  expect(proxy.requests).toHaveLength(0);
});

test('a proxy that wants a password is named, and the call did not happen', async () => {
  const proxy = await startTestServer((_request, response) => void response.writeHead(407).end());
  const error = await failureOf(
    createClient({ HTTP_PROXY: proxy.origin }).call(callTo('http://bot.example')),
    ApiError,
  );
  expect(error).toMatchObject({ nothingHappened: true });
  expect(error.reason).toContain('HTTP_PROXY');
});

test('a TLS call goes through a tunnel of HTTPS_PROXY, and an untrusted certificate is named', async () => {
  const [origin, proxy] = [await startTlsServer(), await startTunnelProxy()];
  const error = await failureOf(createClient({ HTTPS_PROXY: proxy.origin }).call(callTo(origin)), ApiError);
  expect(proxy.targets).toContain(origin.replace('https://', ''));
  expect(error).toMatchObject({ nothingHappened: true });
  expect(error.reason).toContain('NODE_EXTRA_CA_CERTS');
});

test('a tunnel that the proxy refuses is a call that did not happen', async () => {
  const proxy = await startTunnelProxy(403);
  const client = createClient({ HTTPS_PROXY: proxy.origin.replace('//', '//user:pass-word@') });
  const error = await failureOf(client.call(callTo('https://bot.example')), ApiError);
  expect(proxy.targets).toEqual(['bot.example:443']);
  expect(error).toMatchObject({ nothingHappened: true, timedOut: false });
  expect(error.message).not.toContain('pass-word');
});

test('NODE_EXTRA_CA_CERTS makes a certificate trusted, also through a proxy', async () => {
  const [origin, proxy] = [await startTlsServer(), await startTunnelProxy()];
  const folder = await mkdtemp(join(tmpdir(), 'certificate-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'ca.pem');
  await writeFile(file, localhostCertificate.cert);
  const script = `
    import { createHttpClient } from '${new URL('../../src/net/http-client.ts', import.meta.url).href}';
    const client = createHttpClient({ connectTimeoutMs: 2000 });
    const answer = await client.call(${JSON.stringify(callTo(origin))});
    console.log(answer.text);
    await client.close();`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    env: { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: file, HTTPS_PROXY: proxy.origin },
  });
  expect(stdout.trim()).toBe('over TLS');
  expect(proxy.targets).toHaveLength(1);
});
