import { afterEach, describe, expect, test } from 'vitest';
import { createTicketing } from '../../../sandbox/hyperchat/ticketing/ticketing.ts';
import { type BotClient, startBot } from './bot-client.ts';

const contents = [
  { title: 'Two bubbles', answer: ['First.', 'Second.'], flags: ['no-rating'] },
  { title: 'Returns', direct_call: 'returns', answer: 'Bring it back.' },
  {
    title: 'Choose',
    options: { question: 'Which?', choices: [{ label: 'Give back', content: 'Returns', revisitable: true }] },
  },
  { title: 'Odd shape', wire: [{ type: 'answer', message: 'odd', messageList: null }] },
];

let bot: BotClient;
let time: number;
const start = async (settings: Parameters<typeof startBot>[0] = {}): Promise<void> => {
  time = Date.UTC(2030, 0, 1);
  bot = await startBot({ knowledge: { contents }, clock: () => time, tokenLifetimeSeconds: 1_000_000, ...settings });
};
afterEach(() => bot.simulator.stop());

describe('where clients and docs differ, the settings decide', () => {
  test('what stands between the bubbles of a message, and how the flag against ratings is written', async () => {
    await start();
    const talk = await bot.open();
    expect(await talk.say('two bubbles')).toMatchObject([{ message: 'First.\nSecond.', flags: ['no-rating'] }]);
    bot.simulator.control.configure({ bubbleSeparator: '<br>', ratingFlag: 'no-ratings' });
    expect(await talk.say('two bubbles')).toMatchObject([
      { message: 'First.<br>Second.', messageList: ['First.', 'Second.'], flags: ['no-ratings'] },
    ]);
  });

  test('what a revisitable link is', async () => {
    await start();
    const talk = await bot.open();
    expect((await talk.say('choose'))[0]?.options).toMatchObject([{ revisitableLink: 'returns' }]);
    bot.simulator.control.configure({ revisitableLink: 'flag' });
    expect((await talk.say('choose'))[0]?.options).toMatchObject([{ revisitableLink: true }]);
  });

  test('whether the option or the message of a call counts', async () => {
    await start();
    const talk = await bot.open();
    const option = (await talk.say('choose'))[0]?.options?.[0]?.value;
    bot.simulator.control.configure({ optionOrMessage: 'message' });
    expect((await talk.send({ message: 'two bubbles', option })).body).toMatchObject({
      answers: [{ message: /First/ }],
    });
    await talk.say('choose');
    bot.simulator.control.configure({ optionOrMessage: 'option' });
    expect((await talk.send({ message: 'two bubbles', option })).body).toMatchObject({
      answers: [{ message: 'Bring it back.' }],
    });
  });

  test.each([400, 401, 403] as const)('what a call without session is answered with: %i', async (missingSession) => {
    await start({ settings: { missingSession } });
    const reply = await bot.call('GET', `${bot.base}/conversation/history`, { headers: bot.tokenHeaders });
    expect([reply.status, reply.body]).toEqual([
      missingSession,
      { errors: [{ code: missingSession, message: expect.any(String) }] },
    ]);
  });

  test.each([
    ['any-call', 200],
    ['messages', 400],
  ] as const)('whether reading the history keeps a session alive: %s', async (sessionKeptBy, status) => {
    await start({ settings: { sessionKeptBy } });
    const talk = await bot.open();
    time += 1_000_000;
    expect((await talk.get('/conversation/history')).status).toBe(200);
    time += 1_000_000;
    expect((await talk.send({ message: 'two bubbles' })).status).toBe(status);
  });

  test('whether a renewed token says how long it lives', async () => {
    await start();
    const renew = async () =>
      (await bot.call('POST', `${bot.origin}/v1/refreshToken`, { headers: bot.tokenHeaders })).body;
    expect(await renew()).toHaveProperty('expires_in');
    bot.simulator.control.configure({ refreshExpiresIn: false });
    expect(await renew()).toEqual({ accessToken: expect.any(String), expiration: expect.any(Number) });
  });

  test('what an event is answered with, and whether any code counts', async () => {
    await start();
    const talk = await bot.open();
    const event = { type: 'click', data: { code: 'made up' } };
    expect((await talk.post('/tracking/events', event)).status).toBe(400);
    bot.simulator.control.configure({ unknownTrackingCode: 'accept', trackingAnswer: 'empty' });
    const reply = await talk.post('/tracking/events', event);
    expect([reply.status, reply.text]).toEqual([204, '']);
    expect(bot.simulator.control.events()).toMatchObject([{ type: 'click' }]);
    expect((await talk.post('/tracking/events', { type: 'CHAT_NO_AGENTS', data: [] })).status).toBe(400);
  });
});

test('an answer tells its title under two names, an option under one', async () => {
  await start();
  const talk = await bot.open();
  expect(await talk.say('returns')).toMatchObject([{ attributes: { title: 'Returns', inbMainTitle: 'Returns' } }]);
  const [option] = (await talk.say('choose'))[0]?.options ?? [];
  expect(option?.attributes).toMatchObject({ title: 'Returns' });
  expect(option?.attributes).not.toHaveProperty('inbMainTitle');
});

test('a shape that no editor makes comes only when it is asked for by its title', async () => {
  await start();
  const talk = await bot.open();
  expect(await talk.say('odd')).toMatchObject([{ flags: ['no-results'] }]);
  expect(await talk.say('an odd shape, please')).toMatchObject([{ flags: ['no-results'] }]);
  expect(await talk.say('Odd shape!')).toEqual([{ type: 'answer', message: 'odd', messageList: null }]);
});

describe('the ticketing API that a token leads to', () => {
  test('answers at that address, with the same key and token', async () => {
    const ticketing = createTicketing();
    const { id } = ticketing.addTicket({ externalId: 'c_1', created: 1, fields: {} });
    await start({ ticketing });
    const auth = await bot.call('GET', `${bot.origin}/v1/apis`, { headers: bot.tokenHeaders });
    const base = `${(auth.body as { apis: { ticketing: string } }).apis.ticketing}/v1`;
    const call = (method: string, path: string, body?: unknown, headers = bot.tokenHeaders) =>
      bot.call(method, base + path, { headers, body });
    expect((await call('GET', '/tickets?external_id=c_1')).body).toMatchObject({ data: [{ id }] });
    const { uuid } = (await call('POST', '/users', { name: 'Ana', address: 'ana@example.com' })).body as {
      uuid: number;
    };
    const ticket = await call('POST', '/tickets', { title: 'Help', creator: uuid, message: 'Help' });
    expect(ticket.body).toMatchObject({ full_uuid: expect.stringMatching(/^INB-/) });
    expect(ticketing.tickets.size).toBe(2);
    expect(bot.simulator.control.journal.list({ endpoint: 'ticketing' })).toHaveLength(3);
    const refused = await call('POST', '/tickets', []);
    expect([refused.status, refused.body]).toEqual([400, { errors: [{ code: 400, message: expect.any(String) }] }]);
    expect((await call('GET', '/tickets', undefined, {})).status).toBe(401);
    expect((await call('GET', '/tickets', undefined, { ...bot.tokenHeaders, authorization: 'Bearer no' })).status).toBe(
      403,
    );
    expect((await call('GET', '/nothing')).status).toBe(403);
  });
});
