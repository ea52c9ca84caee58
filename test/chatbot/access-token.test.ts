import { describe, expect, test } from 'vitest';
import { ApiError, WireError } from '../../src/core/errors.ts';
import { failureOf, freeOrigin, sendJson, startTestServer } from '../net/test-server.ts';
import { connectTo, explicitDeny, session, startBotServer } from './bot-server.ts';

const question = { message: 'hello' };

describe('the access token', () => {
  test('is asked for with key and secret, when it is first needed', async () => {
    const bot = await startBotServer();
    const { client } = connectTo(bot);
    expect(bot.requests).toHaveLength(0);
    await client.ask(session, question);
    expect(bot.requests[0]).toMatchObject({
      method: 'POST',
      path: '/v1/auth',
      headers: { 'x-inbenta-key': 'the-key' },
    });
    expect(JSON.parse(bot.requests[0]?.body ?? '')).toEqual({ secret: 'the-secret' });
    expect(bot.calls()[0]?.headers).toMatchObject({ 'x-inbenta-key': 'the-key', authorization: 'Bearer token-1' });
  });

  test('is asked for once, however many wait for it', async () => {
    const bot = await startBotServer();
    const { client } = connectTo(bot);
    await Promise.all(Array.from({ length: 50 }, () => client.ask(session, question)));
    expect(bot.grants()).toBe(1);
    expect(bot.calls()).toHaveLength(50);
  });

  test('is renewed 180 seconds ahead, without anybody waiting for it', async () => {
    const bot = await startBotServer();
    const { client, clock } = connectTo(bot);
    await client.ask(session, question);
    clock.advance(1_019_000);
    await client.ask(session, question);
    expect(bot.grants()).toBe(1);
    clock.advance(2_000);
    await Promise.all(Array.from({ length: 20 }, () => client.ask(session, question)));
    await expect.poll(() => bot.grants()).toBe(2);
    await expect
      .poll(async () => {
        await client.ask(session, question);
        return bot.calls().at(-1)?.headers.authorization;
      })
      .toBe('Bearer token-2');
    expect(bot.grants()).toBe(2);
  });

  test('is waited for when the old one has ended', async () => {
    const bot = await startBotServer();
    const { client, clock } = connectTo(bot);
    await client.ask(session, question);
    clock.advance(1_200_000);
    bot.valid.clear();
    await Promise.all(Array.from({ length: 20 }, () => client.ask(session, question)));
    expect(bot.grants()).toBe(2);
    expect(bot.calls().filter((call) => call.headers.authorization === 'Bearer token-1')).toHaveLength(1);
  });

  test('with a life of less than the 180 seconds is used for half of it', async () => {
    const bot = await startBotServer();
    bot.life = { expires_in: '60' };
    const { client, clock } = connectTo(bot);
    for (let n = 0; n < 5; n += 1) await client.ask(session, question);
    clock.advance(29_000);
    await client.ask(session, question);
    expect(bot.grants()).toBe(1);
    clock.advance(2_000);
    await client.ask(session, question);
    await expect.poll(() => bot.grants()).toBe(2);
  });

  test.each([
    ['expiration alone', (now: number) => ({ expiration: now / 1000 + 1_200 })],
    ['both, of which expires_in counts', (now: number) => ({ expires_in: 1_200, expiration: now / 1000 - 9_000 })],
    ['neither', () => ({})],
  ])('takes its life from %s', async (_name, life) => {
    const bot = await startBotServer();
    const { client, clock } = connectTo(bot);
    bot.life = life(clock.now());
    await client.ask(session, question);
    clock.advance(1_000_000);
    await client.ask(session, question);
    expect(bot.grants()).toBe(1);
    clock.advance(300_000);
    await client.ask(session, question);
    expect(bot.grants()).toBe(2);
  });

  test('that could not be renewed ahead is used on, and not asked for by every call', async () => {
    const bot = await startBotServer();
    const { client, clock, warnings } = connectTo(bot);
    await client.ask(session, question);
    const grant = bot.onAuth;
    bot.onAuth = (_request, response) => sendJson(response, 500, {});
    clock.advance(1_100_000);
    await client.ask(session, question);
    await expect.poll(() => warnings).toHaveLength(1);
    for (let n = 0; n < 5; n += 1) await client.ask(session, question);
    expect(bot.grants()).toBe(2);
    bot.onAuth = grant;
    clock.advance(6_000);
    await client.ask(session, question);
    await expect.poll(() => bot.grants()).toBe(3);
  });
});

