import { afterEach, describe, expect, test } from 'vitest';
import { type BotClient, startBot } from './bot-client.ts';

let bot: BotClient;
let time: number;
const start = async (options: Parameters<typeof startBot>[0] = {}): Promise<void> => {
  time = Date.UTC(2030, 0, 1, 12, 30, 15);
  bot = await startBot({ clock: () => time, tokenLifetimeSeconds: 1_000_000, ...options });
};
afterEach(() => bot.simulator.stop());

const EXPIRED = [400, { errors: [{ code: 400, message: 'Session expired' }] }];
const openConversation = (body: unknown, headers: Record<string, string> = {}) =>
  bot.call('POST', `${bot.base}/conversation`, { headers: { ...bot.tokenHeaders, ...headers }, body });

describe('opening a session', () => {
  test('needs no body', async () => {
    await start();
    const reply = await openConversation(undefined);
    expect([reply.status, reply.body]).toEqual([
      200,
      { sessionToken: expect.any(String), sessionId: expect.any(String) },
    ]);
  });

  test.each(['[]', '{"answers": [], "forms": []}'])('takes %s, as PHP writes empty maps', async (body) => {
    await start();
    expect((await openConversation(body)).status).toBe(200);
    expect(bot.simulator.control.sessions()).toMatchObject([{ lang: 'en' }]);
  });

  test('takes the configuration of the PHP connector, malformed content type included', async () => {
    await start();
    const body = {
      answers: { sideBubbleAttributes: [], answerAttributes: ['ANSWER_TEXT'], maxOptions: 3, maxRelatedContents: 2 },
      forms: { allowUserToAbandonForm: true, errorRetries: 2 },
      lang: 'es',
      unknown: { key: 1 },
    };
    const headers = {
      'content-type': 'application/json,charset=UTF-8',
      'x-inbenta-user-type': '4',
      'x-inbenta-env': 'preproduction',
      'x-inbenta-source': 'smooch',
    };
    expect((await openConversation(JSON.stringify(body), headers)).status).toBe(200);
    expect(bot.simulator.control.sessions()).toMatchObject([
      { lang: 'es', environment: 'preproduction', userType: 4, source: 'smooch', variables: {} },
    ]);
  });

  test('takes a form, nested names included', async () => {
    await start();
    const form = 'lang=fr&answers%5BmaxOptions%5D=2&answers[answerAttributes][]=ANSWER_TEXT&forms[errorRetries]=1';
    const reply = await openConversation(form, { 'content-type': 'application/x-www-form-urlencoded' });
    expect(reply.status).toBe(200);
    expect(bot.simulator.control.sessions()).toMatchObject([{ lang: 'fr' }]);
  });

  test.each([
    ['a language that the API does not have', { lang: 'xx' }, {}],
    ['a number of options that is none', { answers: { maxOptions: 'many' } }, {}],
    ['attributes that are no list', { answers: { answerAttributes: 'ANSWER_TEXT' } }, {}],
    ['a time zone that does not exist', { timezone: 'Moon/Crater' }, {}],
    ['a body that is no JSON', '{"lang":', {}],
    ['a body that is a list', '[1]', {}],
    ['options in a list', { answers: ['ANSWER_TEXT'] }, {}],
    ['an unknown environment', {}, { 'x-inbenta-env': 'staging' }],
    ['a user type that is no number', {}, { 'x-inbenta-user-type': 'vip' }],
  ])('is refused with %s', async (_name, body, headers) => {
    await start();
    const reply = await openConversation(body, headers as Record<string, string>);
    expect([reply.status, reply.body]).toEqual([400, { errors: [{ code: 400, message: expect.any(String) }] }]);
  });
});

