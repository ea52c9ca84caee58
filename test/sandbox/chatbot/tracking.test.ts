import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BotClient, startBot, type Talk } from './bot-client.ts';

let bot: BotClient;
let talk: Talk;
beforeEach(async () => {
  bot = await startBot({ knowledge: { contents: [{ title: 'News', answer: 'There is none.' }] } });
  talk = await bot.open();
});
afterEach(() => bot.simulator.stop());

const track = (body: unknown) => talk.post('/tracking/events', body);
async function newsCodes(): Promise<{ rateCode: string; clickCode: string }> {
  const [answer] = await talk.say('news');
  return answer?.parameters?.contents?.trackingCode as { rateCode: string; clickCode: string };
}

describe('tracking', () => {
  test('takes a rating, with and without a comment, the value as number or as text', async () => {
    const { rateCode: code } = await newsCodes();
    const data = [
      { code, value: 1, comment: null },
      { code, value: '2' },
      { code, value: 2, comment: 'Too short' },
    ];
    for (const each of data) expect((await track({ type: 'rate', data: each })).body).toEqual({ success: true });
    expect(bot.simulator.control.events({ type: 'rate' })).toMatchObject(
      data.map((each) => ({ type: 'rate', data: each, sessionId: talk.sessionId, content: 'News' })),
    );
  });

  test('takes a click, also under its other path', async () => {
    const { clickCode } = await newsCodes();
    expect((await talk.post('/inbtrck/events', { type: 'click', data: { code: clickCode } })).status).toBe(200);
    expect(bot.simulator.control.events({ sessionId: talk.sessionId })).toHaveLength(1);
    expect(bot.simulator.control.events({ sessionId: 'another' })).toEqual([]);
  });

  test.each(['CHAT_ATTENDED', 'CHAT_UNATTENDED', 'CHAT_NO_AGENTS', 'CONTACT_REJECTED', 'A_KEY_OF_OUR_OWN'])(
    'takes %s with a value',
    async (type) => {
      expect((await track({ type, data: { value: 'true' } })).status).toBe(200);
      const value = { chatId: 'c1', appId: 'a1', region: 'eu' };
      expect((await track({ type, data: { value } })).status).toBe(200);
      expect((await track({ type, data: {} })).status).toBe(400);
    },
  );

  test('refuses codes that were not issued for this', async () => {
    const { rateCode, clickCode } = await newsCodes();
    const other = await startBot({ knowledge: { contents: [{ title: 'News', answer: 'There is none.' }] } });
    const [foreign] = await (await other.open()).say('news');
    await other.simulator.stop();
    const wrong = [
      { type: 'rate', data: { code: clickCode, value: 1 } },
      { type: 'click', data: { code: rateCode } },
      { type: 'rate', data: { code: 'bm90aGluZw==', value: 1 } },
      { type: 'click', data: { code: foreign?.parameters?.contents?.trackingCode.clickCode } },
      { type: 'rate', data: { code: rateCode } },
      { type: 'rate', data: { code: rateCode, value: 'good' } },
      { type: 'rate', data: { code: rateCode, value: 1, comment: 3 } },
      { type: 'rate' },
      { data: { code: rateCode, value: 1 } },
      { type: '', data: { value: 1 } },
      'rate',
      '',
    ];
    for (const body of wrong) {
      const reply = await track(body);
      expect([reply.status, reply.body]).toEqual([400, { errors: [{ code: 400, message: expect.any(String) }] }]);
    }
    expect(bot.simulator.control.events()).toEqual([]);
  });

  test('still takes the code of an answer after its session has expired', async () => {
    const { rateCode } = await newsCodes();
    bot.simulator.control.expireSessions();
    expect((await track({ type: 'rate', data: { code: rateCode, value: 1 } })).status).toBe(400);
    talk = await bot.open();
    expect((await track({ type: 'rate', data: { code: rateCode, value: 1 } })).status).toBe(200);
  });
});

describe('extra info', () => {
  const group = (name: string) => bot.call('GET', `${bot.base}/app/data/${name}`, { headers: bot.tokenHeaders });

  test('has a key pair for each environment, as lists, and labels', async () => {
    const pair = [{ key: expect.any(String), secret: expect.any(String) }];
    expect((await group('smooch?name=')).body).toMatchObject({
      results: [
        { name: 'app_tokens', value: { development: pair, preproduction: pair, production: pair } },
        { name: 'translations', value: { en: [{ yes: 'Yes' }] } },
      ],
    });
    expect((await group('smooch?name=translations')).body).toMatchObject({ results: [{ name: 'translations' }] });
    expect((await group('smooch')).body).toMatchObject({ results: { length: 2 } });
  });

  test('is empty for an entry or a group that does not exist', async () => {
    expect((await group('smooch?name=nothing')).body).toEqual({ results: [] });
    expect((await group('nothing')).body).toEqual({ results: [] });
  });

  test('can be changed while it runs', async () => {
    bot.simulator.control.setExtraInfo('smooch', 'app_tokens', { production: [{ key: 'k', secret: 's' }] });
    bot.simulator.control.setExtraInfo('smooch', 'translations', undefined);
    expect((await group('smooch')).body).toEqual({
      results: [{ name: 'app_tokens', value: { production: [{ key: 'k', secret: 's' }] } }],
    });
  });

  test('needs key and token, but no session', async () => {
    const reply = await bot.call('GET', `${bot.base}/app/data/smooch`, { headers: {} });
    expect(reply.status).toBe(401);
  });
});

describe('surveys', () => {
  test('have a link, a start and an end', async () => {
    expect((await talk.get('/surveys/7')).body).toEqual({ url: `${bot.origin}/surveys/7` });
    const { token } = (await talk.get('/surveys/7/start')).body as { token: string };
    const form = { ...talk.headers, 'content-type': 'application/x-www-form-urlencoded' };
    const submit = (body: string) => bot.call('POST', `${bot.base}/surveys/7/submit`, { headers: form, body });
    expect((await submit(`fieldAnswers[12]=good&token=${token}`)).status).toBe(200);
    expect((await submit('fieldAnswers[12]=good')).status).toBe(400);
  });
});
