import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SmoochControl } from '../../../sandbox/smooch/control/smooch-control.ts';
import { APP_ID, startTestApi, type TestApi } from './test-api.ts';
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts';

let api: TestApi;
let control: SmoochControl;
let receiver: WebhookReceiver;

beforeEach(async () => {
  receiver = await startWebhookReceiver();
  const triggers = ['message:appUser', 'postback'];
  api = await startTestApi({
    webhooks: [{ appId: APP_ID, target: receiver.url, triggers, secret: 'webhook-secret', includeClient: true }],
    delivery: { retrySpacingMs: [1, 1, 1, 1], timeoutMs: 10_000 },
  });
  control = api.simulator.control;
});
afterEach(() => Promise.all([api.simulator.stop(), receiver.stop()]));

const texts = () => receiver.received.map(({ body }) => body.messages[0]?.text);

describe('a delivery', () => {
  test('carries the webhook secret and the envelope of v1.1', async () => {
    const user = control.createUser({ platform: 'whatsapp', userId: 'crm-77', givenName: 'Ana', surname: 'Gil' });
    const message = user.say('hi there');
    const [request] = await receiver.waitFor(1);
    expect(request?.headers).toMatchObject({ 'x-api-key': 'webhook-secret', 'content-type': 'application/json' });
    expect(request?.body).toEqual({
      trigger: 'message:appUser',
      version: 'v1.1',
      app: { _id: APP_ID },
      messages: [
        {
          _id: message._id,
          type: 'text',
          text: 'hi there',
          role: 'appUser',
          authorId: user.id,
          name: 'Ana Gil',
          avatarUrl: expect.stringContaining('gravatar.com'),
          received: message.received,
          source: {
            type: 'whatsapp',
            integrationId: request?.body.client.integrationId,
            originalMessageId: expect.any(String),
            originalMessageTimestamp: expect.any(Number),
          },
        },
      ],
      appUser: { _id: user.id, userId: 'crm-77', conversationStarted: true },
      client: expect.objectContaining({ platform: 'whatsapp', displayName: 'Ana Gil', active: true, primary: true }),
      conversation: { _id: expect.stringMatching(/^[0-9a-f]{24}$/) },
    });
  });

  test('tells more of the user, and nothing of the client, when the webhook is set so', async () => {
    const webhook = (await api.call('GET', '/webhooks')).body.webhooks[0]!;
    await api.call('PUT', `/webhooks/${webhook._id}`, { includeClient: false, includeFullAppUser: true });
    control.createUser({ platform: 'web', givenName: 'Ana', email: 'ana@example.com' }).say('hi');
    const [request] = await receiver.waitFor(1);
    expect(request?.body.appUser).toMatchObject({ givenName: 'Ana', email: 'ana@example.com', properties: {} });
    expect(request?.body).not.toHaveProperty('client');
  });

  test.each([200, 201, 204, 299])('answered with %i is done', async (status) => {
    receiver.answer = () => status;
    control.createUser({ platform: 'web' }).say('hi');
    await control.webhooks.idle();
    expect(control.webhooks.log.list()).toMatchObject([{ state: 'delivered', attempts: [{ status }] }]);
    expect(receiver.received).toHaveLength(1);
  });

  test.each([400, 401, 403, 404, 406])('answered with %i is never repeated and counts as refused', async (status) => {
    receiver.answer = () => status;
    const user = control.createUser({ platform: 'web' });
    user.say('hi');
    await control.webhooks.idle();
    expect(control.webhooks.log.list()).toMatchObject([{ state: 'refused', userId: user.id, attempts: [{ status }] }]);
    expect(control.webhooks.log.counts()).toEqual({ waiting: 0, delivered: 0, refused: 1, gaveUp: 0, attempts: 1 });
  });

  test.each([301, 409, 410, 422, 429, 500, 503])('answered with %i is repeated', async (status) => {
    receiver.answer = (_, index) => (index < 2 ? status : 200);
    control.createUser({ platform: 'web' }).say('hi');
    await control.webhooks.idle();
    expect(control.webhooks.log.list()).toMatchObject([
      { state: 'delivered', attempts: [{ status }, { status }, { status: 200 }] },
    ]);
    expect(receiver.received[1]?.body).toEqual(receiver.received[0]?.body);
  });

  test('is given up after five attempts', async () => {
    receiver.answer = () => 503;
    control.createUser({ platform: 'web' }).say('hi');
    await control.webhooks.idle();
    expect(receiver.received).toHaveLength(5);
    expect(control.webhooks.log.counts()).toMatchObject({ gaveUp: 1, attempts: 5 });
  });

  test('that gets no answer in time is repeated', async () => {
    control.webhooks.settings.timeoutMs = 100;
    receiver.answer = (_, index) => (index === 0 ? 'silence' : 200);
    control.createUser({ platform: 'web' }).say('hi');
    await control.webhooks.idle();
    expect(control.webhooks.log.list()).toMatchObject([
      { state: 'delivered', attempts: [{ error: expect.stringMatching(/timeout/i) }, { status: 200 }] },
    ]);
  });

  test('to a target where nobody listens is repeated', async () => {
    await receiver.stop();
    control.createUser({ platform: 'web' }).say('hi');
    await control.webhooks.idle();
    expect(control.webhooks.log.list()).toMatchObject([
      { state: 'gave-up', attempts: Array(5).fill({ error: expect.stringContaining('ECONNREFUSED') }) },
    ]);
  });
});