describe('a token that is refused', () => {
  test.each([401, 403])('with %i is renewed once for all, and the calls are repeated', async (status) => {
    const bot = await startBotServer();
    const { client } = connectTo(bot);
    await client.ask(session, question);
    const reply = bot.onCall;
    bot.onCall = (request, response) => {
      if (request.headers.authorization === 'Bearer token-1') sendJson(response, status, { message: 'Unauthorized' });
      else reply(request, response);
    };
    const answers = await Promise.all(Array.from({ length: 10 }, () => client.ask(session, question)));
    expect(answers.flat()).toHaveLength(10);
    expect(bot.grants()).toBe(2);
  });

  test('but was replaced meanwhile needs no renewal', async () => {
    const bot = await startBotServer();
    const { client } = connectTo(bot);
    await client.ask(session, question);
    let answerLate: (() => void) | undefined;
    const reply = bot.onCall;
    bot.onCall = (_request, response) => {
      answerLate = () => sendJson(response, 403, explicitDeny);
    };
    const slow = client.ask(session, question);
    await expect.poll(() => answerLate).toBeDefined();
    bot.valid.clear();
    bot.onCall = reply;
    await client.ask(session, question);
    expect(bot.grants()).toBe(2);
    answerLate?.();
    expect(await slow).toHaveLength(1);
    expect(bot.grants()).toBe(2);
  });

  test('right after its renewal is the call failing, and the next ones do not ask for tokens', async () => {
    const bot = await startBotServer();
    bot.onCall = (_request, response) => sendJson(response, 403, explicitDeny);
    const { client, clock } = connectTo(bot);
    const error = await failureOf(client.ask(session, question), ApiError);
    expect(error).toMatchObject({ status: 403, nothingHappened: false, code: undefined });
    expect(error.reason).toContain('explicit deny');
    expect(bot.grants()).toBe(2);
    for (let n = 0; n < 5; n += 1) await failureOf(client.ask(session, question), ApiError);
    expect(bot.grants()).toBe(2);
    clock.advance(31_000);
    await failureOf(client.ask(session, question), ApiError);
    expect(bot.grants()).toBe(3);
  });
});

describe('a refused key or secret', () => {
  const replies: [string, number, unknown][] = [
    ['a wrong secret', 400, { error: { code: 400, message: 'Secret token not valid' } }],
    ['a wrong key', 401, { message: 'Unauthorized' }],
    ['a wrong key at the gateway', 403, explicitDeny],
    ['an error inside a 200', 200, { error: { code: 400, message: 'Secret token not valid' } }],
    ['a gateway text inside a 200', 200, { message: 'Unauthorized' }],
  ];
  test.each(replies)('(%s) is tried once in 30 seconds', async (_name, status, body) => {
    const bot = await startBotServer();
    const grant = bot.onAuth;
    bot.onAuth = (_request, response) => sendJson(response, status, body);
    const { client, clock } = connectTo(bot);
    const failures = await Promise.all(
      Array.from({ length: 10 }, () => failureOf(client.ask(session, question), ApiError)),
    );
    failures.push(await failureOf(client.openSession(), ApiError));
    for (const error of failures) expect(error).toMatchObject({ code: 'credentials-refused', nothingHappened: true });
    expect(failures[0]?.message).toContain('api.key or api.secret is wrong');
    expect(bot.grants()).toBe(1);
    bot.onAuth = grant;
    clock.advance(29_000);
    await failureOf(client.ask(session, question), ApiError);
    expect(bot.grants()).toBe(1);
    clock.advance(2_000);
    expect(await client.ask(session, question)).toHaveLength(1);
  });

  test('never shows itself', async () => {
    const bot = await startBotServer();
    bot.onAuth = (request, response) => sendJson(response, 400, { message: `bad: ${request.body} the-key` });
    const error = await failureOf(connectTo(bot).client.openSession(), ApiError);
    expect(`${error.message}${JSON.stringify(error)}`).not.toMatch(/the-key|the-secret/);
  });
});

describe('an authorization API that fails', () => {
  test('in other ways is asked again by the next call, and the question never left', async () => {
    const bot = await startBotServer();
    const grant = bot.onAuth;
    bot.onAuth = (_request, response) => void response.destroy();
    const { client } = connectTo(bot);
    const error = await failureOf(client.ask(session, question), ApiError);
    expect(error).toMatchObject({ operation: 'authenticate', nothingHappened: true, code: undefined });
    bot.onAuth = grant;
    expect(await client.ask(session, question)).toHaveLength(1);
  });

  test('by its time limit or by not being there is the same, but a time-out is told', async () => {
    const silent = await startTestServer(() => undefined);
    const { client } = connectTo(silent, { timeouts: { botMs: 5_000, otherMs: 50 } });
    expect(await failureOf(client.ask(session, question), ApiError)).toMatchObject({
      nothingHappened: true,
      timedOut: true,
    });
    const gone = connectTo({ origin: await freeOrigin() });
    expect(await failureOf(gone.client.openSession(), ApiError)).toMatchObject({
      nothingHappened: true,
      timedOut: false,
    });
  });
});

describe('the address of the Chatbot API', () => {
  test('comes with each token', async () => {
    const bot = await startBotServer();
    const { client, clock } = connectTo(bot);
    await client.ask(session, question);
    bot.apis = { chatbot: `${bot.origin}/moved/chatbot/` };
    clock.advance(1_300_000);
    await client.ask(session, question);
    expect(bot.calls().map((call) => call.path)).toEqual([
      '/prod/chatbot/v1/conversation/message',
      '/moved/chatbot/v1/conversation/message',
    ]);
  });

  test('may be called "chat"', async () => {
    const bot = await startBotServer();
    bot.apis = { chat: `${bot.origin}/prod/chat`, chatbot: '' };
    await connectTo(bot).client.ask(session, question);
    expect(bot.calls()[0]?.path).toBe('/prod/chat/v1/conversation/message');
  });

  test.each([[{ ticketing: 'https://x.example' }], [{ chatbot: 'not a url' }], [undefined]])(
    'is missed by name in %j',
    async (apis) => {
      const bot = await startBotServer();
      bot.apis = apis as Record<string, unknown>;
      const error = await failureOf(connectTo(bot).client.ask(session, question), WireError);
      expect(error.message).toContain('apis.chatbot');
    },
  );
});
