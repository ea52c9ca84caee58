import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { ChatbotClient } from '../../src/chatbot/chatbot-client.ts';
import { ApiError, NotConfiguredError, WireError } from '../../src/core/errors.ts';
import type { BotPort } from '../../src/flow/ports.ts';
import { failureOf, sendJson } from '../net/test-server.ts';
import { connectTo, session, startBotServer } from './bot-server.ts';

/** A client against a bot that answers every call the same way. */
async function botThatAnswers(status: number, body: unknown, headers: object = {}) {
  const bot = await startBotServer();
  bot.onCall = (_request, response) => {
    if (typeof body === 'string') response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(body);
    else sendJson(response, status, body, headers);
  };
  return { bot, ...connectTo(bot) };
}

test('the client is what the flow expects', async () => {
  const { client } = await botThatAnswers(200, { sessionToken: 't' });
  const port: BotPort = client;
  expect(await port.openSession()).toEqual({ token: 't', id: undefined });
});

describe('opening a session', () => {
  test('sends the configured conversation as it is, with environment, user type and source', async () => {
    const { bot, client } = await botThatAnswers(200, { sessionToken: 'tok', sessionId: 'id-1' });
    expect(await client.openSession()).toEqual({ token: 'tok', id: 'id-1' });
    const [call] = bot.calls();
    expect(call).toMatchObject({
      method: 'POST',
      path: '/prod/chatbot/v1/conversation',
      headers: {
        'x-inbenta-env': 'development',
        'x-inbenta-user-type': '3',
        'x-inbenta-source': 'smooch',
        'content-type': 'application/json',
      },
    });
    expect(JSON.parse(call?.body ?? '')).toEqual({ lang: 'en', answers: { maxOptions: 3 } });
    expect(call?.headers).not.toHaveProperty('x-inbenta-session');
  });

  test('leaves an empty source out', async () => {
    const bot = await startBotServer();
    bot.onCall = (_request, response) => sendJson(response, 200, { sessionToken: 'tok' });
    await connectTo(bot, { source: '' }).client.openSession();
    expect(bot.calls()[0]?.headers).not.toHaveProperty('x-inbenta-source');
  });

  test.each([[{}], [{ sessionToken: null }], [[]], ['<html>']])('fails without a token: %j', async (body) => {
    const { client } = await botThatAnswers(200, body);
    await failureOf(client.openSession(), WireError);
  });
});

describe('asking', () => {
  test.each([
    [{ message: 'hi' }, { message: 'hi' }],
    [
      { message: 'hi', option: 22 },
      { message: 'hi', option: 22 },
    ],
    [{ option: '22' }, { option: '22' }],
    [{ directCall: 'sys-welcome', message: 'hi', option: 1 }, { directCall: 'sys-welcome' }],
  ])('%j is sent as %j', async (question, body) => {
    const { bot, client } = await botThatAnswers(200, { answers: [] });
    expect(await client.ask(session, question)).toEqual([]);
    const [call] = bot.calls();
    expect(JSON.parse(call?.body ?? '')).toEqual(body);
    expect(call?.headers).toMatchObject({ 'x-inbenta-session': 'Bearer session-1' });
    expect(call?.headers).not.toHaveProperty('x-inbenta-streaming');
    expect(call?.headers).not.toHaveProperty('x-inbenta-env');
  });

  test('gives the answers in order, and one alone as a list', async () => {
    const several = await botThatAnswers(200, { answers: [{ message: 'a' }, { message: 'b' }] });
    expect((await several.client.ask(session, { message: 'x' })).map((answer) => answer.messages)).toEqual([
      ['a'],
      ['b'],
    ]);
    const single = await botThatAnswers(200, { answers: { type: 'answer', message: 'a' } });
    expect(await single.client.ask(session, { message: 'x' })).toHaveLength(1);
  });

  test.each([[{}], [{ answers: 'x' }], [{ answers: null }], ['not json'], [[]]])(
    'an answer nobody understands is a WireError: %j',
    async (body) => {
      const { client } = await botThatAnswers(200, body);
      expect((await failureOf(client.ask(session, { message: 'x' }), WireError)).message).toContain('ask');
    },
  );

  test('has its own time limit', async () => {
    const bot = await startBotServer();
    bot.onCall = () => undefined;
    const { client } = connectTo(bot, { timeouts: { botMs: 60, otherMs: 5_000 } });
    const error = await failureOf(client.ask(session, { message: 'x' }), ApiError);
    expect(error).toMatchObject({ timedOut: true, nothingHappened: false, ambiguous: true });
  });

  test('a reset in the middle of the answer leaves open whether the bot heard the question', async () => {
    const bot = await startBotServer();
    bot.onCall = (_request, response) => {
      response.writeHead(200, { 'content-length': '500' }).write('{"answers": [{');
      setImmediate(() => response.destroy());
    };
    const error = await failureOf(connectTo(bot).client.ask(session, { message: 'x' }), ApiError);
    expect(error).toMatchObject({ ambiguous: true, timedOut: false });
  });
});

