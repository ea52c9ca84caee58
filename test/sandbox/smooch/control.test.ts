import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MessageView } from '../../../sandbox/smooch/control/stored-to-view.ts';
import { startTestApi, type TestApi } from './test-api.ts';
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts';

let api: TestApi;
let receiver: WebhookReceiver;

beforeEach(async () => {
  [api, receiver] = await Promise.all([startTestApi(), startWebhookReceiver()]);
  api.simulator.control.addWebhook({
    target: receiver.url,
    triggers: ['message:appUser', 'postback'],
    secret: 's3cret',
  });
});
afterEach(() => Promise.all([api.simulator.stop(), receiver.stop()]));

async function sandbox<T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }> {
  const init = { method, ...(body !== undefined && { body: JSON.stringify(body) }) };
  const answer: { status: number; body: unknown } = await api.fetch(`/sandbox${path}`, init);
  return answer as { status: number; body: T };
}

const newUser = async (platform = 'messenger') =>
  (await sandbox<{ id: string }>('POST', '/users', { platform })).body.id;
const send = (userId: string, more: object = {}) =>
  api.call('POST', `/appusers/${userId}/messages`, { role: 'appMaker', type: 'text', text: 'Hello', ...more });
const texts = async (userId: string) =>
  (await api.call('GET', `/appusers/${userId}/messages`)).body.messages.map((message) => message.text);

describe('over HTTP', () => {
  test('a user is made, writes, reads and clicks', async () => {
    const id = await newUser();
    await sandbox('POST', `/users/${id}/actions`, { do: 'text', text: 'hi' });
    const actions = [{ type: 'postback', text: 'A label that is much too long', payload: 'P' }];
    const messageId = (await send(id, { actions })).body.message._id;
    const { messages } = (await sandbox<{ messages: MessageView[] }>('GET', `/users/${id}/messages`)).body;
    expect(messages).toMatchObject([
      { role: 'appUser', text: 'hi', channel: 'messenger' },
      { role: 'appMaker', shown: { bubbles: [{ text: 'Hello', buttons: [{ label: 'A label that is much' }] }] } },
    ]);
    expect((await sandbox('POST', `/users/${id}/actions`, { do: 'click', messageId, button: 0 })).status).toBe(200);
    expect((await receiver.waitFor(2)).map(({ body }) => body.trigger)).toEqual(['message:appUser', 'postback']);
  });

  test('mistakes are told in a sentence', async () => {
    const id = await newUser();
    const click = { do: 'click', messageId: 'none', button: 0 };
    expect(await sandbox('POST', `/users/${id}/actions`, click)).toEqual({
      status: 400,
      body: { error: 'There is no message none in this conversation.' },
    });
    expect((await sandbox('POST', `/users/${id}/actions`, { do: 'dance' })).status).toBe(400);
    expect((await sandbox('GET', '/users/nobody/messages')).status).toBe(404);
    expect((await sandbox('POST', '/users', {})).status).toBe(400);
    expect((await sandbox('POST', '/raw', { body: '', webhookId: 'none' })).status).toBe(400);
    expect((await sandbox('PUT', '/settings', { webhooks: { speed: 1 } })).status).toBe(400);
  });

  test('deliveries are listed, counted, held and released', async () => {
    const id = await newUser();
    await sandbox('POST', '/deliveries/hold');
    for (const text of ['one', 'two']) await sandbox('POST', `/users/${id}/actions`, { do: 'text', text });
    await sandbox('POST', '/deliveries/release', { order: 'reversed' });
    await api.simulator.control.webhooks.idle();
    expect((await sandbox('GET', '/deliveries/counts')).body).toMatchObject({ delivered: 2, refused: 0 });
    expect((await sandbox<object[]>('GET', `/deliveries?userId=${id}&state=delivered`)).body).toHaveLength(2);
    expect(receiver.received.map(({ body }) => body.messages[0]?.text)).toEqual(['two', 'one']);
  });

  test('settings are read and changed in part', async () => {
    const changed = await sandbox('PUT', '/settings', {
      webhooks: { apiKey: 'x', copies: 2 },
      service: { messageLimit: 1 },
    });
    expect(changed.body).toMatchObject({
      service: { messageLimit: 1, postbackTimestamp: false, unknownKeys: 'drop', shorthand: 'expand' },
      webhooks: { apiKey: 'x', copies: 2, mode: 'ordered' },
    });
    await sandbox('PUT', '/settings', { webhooks: { apiKey: null, copies: 1 } });
    await sandbox('POST', `/users/${await newUser()}/actions`, { do: 'text', text: 'hi' });
    expect((await receiver.waitFor(1))[0]?.headers['x-api-key']).toBe('s3cret');
  });

  test('a raw body is posted and its answer told', async () => {
    receiver.answer = () => 418;
    expect((await sandbox('POST', '/raw', { body: 'nonsense', headers: { 'x-api-key': 'no' } })).body).toEqual({
      status: 418,
    });
    expect(receiver.received).toMatchObject([{ body: 'nonsense', headers: { 'x-api-key': 'no' } }]);
  });

  test('users are merged and deleted, a failure is planned, a channel changed, a file served', async () => {
    const [first, second] = [await newUser(), await newUser()];
    expect((await sandbox('POST', `/users/${first}/merge`, { discarded: second })).status).toBe(200);
    expect((await sandbox('POST', `/users/${first}/channel`, { platform: 'web' })).body).toEqual({ platform: 'web' });
    const failure = { error: { code: 'forbidden', message: 'no' } };
    expect((await sandbox('POST', `/users/${first}/fail-delivery`, failure)).status).toBe(200);
    expect((await sandbox('DELETE', `/users/${first}`)).status).toBe(200);
    expect((await sandbox('DELETE', `/users/${second}`)).status).toBe(404);
    const uploaded: { body: unknown } = await api.fetch('/sandbox/media?name=a.txt', { method: 'POST', body: 'hello' });
    expect(await (await fetch((uploaded.body as { url: string }).url)).text()).toBe('hello');
  });

  test('what happens can be watched', async () => {
    const id = await newUser();
    await newUser();
    const response = await fetch(`${api.simulator.url}/sandbox/events?userId=${id}`);
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    api.simulator.control.user(id).say('hi');
    await api.simulator.control.webhooks.idle();
    await api.call('POST', `/appusers/${id}/conversation/activity`, { role: 'appMaker', type: 'typing:start' });
    let seen = '';
    while (!seen.includes('event: activity')) seen += (await reader.read()).value;
    expect(seen.match(/^event: .*/gm)).toEqual(['event: message', 'event: delivery', 'event: activity']);
    await reader.cancel();
  });
});

