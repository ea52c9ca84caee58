import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from './test-api.ts';
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts';

let api: TestApi;
let receiver: WebhookReceiver;

beforeEach(async () => {
  [api, receiver] = await Promise.all([startTestApi(), startWebhookReceiver()]);
  api.simulator.control.addWebhook({ target: receiver.url, triggers: ['*'] });
});
afterEach(() => Promise.all([api.simulator.stop(), receiver.stop()]));

describe('an app user', () => {
  test('made by a channel has a client of it, and no names when it told none', async () => {
    const user = api.simulator.control.createUser({ platform: 'telegram' });
    const { status, body } = await api.call('GET', `/appusers/${user.id}`);
    expect(status).toBe(200);
    expect(body.appUser).toEqual({
      _id: user.id,
      signedUpAt: expect.stringMatching(/Z$/),
      properties: {},
      conversationStarted: false,
      credentialRequired: false,
      hasPaymentInfo: false,
      clients: [expect.objectContaining({ platform: 'telegram', active: true, primary: true })],
      pendingClients: [],
      devices: [],
    });
  });

  test('made by the business has its id, once', async () => {
    const wanted = { userId: 'crm-1', givenName: 'Ana', properties: { vip: true } };
    const created = await api.call('POST', '/appusers', wanted);
    expect(created).toMatchObject({ status: 201, body: { appUser: { ...wanted, clients: [] } } });
    expect((await api.call('GET', '/appusers/crm-1')).body.appUser._id).toBe(created.body.appUser._id);
    expect(await api.call('POST', '/appusers', wanted)).toMatchObject({
      status: 409,
      body: { error: { code: 'conflict' } },
    });
  });

  test('is changed by nothing with an empty list, as PHP writes an empty map', async () => {
    await api.call('POST', '/appusers', { userId: 'crm-1', givenName: 'Ana', properties: [] });
    expect((await api.call('PUT', '/appusers/crm-1', [])).body.appUser).toMatchObject({
      givenName: 'Ana',
      properties: {},
    });
  });

  test('keeps what an update does not name', async () => {
    await api.call('POST', '/appusers', { userId: 'crm-1', givenName: 'Ana', properties: { a: 1 } });
    const { body } = await api.call('PUT', '/appusers/crm-1', { surname: 'Gil', properties: { b: 2 } });
    expect(body.appUser).toMatchObject({ givenName: 'Ana', surname: 'Gil', properties: { a: 1, b: 2 } });
  });

  test.each<[string, string, object]>([
    ['POST', '/appusers', { givenName: 'Ana' }],
    ['POST', '/appusers', { userId: '' }],
    ['POST', '/appusers', { userId: 'a', properties: { nested: {} } }],
    ['POST', '/appusers/merge', { surviving: {}, discarded: { _id: 'a' } }],
    ['POST', '/appusers/merge', { surviving: [], discarded: { _id: 'a' } }],
    ['POST', '/appusers/merge', { surviving: { _id: 'a', userId: 'b' }, discarded: { _id: 'a' } }],
    ['POST', '/appusers', []],
  ])('is not made by %s %s %j', async (method, path, body) => {
    expect((await api.call(method, path, body)).status).toBe(400);
  });

  test('that is deleted is gone, and the webhook is told', async () => {
    const user = api.simulator.control.createUser({ platform: 'web', userId: 'crm-1' });
    expect((await api.call('DELETE', '/appusers/crm-1')).status).toBe(200);
    expect((await api.call('GET', '/appusers/crm-1')).status).toBe(404);
    const [told] = await receiver.waitFor(1);
    expect(told?.body).toMatchObject({ trigger: 'appUser:delete', appUser: { _id: user.id, userId: 'crm-1' } });
  });
});

describe('a merge', () => {
  test('brings both conversations together under the surviving user and tells the webhook', async () => {
    const { control } = api.simulator;
    const [first, second] = [control.createUser({ platform: 'web' }), control.createUser({ platform: 'messenger' })];
    first.say('one');
    second.say('two');
    first.say('three');
    await control.webhooks.idle();
    const ids = { surviving: { _id: first.id }, discarded: { _id: second.id } };
    expect((await api.call('POST', '/appusers/merge', ids)).status).toBe(200);
    const told = (await receiver.waitFor(4)).at(-1)!.body;
    expect(told).toMatchObject({
      trigger: 'merge:appUser',
      surviving: { _id: first.id },
      discarded: [{ _id: second.id }],
    });
    expect(told).not.toHaveProperty('appUser');
    expect((await api.call('GET', `/appusers/${second.id}`)).status).toBe(404);
    const { messages } = (await api.call('GET', `/appusers/${first.id}/messages`)).body;
    expect(messages.map((message) => message.text).sort()).toEqual(['one', 'three', 'two']);
    const { clients } = (await api.call('GET', `/appusers/${first.id}`)).body.appUser;
    expect(clients.map((client) => client.platform)).toEqual(['web', 'messenger']);
  });

  test('with an unknown user is 404', async () => {
    const user = api.simulator.control.createUser({ platform: 'web' });
    const ids = { surviving: { _id: user.id }, discarded: { userId: 'nobody' } };
    expect((await api.call('POST', '/appusers/merge', ids)).status).toBe(404);
  });

  test('with oneself is refused', async () => {
    const user = api.simulator.control.createUser({ platform: 'web' });
    const ids = { surviving: { _id: user.id }, discarded: { _id: user.id } };
    expect((await api.call('POST', '/appusers/merge', ids)).status).toBe(400);
  });
});

test('integrations are the channels that users are on, filtered and in pages', async () => {
  for (const platform of ['web', 'messenger', 'telegram', 'web']) api.simulator.control.createUser({ platform });
  const types = async (query: string) =>
    (await api.call('GET', `/integrations${query}`)).body.integrations.map((integration) => integration.type);
  expect(await types('')).toEqual(['web', 'messenger', 'telegram']);
  expect(await types('?types=telegram,web')).toEqual(['web', 'telegram']);
  expect(await types('?limit=1&offset=1')).toEqual(['messenger']);
  expect((await api.call('GET', '/integrations?limit=1&offset=1')).body).toMatchObject({
    hasMore: true,
    offset: 1,
    limit: 1,
  });
  expect((await api.call('GET', '/integrations?limit=0')).status).toBe(400);
});
