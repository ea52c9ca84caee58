import { afterEach, describe, expect, test } from 'vitest';
import { type BotClient, CREDENTIALS, startBot } from './bot-client.ts';

const DENIED = { Message: 'User is not authorized to access this resource with an explicit deny' };

let bot: BotClient;
let time = Date.UTC(2030, 0, 1);
const start = async (options: Parameters<typeof startBot>[0] = {}): Promise<BotClient> => {
  bot = await startBot({ clock: () => time, ...options });
  return bot;
};
afterEach(() => bot.simulator.stop());

const auth = (headers: Record<string, string>, body: unknown) =>
  bot.call('POST', `${bot.simulator.url}/auth`, { headers, body });

describe('a token', () => {
  test('is given for key and secret, with its end and the address of the product', async () => {
    await start();
    const reply = await auth({ 'x-inbenta-key': CREDENTIALS.key }, { secret: CREDENTIALS.secret });
    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({
      accessToken: expect.any(String),
      expiration: time / 1000 + 1200,
      expires_in: 1200,
      apis: { chatbot: `${bot.origin}/prod/chatbot`, ticketing: expect.any(String) },
    });
  });

  test.each([
    ['a form', 'application/x-www-form-urlencoded', `secret=${encodeURIComponent(CREDENTIALS.secret)}`],
    ['a form that was not escaped', 'application/x-www-form-urlencoded', `secret=${CREDENTIALS.secret}`],
    ['JSON that says it is a text', 'text/plain', JSON.stringify({ secret: CREDENTIALS.secret })],
    ['JSON with a comma in its type', 'application/json,charset=UTF-8', JSON.stringify({ secret: CREDENTIALS.secret })],
  ])('is given for %s', async (_name, contentType, body) => {
    await start();
    const reply = await auth({ 'x-inbenta-key': CREDENTIALS.key, 'content-type': contentType }, body);
    expect(reply.status).toBe(200);
  });

  test('is refused for a wrong or missing secret', async () => {
    await start();
    for (const body of [{ secret: 'wrong' }, {}, '', '{"secret":']) {
      const reply = await auth({ 'x-inbenta-key': CREDENTIALS.key }, body);
      expect([reply.status, reply.body]).toEqual([400, { error: { code: 400, message: 'Secret token not valid' } }]);
    }
  });

  test('is refused for a wrong or missing key', async () => {
    await start();
    for (const headers of [{ 'x-inbenta-key': 'wrong' }, {}] as Record<string, string>[]) {
      const reply = await auth(headers, { secret: CREDENTIALS.secret });
      expect([reply.status, reply.body]).toEqual([401, { message: 'Unauthorized' }]);
    }
  });

  test('is renewed while it lives, without the addresses, and not afterwards', async () => {
    await start();
    const refresh = () => bot.call('POST', `${bot.simulator.url}/refreshToken`, { headers: bot.tokenHeaders });
    const renewed = await refresh();
    expect(renewed.body).toEqual({ accessToken: expect.any(String), expiration: time / 1000 + 1200, expires_in: 1200 });
    time += 1200_000;
    const late = await refresh();
    expect([late.status, late.body]).toEqual([403, DENIED]);
  });

  test('lists the products', async () => {
    await start();
    const list = () => bot.call('GET', `${bot.simulator.url}/apis`, { headers: bot.tokenHeaders });
    expect((await list()).body).toMatchObject({ apis: { chatbot: `${bot.origin}/prod/chatbot` } });
    bot.simulator.control.configure({ apisKey: 'chat' });
    expect((await list()).body).toEqual({ apis: { chat: `${bot.origin}/prod/chat`, ticketing: expect.any(String) } });
    bot.simulator.control.configure({ apisKey: 'both' });
    expect(Object.keys(((await list()).body as { apis: object }).apis)).toEqual(['chatbot', 'chat', 'ticketing']);
  });

  test('opens the product under its other name, too', async () => {
    await start();
    const url = `${bot.origin}/prod/chat/v1/conversation`;
    expect((await bot.call('POST', url, { headers: bot.tokenHeaders })).status).toBe(200);
  });
});

describe('the product', () => {
  const openWith = (headers: Record<string, string>) => bot.call('POST', `${bot.base}/conversation`, { headers });

  test('answers 401 when a credential is missing', async () => {
    await start();
    const { 'x-inbenta-key': key, authorization } = bot.tokenHeaders as Record<string, string>;
    for (const headers of [{}, { 'x-inbenta-key': key! }, { authorization: authorization! }] as Record<
      string,
      string
    >[]) {
      const reply = await openWith(headers);
      expect([reply.status, reply.body]).toEqual([401, { message: 'Unauthorized' }]);
    }
  });

  test('answers 403 to a wrong key, a wrong token and a token without the word Bearer', async () => {
    await start();
    const { authorization } = bot.tokenHeaders as { authorization: string };
    const wrong = [
      { ...bot.tokenHeaders, 'x-inbenta-key': 'wrong' },
      { ...bot.tokenHeaders, authorization: 'Bearer wrong' },
      { ...bot.tokenHeaders, authorization: authorization.slice('Bearer '.length) },
    ];
    for (const headers of wrong) {
      const reply = await openWith(headers);
      expect([reply.status, reply.body]).toEqual([403, DENIED]);
    }
  });

  test('answers 403 once the token has expired, by time or by order', async () => {
    await start({ tokenLifetimeSeconds: 60 });
    time += 59_000;
    expect((await openWith(bot.tokenHeaders)).status).toBe(200);
    time += 1_000;
    expect((await openWith(bot.tokenHeaders)).status).toBe(403);
    await bot.simulator.stop();
    await start();
    bot.simulator.control.expireAccessTokens();
    expect((await openWith(bot.tokenHeaders)).status).toBe(403);
  });

  test('answers 403 while the key is rejected', async () => {
    await start();
    bot.simulator.control.rejectKey(true);
    expect((await openWith(bot.tokenHeaders)).status).toBe(403);
    expect((await auth({ 'x-inbenta-key': CREDENTIALS.key }, { secret: CREDENTIALS.secret })).status).toBe(401);
    bot.simulator.control.rejectKey(false);
    expect((await openWith(bot.tokenHeaders)).status).toBe(200);
  });

  test('answers 403 with a strange sentence where there is nothing', async () => {
    await start();
    for (const [method, path] of [
      ['GET', '/conversation'],
      ['POST', '/conversation/nothing'],
      ['POST', '/surveys'],
    ] as const) {
      const reply = await bot.call(method, bot.base + path, { headers: bot.tokenHeaders });
      expect(reply.status).toBe(403);
      expect((reply.body as { message: string }).message).toContain('missing equal-sign');
    }
  });

  test('tells how much of the limits is used up, with every answer', async () => {
    await start();
    const talk = await bot.open();
    bot.simulator.control.faults.add({ endpoint: 'message', effect: { kind: 'respond', status: 502 } });
    for (const reply of [await openWith({}), await talk.send({ message: 'hello' }), await talk.get('/nothing')]) {
      for (const name of ['x-quota-usage', 'x-throttle-usage', 'x-quota-reset', 'x-throttle-reset']) {
        expect(Number(reply.headers.get(name) ?? Number.NaN)).not.toBeNaN();
      }
    }
  });
});