describe('errors of the Chatbot API', () => {
  const expired = { code: 'session-expired', status: 400 };
  const slow = { code: 'gateway-timeout', timedOut: true, nothingHappened: false, ambiguous: true };
  const shapes: [string, number, unknown, object][] = [
    ['errors', 400, { errors: [{ code: 400, message: 'Session expired' }] }, expired],
    ['error', 400, { error: { code: 400, message: 'Session expired' } }, expired],
    ['message', 400, { message: 'Session expired' }, expired],
    ['Message', 400, { Message: 'Session expired' }, expired],
    ['errors in a 200', 200, { errors: [{ code: 400, message: 'Session expired' }] }, expired],
    [
      'errors in a 200 with answers',
      200,
      { answers: [], errors: [{ code: 400, message: 'Session expired' }] },
      expired,
    ],
    ['an expired session in an object of errors', 400, { errors: { code: 400, message: 'Session expired' } }, expired],
    [
      'another 400',
      400,
      { errors: [{ code: 400, message: 'Bad option' }] },
      { status: 400, code: undefined, reason: 'Bad option' },
    ],
    ['a 422', 422, { error: { code: 422, message: 'No' } }, { status: 422, nothingHappened: false, ambiguous: false }],
    ['error as a text', 500, { error: 'broken' }, { status: 500, reason: 'broken', ambiguous: true }],
    ['a 504', 504, '', { ...slow, status: 504, reason: 'without any explanation' }],
    ['the gateway text', 504, { message: 'Endpoint request timed out' }, { ...slow, status: 504 }],
    ['the gateway text with a 500', 500, { message: 'Endpoint request timed out' }, { ...slow, status: 500 }],
    ['the gateway text with a 200', 200, { message: 'Endpoint request timed out' }, { ...slow, status: 504 }],
    ['the gateway text as a page', 200, '<p>Endpoint request timed out</p>', { ...slow, status: 504 }],
    ['a Message in a 200', 200, { Message: 'Forbidden' }, { status: 200, reason: 'Forbidden' }],
    [
      'a page',
      502,
      '<html><h1>502 Bad Gateway</h1></html>',
      { status: 502, reason: '502 Bad Gateway', ambiguous: true },
    ],
    ['a 429', 429, { message: 'Too Many Requests' }, { status: 429, nothingHappened: true }],
    ['a 503', 503, '', { status: 503, nothingHappened: true, ambiguous: false }],
    ['null everywhere', 500, { errors: null, error: null, message: null }, { status: 500 }],
    ['errors that are empty', 500, { errors: [] }, { status: 500 }],
    ['a redirect', 302, '', { status: 302 }],
  ];
  test.each(shapes)('%s (%i)', async (_name, status, body, expected) => {
    const { client } = await botThatAnswers(status, body);
    const error = await failureOf(client.ask(session, { message: 'x' }), ApiError);
    expect(error).toMatchObject({ service: 'chatbot', operation: 'ask', ...expected });
  });

  test('Retry-After is told', async () => {
    const { client } = await botThatAnswers(429, {}, { 'retry-after': '7' });
    expect(await failureOf(client.ask(session, { message: 'x' }), ApiError)).toMatchObject({ retryAfterMs: 7_000 });
  });

  test('a path that does not exist is recognised, and the token in the text is not told', async () => {
    const { client } = await botThatAnswers(403, {
      message: "Invalid key=value pair (missing equal-sign) in Authorization header: 'Bearer token-1'.",
    });
    const error = await failureOf(client.ask(session, { message: 'x' }), ApiError);
    expect(error.reason).toContain('path does not exist');
    expect(error.message).not.toContain('token-1');
  });

  const hushed = { token: 'hush/session+hush=', id: 's1' };
  test.each([
    ['as they are', (secret: string) => secret],
    ['as in an address', encodeURIComponent],
    ['as PHP writes JSON', (secret: string) => secret.replaceAll('/', '\\/')],
  ])('never holds a secret that the bot repeats: %s', async (_name, form) => {
    const bot = await startBotServer();
    bot.onCall = ({ headers }, response) => {
      const sent = [headers['x-inbenta-session'], headers.authorization, 'Bearer the-key', 'Bearer the-secret'];
      const said = sent.map((header) => form(String(header).split(' ').at(-1) ?? ''));
      response.writeHead(500, { 'content-type': 'text/html' }).end(`<p>session ${said.join(', or ')} is unknown</p>`);
    };
    const error = await failureOf(connectTo(bot).client.ask(hushed, { message: 'x' }), ApiError);
    expect(error.reason).toBe('session hush…, or …, or …, or … is unknown');
    expect(inspect(error)).not.toMatch(/session\+|token-1|the-key|the-secret/);
  });

  test('a message beside what was asked for is no error', async () => {
    const { client } = await botThatAnswers(200, { message: 'ok', answers: [{ message: 'Hi' }], errors: [], error: 0 });
    expect(await client.ask(session, { message: 'x' })).toHaveLength(1);
  });
});

