import { describe, expect, test } from 'vitest';
import { sendRaw } from '../support/send-raw.ts';
import { messageBody } from '../support/smooch-bodies.ts';
import { WEBHOOK_SECRET } from '../support/stand.ts';
import { startWebhookStand } from '../support/webhook-stand.ts';

describe('the public URL', () => {
  test.each([
    '/',
    '/smooch_chatbot_template/server.php',
    '/any/path/at/all?with=a&query',
    '/%E2%82%AC/%zz',
    '//double//slashes',
  ])('takes webhooks on any path: %s', async (path) => {
    const stand = await startWebhookStand();
    const user = stand.user();
    expect(await stand.post(messageBody(user, 'hello'), { path })).toMatchObject({ status: 200, text: 'ok\n' });
    expect(await stand.waitForTexts(user, 1)).toHaveLength(1);
  });

  test('a plain GET of / is 200 and one line', async () => {
    const stand = await startWebhookStand();
    const answer = await stand.send('/', 'GET');
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toMatch(/^text\/plain/);
    expect(answer.text).toMatch(/^\S[^\n]*\n$/);
    expect(await stand.send('/?from=a-probe', 'GET')).toMatchObject({ status: 200 });
    expect(await stand.send('/', 'HEAD')).toMatchObject({ status: 200, text: '' });
  });

  test.each(['/smooch_chatbot_template/server.php', '/healthz/', '/favicon.ico', '//', '/%2F', '/metrics'])(
    'a plain GET of any other path is 405, and says that webhooks are posted here: %s',
    async (path) => {
      const stand = await startWebhookStand();
      const answer = await stand.send(path, 'GET');
      expect(answer).toMatchObject({ status: 405, headers: { allow: 'POST' } });
      expect(answer.text).toMatch(/^Webhooks are posted here[^\n]*\n$/);
      expect(await stand.send(path, 'HEAD')).toMatchObject({ status: 405, headers: { allow: 'POST' }, text: '' });
      expect(stand.logLines('"warn"')).toEqual([]);
    },
  );

  test.each([
    [{}, 120],
    [{ keep_alive_seconds: 7 }, 7],
  ])('an idle connection is kept for server.keep_alive_seconds: %j', async (server, seconds) => {
    const stand = await startWebhookStand({ server });
    const { received } = await sendRaw(stand.connector.url, 'GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    await expect.poll(received).toMatch(new RegExp(`^keep-alive: timeout=${seconds}\\r$`, 'im'));
  });

  test('a probe and a webhook need no Host header, and then it is that of an unknown host', async () => {
    const rules = { development: { type: 'http_host', regex: '/^a/' } };
    const stand = await startWebhookStand({ conf: { 'custom/environments.yaml': rules } });
    const probe = await sendRaw(stand.connector.url, 'GET /healthz HTTP/1.0\r\n\r\n');
    await expect.poll(probe.received).toMatch(/^HTTP\/1\.1 200 /);
    const body = JSON.stringify(messageBody(stand.user(), 'hello'));
    const head = `x-api-key: ${WEBHOOK_SECRET}\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    for (const line of ['POST / HTTP/1.0\r\n', 'POST / HTTP/1.1\r\n', 'POST / HTTP/1.1\r\nhost: a:\r\n']) {
      const { received } = await sendRaw(stand.connector.url, line, head);
      await expect.poll(received).toMatch(/^HTTP\/1\.1 200 /);
    }
    await stand.waitForQuestions(1);
    const [opened] = stand.chatbot.control.journal.listRaw({ endpoint: 'conversation' });
    expect(opened?.headers['x-inbenta-env']).toBe('production');
    await stand.idle();
  });

  test('what is no HTTP is logged once a minute', async () => {
    const stand = await startWebhookStand();
    for (let i = 0; i < 3; i += 1) {
      const { isOpen } = await sendRaw(stand.connector.url, 'hello\r\n\r\n');
      await expect.poll(isOpen).toBe(false);
    }
    expect(stand.log.filter(({ kind }) => kind === 'not-http')).toEqual([expect.objectContaining({ level: 'warn' })]);
  });

  test.each(['/healthz', '/readyz'])('nothing is taken on %s', async (path) => {
    const stand = await startWebhookStand();
    const user = stand.user();
    expect((await stand.post(messageBody(user, 'hello'), { path })).status).toBe(405);
    await stand.idle();
    expect(stand.asked()).toEqual([]);
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('a %s without a body is no visit: 400', async (method) => {
    const stand = await startWebhookStand();
    expect((await stand.send('/', method)).status).toBe(400);
  });

  test('/healthz and /readyz are reserved', async () => {
    const stand = await startWebhookStand();
    expect(await stand.send('/healthz', 'GET')).toMatchObject({ status: 200, text: 'ok' });
    expect(await stand.readiness()).toEqual({ status: 200, body: { status: 'ready', open: 0 } });
    expect((await stand.send('/healthz', 'HEAD')).status).toBe(200);
  });

  test('/readyz counts the events that are not finished', async () => {
    const stand = await startWebhookStand();
    const user = stand.user();
    const release = stand.holdBot();
    await stand.post(messageBody(user, 'one', 'two'));
    expect((await stand.readiness()).body.open).toBe(2);
    release();
    await stand.idle();
  });

  test('the 200 does not wait for the bot', async () => {
    const stand = await startWebhookStand();
    const user = stand.user();
    await stand.post(messageBody(user, 'hello'));
    await stand.waitForTexts(user, 1);
    stand.chatbot.control.faults.add({ endpoint: '*', effect: { kind: 'hold' }, times: 'always' });
    expect((await stand.post(messageBody(user, 'hello again'))).status).toBe(200);
    expect(await stand.waitForQuestions(2)).toEqual(['hello', 'hello again']);
    expect(user.received).toHaveLength(1);
  });
});