describe('a session', () => {
  test('expires when it has not been used for half an hour, and every call uses it', async () => {
    await start();
    const talk = await bot.open();
    const calls = [
      () => talk.send({ message: 'hello' }),
      () => talk.get('/conversation/history'),
      () => talk.get('/conversation/variables'),
      () => talk.post('/tracking/events', { type: 'CHAT_NO_AGENTS', data: { value: 'true' } }),
    ];
    for (const call of calls) {
      time += 1799_000;
      expect((await call()).status).toBe(200);
    }
    time += 1800_000;
    for (const call of calls) {
      const reply = await call();
      expect([reply.status, reply.body]).toEqual(EXPIRED);
    }
  });

  test('is missed with a sentence of its own', async () => {
    await start();
    const { 'x-inbenta-session': sessionHeader, ...headers } = (await bot.open()).headers;
    const message = { message: 'hello' };
    const without = await bot.call('POST', `${bot.base}/conversation/message`, { headers, body: message });
    expect([without.status, without.body]).toEqual([
      400,
      { errors: [{ code: 400, message: 'x-inbenta-session is missing.' }] },
    ]);
    const bare = { ...headers, 'x-inbenta-session': sessionHeader!.slice('Bearer '.length) };
    const unnamed = await bot.call('POST', `${bot.base}/conversation/message`, { headers: bare, body: message });
    expect((unnamed.body as { errors: { message: string }[] }).errors[0]?.message).toContain('Bearer');
    const wrong = { ...headers, 'x-inbenta-session': 'Bearer nobody' };
    const unknown = await bot.call('POST', `${bot.base}/conversation/message`, { headers: wrong, body: message });
    expect([unknown.status, unknown.body]).toEqual(EXPIRED);
  });

  test('is asked for only after the token was found good', async () => {
    await start();
    const talk = await bot.open();
    bot.simulator.control.expireAccessTokens();
    bot.simulator.control.expireSessions();
    expect((await talk.send({ message: 'hello' })).status).toBe(403);
  });

  test('can be expired alone or with all others', async () => {
    await start();
    const [first, second, third] = [await bot.open(), await bot.open(), await bot.open()];
    expect(bot.simulator.control.expireSessions(first.sessionId)).toBe(1);
    expect((await first.send({ message: 'hello' })).status).toBe(400);
    expect((await second.send({ message: 'hello' })).status).toBe(200);
    expect(bot.simulator.control.expireSessions()).toBe(2);
    expect((await third.send({ message: 'hello' })).status).toBe(400);
  });

  test('keeps its variables, by lower-case name, and only those that the instance has', async () => {
    await start();
    const talk = await bot.open();
    const one = await talk.post('/conversation/variables', { name: 'AGENTS_AVAILABLE', value: 'true' });
    expect(one.body).toEqual({ success: true });
    const variables = [
      { name: 'first_name', value: 'Ana' },
      { name: 'channel', value: 'whatsapp' },
    ];
    expect((await talk.post('/conversation/variables/multiple', { variables })).body).toEqual({ success: true });
    const wrong = [{ name: 'no_such_variable', value: 'x' }, { name: 'channel', value: 3 }, { value: 'x' }, '{'];
    for (const body of wrong) expect((await talk.post('/conversation/variables', body)).status).toBe(400);
    expect((await talk.get('/conversation/variables')).body).toEqual({
      agents_available: { value: 'true' },
      first_name: { value: 'Ana' },
      channel: { value: 'whatsapp' },
    });
  });

  test('has a transcript, in which a direct call is an empty line', async () => {
    await start();
    const talk = await bot.open();
    await talk.directCall('sys-welcome');
    await talk.say('One thing at a time');
    expect((await talk.get('/conversation/history')).body).toMatchObject([
      { user: 'user', message: '', messageList: [], datetime: '2030-01-01 12:30:15' },
      { user: 'bot', message: expect.stringContaining('Welcome') },
      { user: 'user', message: 'One thing at a time', messageList: ['One thing at a time'] },
      { user: 'bot', message: expect.stringContaining('tyres'), messageList: { length: 3 } },
    ]);
  });

  test('has no transcript when there is to be none', async () => {
    await start();
    const talk = await bot.open();
    bot.simulator.control.configure({ history: 'unavailable' });
    const reply = await talk.get('/conversation/history');
    expect([reply.status, reply.body]).toMatchObject([500, { errors: [{ code: 500 }] }]);
  });
});