describe('history', () => {
  test('is read in order, times as UTC, bubble by bubble, without empty lines', async () => {
    const { bot, client } = await botThatAnswers(200, [
      { user: 'user', message: 'hello', datetime: '2024-05-02 10:15:01' },
      { user: 'bot', message: '', messageList: ['<p>Hi!</p>', 'More'], datetime: '2024-05-02T10:15:02+02:00' },
      { user: 'bot', message: '', messageList: [] },
      'broken',
      { user: 'assistant', message: 'Bye', datetime: 'yesterday' },
    ]);
    expect(await client.history(session)).toEqual([
      { from: 'user', message: 'hello', at: Date.UTC(2024, 4, 2, 10, 15, 1) },
      { from: 'bot', message: '<p>Hi!</p>', at: Date.UTC(2024, 4, 2, 8, 15, 2) },
      { from: 'bot', message: 'More', at: Date.UTC(2024, 4, 2, 8, 15, 2) },
      { from: 'user', message: 'Bye', at: undefined },
    ]);
    expect(bot.calls()[0]).toMatchObject({
      method: 'GET',
      path: '/prod/chatbot/v1/conversation/history',
      headers: { 'x-inbenta-session': 'Bearer session-1' },
    });
  });

  test('that is no list is a WireError, an expired session is told', async () => {
    const odd = await botThatAnswers(200, { history: [] });
    await failureOf(odd.client.history(session), WireError);
    const expired = await botThatAnswers(400, { errors: [{ code: 400, message: 'Session expired' }] });
    expect(await failureOf(expired.client.history(session), ApiError)).toMatchObject({ code: 'session-expired' });
  });
});

