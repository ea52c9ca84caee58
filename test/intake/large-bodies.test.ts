import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { DESK, startDeskStand } from '../support/desk-stand.ts';
import { sendRequest } from '../support/send-request.ts';
import { messageBody, textMessage } from '../support/smooch-bodies.ts';
import { WEBHOOK_SECRET } from '../support/stand.ts';
import { startWebhookStand } from '../support/webhook-stand.ts';

const KB = 1024;
const filler = 'x'.repeat(200 * KB);

/** Bodies over 64 KB are only read to their end when a header of theirs fits a secret that is known. */
describe('a large webhook of Smooch', () => {
  const large = (user: { id: string; appId: string }, more = {}) => ({
    ...messageBody(user, textMessage('hello', { filler })),
    ...more,
  });

  test('is taken with the key of the webhook, also as the very first', async () => {
    const stand = await startWebhookStand();
    const user = stand.user();
    expect((await stand.post(large(user))).status).toBe(200);
    expect((await stand.post(large(user), { chunked: true })).status).toBe(200);
    await stand.waitForTexts(user, 2);
    expect(stand.secretLookUps()).toHaveLength(1);
    await stand.idle();
  });

  test('is taken with a key that is known, whatever stands at its beginning', async () => {
    const stand = await startWebhookStand();
    const user = stand.user();
    await stand.post(messageBody(user, 'first'));
    const { app, ...rest } = large(user) as { app?: unknown };
    expect((await stand.post({ ...rest, app })).status).toBe(200);
    await stand.restart();
    expect((await stand.post({ ...rest, messages: [textMessage('again', { filler })], app })).status).toBe(200);
    await stand.idle();
  });

  test('is taken with a configured key', async () => {
    const stand = await startWebhookStand({ smooch: { webhook_secrets: [WEBHOOK_SECRET] } });
    const { app, ...rest } = large(stand.user()) as { app?: unknown };
    expect((await stand.post({ ...rest, app })).status).toBe(200);
    expect(stand.secretLookUps()).toEqual([]);
    await stand.idle();
  });

  test('is not read with a wrong key, or without one', async () => {
    const stand = await startWebhookStand();
    const user = stand.user();
    const wrong = await stand.post(large(user), { key: 'wrong' });
    expect([401, 503]).toContain(wrong.status);
    expect((await stand.post(large(user), { key: null })).status).toBe(401);
    const packed = gzipSync(JSON.stringify(large(user)));
    expect((await stand.post(packed, { key: null, headers: { 'content-encoding': 'gzip' } })).status).toBe(401);
    expect((await stand.post(`{"app":{}${' '.repeat(100 * KB)}`, { key: 'wrong' })).status).toBe(503);
    expect(stand.asked()).toEqual([]);
    await stand.idle();
  });

  test('that is packed is unpacked to its end with the key of the webhook', async () => {
    const stand = await startWebhookStand();
    const packed = gzipSync(JSON.stringify(large(stand.user())));
    expect(packed.length).toBeLessThan(64 * KB);
    expect((await stand.post(packed, { headers: { 'content-encoding': 'gzip' } })).status).toBe(200);
    await stand.idle();
  });
});

describe('a large event of HyperChat', () => {
  const event = (more = {}) =>
    JSON.stringify({
      trigger: 'system:info',
      appId: DESK.appId,
      created_at: Date.now() / 1000,
      data: { filler },
      ...more,
    });
  const sign = (secret: string, bytes: string) => createHmac('sha256', secret).update(bytes).digest('hex');

  async function start(chat: Record<string, unknown> = {}, webhook?: false) {
    const stand = await startDeskStand({ chat, webhook });
    const [kept] = stand.desk.control.webhooks.list();
    const post = async (body: string, signature?: string) => {
      const headers: Record<string, string> = signature === undefined ? {} : { 'x-hook-signature': signature };
      return (await sendRequest(stand.connector.url, { body, headers })).status;
    };
    return { stand, post, secret: kept?.secret ?? '' };
  }

  test('is taken when it is signed with the secret of a handshake, and refused when it is not', async () => {
    const { post, secret } = await start();
    const body = event();
    expect(await post(body, sign(secret, body))).toBe(200);
    expect(await post(body, sign('another', body))).toBe(401);
    expect(await post(body, 'no signature')).toBe(401);
    expect(await post(body)).toBe(401);
  });

  test('is taken when its member "data" is signed, where that is configured', async () => {
    const { post, secret } = await start({ signature_over: 'data' });
    const body = event();
    expect(await post(body, sign(secret, JSON.stringify({ filler })))).toBe(200);
    expect(await post(body, sign(secret, body))).toBe(401);
    expect(await post('['.repeat(200 * KB), sign('another', body))).toBe(401);
  });

  test('is not read when there is nothing to check it with', async () => {
    const { post } = await start({}, false);
    expect(await post(event(), sign('another', event()))).toBe(401);
  });

  test('is not read unsigned where nothing is checked either: that is about who is believed, not about how much is read', async () => {
    const { post } = await start({ webhook_verification: 'off' });
    expect(await post(event())).toBe(401);
  });
});