describe('order', () => {
  test('an event waits until the one before it is through, however often that takes', async () => {
    receiver.answer = (_, index) => (index < 3 ? 500 : 200);
    const user = control.createUser({ platform: 'web' });
    user.say('one');
    user.say('two');
    await control.webhooks.idle();
    expect(texts()).toEqual(['one', 'one', 'one', 'one', 'two']);
  });

  test('an event is delivered after one that was refused', async () => {
    receiver.answer = (_, index) => (index === 0 ? 400 : 200);
    const user = control.createUser({ platform: 'web' });
    user.say('one');
    user.say('two');
    await control.webhooks.idle();
    expect(control.webhooks.log.list().map(({ state }) => state)).toEqual(['refused', 'delivered']);
  });

  test('users do not wait for each other, and with parallel delivery nothing waits', async () => {
    const gate = Promise.withResolvers<number>();
    receiver.answer = ({ body }) => (body.messages[0]?.text === 'slow' ? gate.promise : 200);
    const [ana, ben] = [control.createUser({ platform: 'web' }), control.createUser({ platform: 'web' })];
    ana.say('slow');
    ben.say('ben');
    await receiver.waitFor(2);
    control.webhooks.settings.mode = 'parallel';
    ana.say('ana');
    await receiver.waitFor(3);
    expect(texts().sort()).toEqual(['ana', 'ben', 'slow']);
    gate.resolve(200);
    await control.webhooks.idle();
  });

  test('what was held back goes out in the reversed order', async () => {
    const user = control.createUser({ platform: 'web' });
    control.webhooks.hold();
    for (const text of ['one', 'two', 'three']) user.say(text);
    control.webhooks.release('reversed');
    await control.webhooks.idle();
    expect(texts()).toEqual(['three', 'two', 'one']);
  });
});

describe('knobs', () => {
  test('duplicates', async () => {
    control.webhooks.settings.copies = 2;
    control.createUser({ platform: 'web' }).say('hi');
    await control.webhooks.idle();
    expect(receiver.received).toHaveLength(2);
    expect(receiver.received[1]?.body).toEqual(receiver.received[0]?.body);
  });

  test('a wrong secret', async () => {
    control.webhooks.settings.apiKey = 'wrong';
    control.createUser({ platform: 'web' }).say('hi');
    const [request] = await receiver.waitFor(1);
    expect(request?.headers['x-api-key']).toBe('wrong');
  });

  test('several messages in one payload', async () => {
    const user = control.createUser({ platform: 'web' });
    user.act({
      do: 'together',
      messages: [
        { do: 'text', text: 'one' },
        { do: 'image', url: 'https://example.com/a.png' },
      ],
    });
    await control.webhooks.idle();
    expect(receiver.received).toHaveLength(1);
    const { messages } = receiver.received[0]!.body;
    expect(messages.map(({ type }) => type)).toEqual(['text', 'image']);
    expect(messages[1]!.received).toBeGreaterThan(messages[0]!.received);
  });

  test('any body at all, with any headers', async () => {
    receiver.answer = () => 400;
    expect(await control.sendRaw('not json')).toEqual({ status: 400 });
    await control.sendRaw('{"trigger":"x"}', { headers: { 'x-api-key': 'other', 'x-more': 'y' } });
    expect(receiver.received[0]?.headers['x-api-key']).toBe('webhook-secret');
    expect(receiver.received[1]?.headers).toMatchObject({ 'x-api-key': 'other', 'x-more': 'y' });
    expect(receiver.received.map(({ body }) => body)).toEqual(['not json', { trigger: 'x' }]);
  });
});

describe('subscriptions', () => {
  const triggersTold = async (triggers: string[]) => {
    await api.call('PUT', `/webhooks/${(await api.call('GET', '/webhooks')).body.webhooks[0]?._id}`, { triggers });
    const user = control.createUser({ platform: 'web' });
    user.act({ do: 'start' });
    user.act({ do: 'typing' });
    user.say('hi');
    user.act({ do: 'menu', payload: 'MENU' });
    user.act({ do: 'read' });
    await api.call('POST', `/appusers/${user.id}/messages`, { role: 'appMaker', type: 'text', text: 'Hello' });
    await control.webhooks.idle();
    return receiver.received.map(({ body }) => body.trigger).filter((name) => !name.startsWith('message:delivery'));
  };

  test.each([
    [['message:appUser'], ['message:appUser']],
    [['message'], ['message:appUser', 'message:appMaker']],
    [
      ['postback', 'typing:appUser'],
      ['typing:appUser', 'postback'],
    ],
    [['*'], ['conversation:start', 'message:appUser', 'postback', 'conversation:read', 'message:appMaker']],
  ])('to %j are told %j', async (triggers, told) => {
    expect(await triggersTold(triggers)).toEqual(told);
  });

  test('of several webhooks are told with the secret of each', async () => {
    control.addWebhook({ target: receiver.url, triggers: ['message'], secret: 'second-secret' });
    control.createUser({ platform: 'web' }).say('hi');
    await control.webhooks.idle();
    expect(receiver.received.map(({ headers }) => headers['x-api-key']).sort()).toEqual([
      'second-secret',
      'webhook-secret',
    ]);
  });

  test("a text that the business posts in the name of the user is told as the user's", async () => {
    const user = control.createUser({ platform: 'web' });
    await api.call('POST', `/appusers/${user.id}/messages`, { role: 'appUser', type: 'text', text: 'From elsewhere' });
    const [request] = await receiver.waitFor(1);
    expect(request?.body).toMatchObject({
      trigger: 'message:appUser',
      messages: [{ authorId: user.id, source: { type: 'api' } }],
    });
  });
});
