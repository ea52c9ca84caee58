import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import { type Listener, listen } from '../../src/http/listen.ts';
import type { AnswerWebhook } from '../../src/http/webhook.ts';
import { sendRequest } from '../support/send-request.ts';

const health = { problem: () => undefined, warnings: () => [], open: () => 0 };
const ok: AnswerWebhook = async () => ({ status: 200, text: 'ok' });

async function startApp(answerWebhook: AnswerWebhook = ok, port = 0): Promise<Listener & { url: string }> {
  const listener = await listen(createApp({ answerWebhook, health }), '127.0.0.1', port);
  onTestFinished(() => listener.close());
  return { ...listener, url: `http://127.0.0.1:${listener.port}` };
}

test('port 0 is a free one', async () => {
  const [one, two] = [await startApp(), await startApp()];
  expect(one.port).toBeGreaterThan(0);
  expect(one.port).not.toBe(two.port);
  expect((await sendRequest(one.url)).status).toBe(200);
});

test('a port that is taken is refused', async () => {
  const { port } = await startApp();
  await expect(startApp(ok, port)).rejects.toThrow('EADDRINUSE');
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
