import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from './test-api.ts';

let api: TestApi;

beforeEach(async () => {
  api = await startTestApi();
});
afterEach(() => api.simulator.stop());

const target = 'https://bot.example/in';

describe('a webhook', () => {
  test('is made with a secret that can be read again', async () => {
    const created = await api.call('POST', '/webhooks', { target, triggers: ['postback'], includeClient: true });
    expect(created.status).toBe(201);
    const { webhook } = created.body;
    expect(webhook).toEqual({
      _id: expect.stringMatching(/^[0-9a-f]{24}$/),
      target,
      triggers: ['postback'],
      secret: expect.stringMatching(/\S{20}/),
      version: 'v1.1',
      includeClient: true,
      includeFullAppUser: false,
    });
    expect((await api.call('GET', `/webhooks/${webhook._id}`)).body).toEqual({ webhook });
    expect((await api.call('GET', '/webhooks')).body).toEqual({ webhooks: [webhook] });
  });

  test('without triggers is told about messages', async () => {
    expect((await api.call('POST', '/webhooks', { target })).body.webhook.triggers).toEqual(['message']);
  });

  test('is changed in part, and keeps its secret', async () => {
    const { webhook } = (await api.call('POST', '/webhooks', { target })).body;
    const changed = await api.call('PUT', `/webhooks/${webhook._id}`, { triggers: ['*', 'typing:appUser'] });
    expect(changed).toMatchObject({
      status: 200,
      body: { webhook: { ...webhook, triggers: ['*', 'typing:appUser'] } },
    });
  });

  test('can be deleted', async () => {
    const { webhook } = (await api.call('POST', '/webhooks', { target })).body;
    expect((await api.call('DELETE', `/webhooks/${webhook._id}`)).status).toBe(200);
    expect((await api.call('GET', `/webhooks/${webhook._id}`)).status).toBe(404);
    expect((await api.call('DELETE', `/webhooks/${webhook._id}`)).status).toBe(404);
  });

  test.each([
    {},
    { target: 'bot.example/in' },
    { target, triggers: ['message:everything'] },
    { target, triggers: [] },
    { target, triggers: 'message' },
    { target, includeClient: 'yes' },
  ])('is not made of %j', async (body) => {
    expect(await api.call('POST', '/webhooks', body)).toMatchObject({
      status: 400,
      body: { error: { code: 'bad_request' } },
    });
  });

  test('named by the singular key of old clients gets what one without triggers gets', async () => {
    const { webhook } = (await api.call('POST', '/webhooks', { target, trigger: 'postback' })).body;
    expect(webhook.triggers).toEqual(['message']);
  });

  test('is the eleventh of an app in vain', async () => {
    for (let count = 0; count < 10; count++) expect((await api.call('POST', '/webhooks', { target })).status).toBe(201);
    expect((await api.call('POST', '/webhooks', { target })).status).toBe(400);
  });
});
