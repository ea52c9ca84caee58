import { createHmac } from 'node:crypto';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { messageBody } from '../support/smooch-bodies.ts';
import { startWebhookStand } from '../support/webhook-stand.ts';

const packings: [string, (bytes: Buffer) => Buffer][] = [
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
];
const MARK = '\ufeff';

describe('a packed webhook of Smooch', () => {
  test.each(packings)('is taken: %s', async (encoding, pack) => {
    const stand = await startWebhookStand();
    const user = stand.user();
    const body = pack(Buffer.from(JSON.stringify(messageBody(user, '¿hello?'))));
    expect((await stand.post(body, { headers: { 'content-encoding': encoding } })).status).toBe(200);
    expect(await stand.waitForQuestions(1)).toEqual(['¿hello?']);
    await stand.idle();
  });

  test('is taken with a byte order mark, and so is one that is not packed', async () => {
    const stand = await startWebhookStand();
    const marked = (text: string) => Buffer.from(MARK + JSON.stringify(messageBody(stand.user(), text)));
    expect((await stand.post(marked('one'))).status).toBe(200);
    expect((await stand.post(gzipSync(marked('two')), { headers: { 'content-encoding': 'gzip' } })).status).toBe(200);
    expect((await stand.waitForQuestions(2)).sort()).toEqual(['one', 'two']);
    await stand.idle();
  });

  test('in another encoding is 415, and says which are understood', async () => {
    const stand = await startWebhookStand();
    const answer = await stand.post(messageBody(stand.user(), 'hello'), { headers: { 'content-encoding': 'zstd' } });
    expect(answer).toMatchObject({ status: 415, headers: { 'accept-encoding': 'gzip, deflate, br' } });
    expect(stand.logLines('"status":415')).toHaveLength(1);
  });

  test('over the cap when it is unpacked is 413', async () => {
    const stand = await startWebhookStand({ server: { body_limit_kb: 8 } });
    const body = gzipSync(JSON.stringify(messageBody(stand.user(), 'x'.repeat(9 * 1024))));
    expect((await stand.post(body, { headers: { 'content-encoding': 'gzip' } })).status).toBe(413);
  });
});

describe('a packed event of HyperChat is signed as it is sent', () => {
  const SECRET = 'the-handshake-secret-of-the-test';
  const event = Buffer.from('{"trigger":"system:info","appId":"desk-app","created_at":1,"data":{"chatId":"c1"}}');
  const data = Buffer.from('{"chatId":"c1"}');
  const sign = (bytes: Buffer) => createHmac('sha256', SECRET).update(bytes).digest('hex');

  async function post(body: Buffer, signed: Buffer, chat: Record<string, unknown> = {}) {
    const settings = { enabled: true, appId: 'desk-app', secret: 's', server: 'http://127.0.0.1:9', ...chat };
    const stand = await startWebhookStand({
      conf: { 'custom/chat.yaml': { chat: { ...settings, webhook_secrets: [SECRET] } } },
    });
    stand.secrets.push(SECRET);
    const headers = { 'x-hook-signature': sign(signed), ...(body[0] === 0x1f ? { 'content-encoding': 'gzip' } : {}) };
    return (await stand.post(body, { key: null, headers })).status;
  }

  test('over the packed bytes: 200', async () => {
    expect(await post(gzipSync(event), gzipSync(event))).toBe(200);
  });

  test('over the unpacked bytes: 401', async () => {
    expect(await post(gzipSync(event), event)).toBe(401);
  });

  test('over its byte order mark, too', async () => {
    const marked = Buffer.concat([Buffer.from(MARK), event]);
    expect(await post(marked, marked)).toBe(200);
    expect(await post(marked, event)).toBe(401);
  });

  test('over the member "data", which stands in the unpacked text', async () => {
    expect(await post(gzipSync(event), data, { signature_over: 'data' })).toBe(200);
    expect(await post(event, data, { signature_over: 'data' })).toBe(200);
    expect(await post(gzipSync(event), Buffer.from('{}'), { signature_over: 'data' })).toBe(401);
  });
});