describe('calls whose answers say nothing', () => {
  const calls: [string, (client: ChatbotClient) => Promise<void>, string, unknown][] = [
    [
      'tracking',
      (client) => client.track(session, 'rate', { code: 'c', value: 1, comment: null }),
      '/v1/tracking/events',
      { type: 'rate', data: { code: 'c', value: 1, comment: null } },
    ],
    [
      'a variable',
      (client) => client.setVariable(session, 'agents_available', 'true'),
      '/v1/conversation/variables',
      { name: 'agents_available', value: 'true' },
    ],
    [
      'several variables',
      (client) => client.setVariables(session, { a: '1', b: '2' }),
      '/v1/conversation/variables/multiple',
      {
        variables: [
          { name: 'a', value: '1' },
          { name: 'b', value: '2' },
        ],
      },
    ],
  ];

  test.each(calls)('%s', async (_name, call, path, body) => {
    const { bot, client } = await botThatAnswers(200, { success: true, message: 'ok' });
    await call(client);
    expect(bot.calls()[0]).toMatchObject({
      method: 'POST',
      path: `/prod/chatbot${path}`,
      headers: { 'x-inbenta-session': 'Bearer session-1' },
    });
    expect(JSON.parse(bot.calls()[0]?.body ?? '')).toEqual(body);
  });

  test.each(calls)('%s: an empty answer is success, an error is not', async (_name, call) => {
    const empty = await botThatAnswers(204, '');
    await call(empty.client);
    const failed = await botThatAnswers(400, { errors: [{ code: 400, message: 'Unknown' }] });
    expect(await failureOf(call(failed.client), ApiError)).toMatchObject({ status: 400, reason: 'Unknown' });
  });

  test('a variable that was not set is a failure', async () => {
    const { client } = await botThatAnswers(200, { success: false });
    await failureOf(client.setVariable(session, 'x', 'y'), WireError);
  });
});

describe('ExtraInfo', () => {
  test('is read with key and token alone', async () => {
    const { bot, client } = await botThatAnswers(200, { results: [] });
    expect(await client.fetchExtraInfo('smooch')).toEqual({ appTokens: {}, translations: {} });
    expect(bot.calls()[0]).toMatchObject({ method: 'GET', path: '/prod/chatbot/v1/app/data/smooch?name=' });
    expect(bot.calls()[0]?.headers).not.toHaveProperty('x-inbenta-session');
    expect(bot.calls()[0]?.headers).not.toHaveProperty('x-inbenta-env');
    expect(bot.calls()[0]?.headers).not.toHaveProperty('content-type');
  });

  test('gives key pairs by environment and labels by language; what is empty is missing', async () => {
    const { client } = await botThatAnswers(200, {
      results: [
        {
          name: 'app_tokens',
          value: {
            production: [{ key: ' app_prod ', secret: 's-prod\n' }],
            preproduction: [],
            development: [{ key: 'app_dev', secret: ' ' }],
            staging: { key: 'app_stage', secret: 's-stage' },
            broken: 'x',
          },
        },
        { name: 'translations', value: { en: [{ yes: ' Yes ', no: '', thanks: null }], es: [], fr: [[]], de: [{}] } },
        { name: 'unknown', value: {} },
        null,
      ],
    });
    expect(await client.fetchExtraInfo('smooch')).toEqual({
      appTokens: {
        production: { key: 'app_prod', secret: 's-prod' },
        staging: { key: 'app_stage', secret: 's-stage' },
      },
      translations: { en: { yes: 'Yes' } },
    });
  });

  test('takes no key of others for one of its own', async () => {
    const { client } = await botThatAnswers(
      200,
      '{"results":[{"name":"translations","value":{"__proto__":[{"yes":"Ja","__proto__":"x"}]}}]}',
    );
    const { translations } = await client.fetchExtraInfo('smooch');
    expect(Object.getPrototypeOf(translations)).toBe(Object.prototype);
    expect(Object.keys(translations)).toEqual(['__proto__']);
  });

  test('of a value that is a list (empty in PHP) is empty, without results it is a WireError', async () => {
    const php = await botThatAnswers(200, { results: [{ name: 'app_tokens', value: [] }] });
    expect(await php.client.fetchExtraInfo('smooch')).toEqual({ appTokens: {}, translations: {} });
    const odd = await botThatAnswers(200, {});
    await failureOf(odd.client.fetchExtraInfo('smooch'), WireError);
  });
});

test('a client without a usable address says which key is wrong', () => {
  expect(() => connectTo({ origin: 'nowhere' })).toThrow(NotConfiguredError);
  expect(() => connectTo({ origin: 'nowhere' })).toThrow('api.url');
});