describe('faults', () => {
  const { stringify } = JSON;

  test.each([
    [402, {}],
    [429, { 'retry-after': '2' }],
    [503, {}],
  ])('of status %i strike a message that then does not exist', async (status, headers) => {
    const id = await newUser();
    await send(id);
    const body = { error: { code: 'some_code', description: 'Some text' } };
    api.simulator.control.faults.add({ endpoint: 'message', effect: { kind: 'respond', status, body, headers } });
    const struck = await fetch(`${api.simulator.url}/v1.1/appusers/${id}/messages`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from('a:b').toString('base64')}` },
      body: stringify({}),
    });
    expect(struck.status).toBe(status);
    expect(struck.headers.get('retry-after')).toBe((headers as { 'retry-after'?: string })['retry-after'] ?? null);
    expect(await struck.json()).toEqual(body);
    expect((await send(id)).status).toBe(201);
    expect(await texts(id)).toHaveLength(2);
  });

  test('reset the connection before a message is taken, or after it', async () => {
    const id = await newUser();
    await send(id, { text: 'first' });
    const { faults } = api.simulator.control;
    faults.add({ endpoint: 'message', effect: { kind: 'reset' } });
    await expect(send(id, { text: 'lost' })).rejects.toThrow();
    faults.add({ endpoint: 'message', effect: { kind: 'reset' }, moment: 'after' });
    await expect(send(id, { text: 'taken' })).rejects.toThrow();
    expect(await texts(id)).toEqual(['first', 'taken']);
  });

  test('of an endpoint leave the others alone', async () => {
    const id = await newUser();
    api.simulator.control.faults.add({
      endpoint: 'activity',
      effect: { kind: 'respond', status: 500 },
      times: 'always',
    });
    expect((await send(id)).status).toBe(201);
    const typing = { role: 'appMaker', type: 'typing:start' };
    expect((await api.call('POST', `/appusers/${id}/conversation/activity`, typing)).status).toBe(500);
  });
});

describe('the journal', () => {
  test('has every call with its status, under its user, and no secret', async () => {
    const id = await newUser();
    await send(id);
    await send(id, { type: 'nonsense' });
    const calls = api.simulator.control.journal.list({ sessionId: id });
    expect(calls).toMatchObject([
      { endpoint: 'message', method: 'POST', status: 201, body: { text: 'Hello' }, durationMs: expect.any(Number) },
      { endpoint: 'message', status: 400 },
    ]);
    expect(JSON.stringify(calls)).not.toContain('Basic ');
  });

  test('does not show the secrets of keys and webhooks over HTTP', async () => {
    await api.call('GET', '/webhooks');
    await sandbox('POST', `/users/${await newUser()}/actions`, { do: 'text', text: 'hi' });
    await receiver.waitFor(1);
    for (const path of ['/requests', '/deliveries', '/settings']) {
      expect(JSON.stringify((await sandbox('GET', path)).body)).not.toMatch(/s3cret|Basic [A-Za-z0-9]/);
    }
  });
});

test('waiting for messages says what came instead', async () => {
  const { control } = api.simulator;
  const user = control.createUser({ platform: 'web' });
  await send(user.id);
  await expect(control.waitForMessages(user.id, 2, 20)).rejects.toThrow('for 2 messages, the user got: "Hello"');
  const waiting = control.waitForMessages(user.id, 2);
  await send(user.id, { text: 'Again' });
  expect((await waiting).map(({ text }) => text)).toEqual(['Hello', 'Again']);
});
