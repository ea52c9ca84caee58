import { describe, expect, test } from 'vitest';
import { ApiError, NotConfiguredError, WireError } from '../../src/core/errors.ts';
import type { OutgoingMessage } from '../../src/core/outgoing-message.ts';
import type { ChannelPort } from '../../src/flow/ports.ts';
import { failureOf, sendJson, startTestServer } from '../net/test-server.ts';
import { ana, smoochThatAnswers, startSmooch } from './client-server.ts';

const text: OutgoingMessage = { type: 'text', text: 'Hello', metadata: { connector_step: '7.1' } };
const userPath = `/v1.1/apps/${ana.appId}/appusers/${ana.userId}`;

test('the client is what the flow expects', async () => {
  const { client } = await smoochThatAnswers(201, { message: { _id: 'm1' } });
  const port: ChannelPort = client;
  expect(await port.send(ana, text)).toEqual({ id: 'm1' });
});

describe('sending a message', () => {
  test('posts it as the business, with everything it holds', async () => {
    const { server, client } = await smoochThatAnswers(201, { message: { _id: 'm1' }, conversation: {} });
    const message: OutgoingMessage = {
      type: 'text',
      text: 'Which?',
      actions: [{ type: 'postback', text: 'One', payload: '{"option":1}', metadata: { label: 'One' } }],
    };
    expect(await client.send(ana, message)).toEqual({ id: 'm1' });
    expect(server.requests[0]).toMatchObject({
      method: 'POST',
      path: `${userPath}/messages`,
      headers: { 'content-type': 'application/json' },
    });
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({ role: 'appMaker', ...message });
  });

  test.each([[{}], [{ message: null }], ['not json'], ['']])(
    'a 201 is a promise, whatever it says: %j',
    async (body) => {
      const { client } = await smoochThatAnswers(201, body);
      expect(await client.send(ana, text)).toEqual({ id: '' });
    },
  );

  test('a 200 of somebody else is no promise', async () => {
    const { client } = await smoochThatAnswers(200, '<html>Welcome to the hotel</html>');
    await failureOf(client.send(ana, text), WireError);
  });

  test('ids are encoded in the path', async () => {
    const { server, client } = await smoochThatAnswers(201, {});
    await client.send({ appId: 'a/b', userId: 'ana@example.com/?x' }, text);
    expect(server.requests[0]?.path).toBe('/v1.1/apps/a%2Fb/appusers/ana%40example.com%2F%3Fx/messages');
  });

  test.each([
    ['', '/v1.1'],
    ['/', '/v1.1'],
    ['/sc', '/sc/v1.1'],
    ['/v1.1', '/v1.1'],
    ['/sc/v1.1//', '/sc/v1.1'],
  ])('the address may end in "%s"', async (end, prefix) => {
    const server = await startTestServer((_request, response) => sendJson(response, 201, {}));
    const { client } = await smoochThatAnswers(500, {}, {}, { url: server.origin + end });
    await client.send(ana, text);
    expect(server.requests[0]?.path).toBe(`${prefix}/apps/${ana.appId}/appusers/${ana.userId}/messages`);
  });

  test('an address that is none is said at once', async () => {
    const error = await failureOf(smoochThatAnswers(201, {}, {}, { url: 'api.smooch.io' }), NotConfiguredError);
    expect(error.message).toContain('smooch.url');
  });
});

describe('errors of Smooch', () => {
  const shapes: [string, number, unknown, object][] = [
    [
      'v1.1',
      400,
      { error: { code: 'bad_request', description: 'reply mixed with link' } },
      { status: 400, reason: 'bad_request: reply mixed with link', nothingHappened: false, ambiguous: false },
    ],
    [
      'v2',
      400,
      {
        errors: [
          { code: 'bad_request', title: 'a' },
          { code: 'bad_request', title: 'b' },
        ],
      },
      { status: 400, reason: 'bad_request: a; bad_request: b' },
    ],
    ['a code alone', 404, { error: { code: 'not_found' } }, { status: 404, reason: 'not_found' }],
    ['a text', 402, { error: 'payment required' }, { status: 402, reason: 'payment required' }],
    [
      'a page',
      502,
      '<h1>Bad gateway</h1>',
      { status: 502, reason: 'Bad gateway', ambiguous: true, nothingHappened: false },
    ],
    ['nothing', 500, '', { status: 500, reason: 'without any explanation', ambiguous: true }],
    ['broken JSON', 423, '{"error":', { status: 423 }],
    ['429', 429, { error: { code: 'too_many_requests' } }, { status: 429, nothingHappened: true }],
    ['503', 503, '', { status: 503, nothingHappened: true, ambiguous: false }],
    ['504', 504, '', { status: 504, nothingHappened: false, timedOut: true, ambiguous: true }],
    ['409', 409, { error: { code: 'conflict' } }, { status: 409, nothingHappened: false }],
    ['401', 401, { error: { code: 'unauthorized' } }, { status: 401, code: 'credentials-refused' }],
    ['null', 400, { error: null, errors: null }, { status: 400 }],
  ];
  test.each(shapes)('%s (%i)', async (_name, status, body, expected) => {
    const { client } = await smoochThatAnswers(status, body);
    const error = await failureOf(client.send(ana, text), ApiError);
    expect(error).toMatchObject({ service: 'smooch', operation: 'send message', ...expected });
  });

  test.each([
    ['20', 20_000],
    ['Thu, 02 May 2024 10:00:05 GMT', 5_000],
  ])('Retry-After: %s', async (header, retryAfterMs) => {
    const { client } = await smoochThatAnswers(429, {}, { 'retry-after': header });
    expect(await failureOf(client.send(ana, text), ApiError)).toMatchObject({ retryAfterMs });
  });

  test('a redirect is an error that says what to change', async () => {
    const { client } = await smoochThatAnswers(301, '', { location: 'https://api.smooch.io/v1.1/apps/secret' });
    const error = await failureOf(client.send(ana, text), ApiError);
    expect(error.message).toContain('redirected to https://api.smooch.io; the configured address');
  });

  test('no answer in time leaves open whether the message was taken', async () => {
    const { client } = await startSmooch(() => undefined, { timeouts: { smoochMs: 50, mediaMs: 5_000 } });
    expect(await failureOf(client.send(ana, text), ApiError)).toMatchObject({ timedOut: true, ambiguous: true });
  });
});

describe('typing', () => {
  test.each(['typing:start', 'typing:stop'] as const)('%s is an activity of the business', async (type) => {
    const { server, client } = await smoochThatAnswers(200, { conversation: {} });
    await client.typing(ana, type);
    expect(server.requests[0]).toMatchObject({ method: 'POST', path: `${userPath}/conversation/activity` });
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({ role: 'appMaker', type });
  });

  test('can be given up', async () => {
    const controller = new AbortController();
    const { client } = await startSmooch(() => controller.abort());
    await failureOf(client.typing(ana, 'typing:start', controller.signal), ApiError);
  });

  test('that fails is a failure', async () => {
    const { client } = await smoochThatAnswers(404, {});
    await failureOf(client.typing(ana, 'typing:stop'), ApiError);
  });
});

describe('the newest messages', () => {
  test('come oldest first, whoever wrote them', async () => {
    const { server, client } = await smoochThatAnswers(200, {
      conversation: {},
      messages: [
        { _id: 'm3', role: 'appMaker', text: 'There', received: '1612345680.5', metadata: { connector_step: '1.2' } },
        { _id: 'm1', role: 'appUser', text: 'hi', received: 1612345678.1 },
        'broken',
        {
          _id: 'm2',
          role: 'appMaker',
          type: 'image',
          text: ' ',
          mediaUrl: 'https://x/y.png',
          received: 1612345679,
          metadata: [],
        },
      ],
    });
    expect(await client.recentMessages(ana)).toEqual([
      { id: 'm1', fromUs: false, text: 'hi', mediaUrl: undefined, received: 1612345678.1, metadata: {} },
      { id: 'm2', fromUs: true, text: undefined, mediaUrl: 'https://x/y.png', received: 1612345679, metadata: {} },
      {
        id: 'm3',
        fromUs: true,
        text: 'There',
        mediaUrl: undefined,
        received: 1612345680.5,
        metadata: { connector_step: '1.2' },
      },
    ]);
    expect(server.requests[0]).toMatchObject({ method: 'GET', path: `${userPath}/messages`, body: '' });
  });

  test('keep their order where a time is missing', async () => {
    const { client } = await smoochThatAnswers(200, {
      messages: [{ _id: 'b', received: 2 }, { _id: 'c' }, { _id: 'a', received: 1 }],
    });
    expect((await client.recentMessages(ana)).map((message) => message.id)).toEqual(['b', 'c', 'a']);
  });

  test('are none while there is no conversation', async () => {
    const { client } = await smoochThatAnswers(404, { error: { code: 'conversation_not_found' } });
    expect(await client.recentMessages(ana)).toEqual([]);
  });

  test('that cannot be read are a failure', async () => {
    const failed = await smoochThatAnswers(500, {});
    await failureOf(failed.client.recentMessages(ana), ApiError);
    const odd = await smoochThatAnswers(200, { messages: 'x' });
    await failureOf(odd.client.recentMessages(ana), WireError);
  });
});

describe('the app user', () => {
  test('has names and clients, the active one first', async () => {
    const { client } = await smoochThatAnswers(200, {
      appUser: {
        _id: ana.userId,
        givenName: 'Ana',
        surname: ' ',
        clients: [{ platform: 'web' }, { platform: 'whatsapp', displayName: 'Ana G', active: true }, null],
      },
    });
    expect(await client.appUser(ana)).toEqual({
      givenName: 'Ana',
      surname: undefined,
      email: undefined,
      clients: [
        { platform: 'whatsapp', displayName: 'Ana G', active: true },
        { platform: 'web', displayName: undefined, active: undefined },
      ],
    });
  });

  test('may have nothing at all', async () => {
    const { server, client } = await smoochThatAnswers(200, { appUser: {} });
    expect(await client.appUser(ana)).toMatchObject({ clients: [] });
    expect(server.requests[0]).toMatchObject({ method: 'GET', path: userPath });
    const odd = await smoochThatAnswers(200, {});
    await failureOf(odd.client.appUser(ana), WireError);
  });
});

describe('webhooks', () => {
  const hook = {
    _id: 'w1',
    target: 'https://bot.example/in',
    triggers: ['message:appUser', 5],
    secret: 's3cret',
    version: 'v1.1',
  };
  const parsed = { id: 'w1', target: 'https://bot.example/in', triggers: ['message:appUser'], secret: 's3cret' };

  test('are listed with their secrets; what is no webhook is left out', async () => {
    const { server, client } = await smoochThatAnswers(200, {
      webhooks: [hook, {}, { _id: 'w2', target: 'https://x' }],
    });
    expect(await client.listWebhooks(ana.appId)).toEqual([
      parsed,
      { id: 'w2', target: 'https://x', triggers: [], secret: undefined },
    ]);
    expect(server.requests[0]).toMatchObject({ method: 'GET', path: `/v1.1/apps/${ana.appId}/webhooks` });
    const odd = await smoochThatAnswers(200, {});
    await failureOf(odd.client.listWebhooks(ana.appId), WireError);
  });

  test('are listed within a time limit of their own', async () => {
    const { client } = await startSmooch(() => undefined);
    expect(await failureOf(client.listWebhooks(ana.appId, { timeoutMs: 40 }), ApiError)).toMatchObject({
      timedOut: true,
    });
  });

  test('are created and deleted', async () => {
    const created = await smoochThatAnswers(201, { webhook: hook });
    const wanted = { target: hook.target, triggers: ['message:appUser', 'postback'], includeClient: true };
    expect(await created.client.createWebhook(ana.appId, wanted)).toEqual(parsed);
    expect(JSON.parse(created.server.requests[0]?.body ?? '')).toEqual(wanted);
    const deleted = await smoochThatAnswers(200, '');
    await deleted.client.deleteWebhook(ana.appId, 'w/1');
    expect(deleted.server.requests[0]).toMatchObject({
      method: 'DELETE',
      path: `/v1.1/apps/${ana.appId}/webhooks/w%2F1`,
    });
  });
});

describe('uploading a file', () => {
  test('sends it as the part "source" and gives its address', async () => {
    let form: Promise<FormData> | undefined;
    const { server, client } = await startSmooch((request, response) => {
      form = new Response(request.body, {
        headers: { 'content-type': request.headers['content-type'] ?? '' },
      }).formData();
      sendJson(response, 201, { mediaUrl: 'https://media.smooch.io/f.txt', mediaType: 'text/plain' });
    });
    const upload = { bytes: Buffer.from('line one\r\n--line two'), name: 'notes "ü".txt', mediaType: 'text/plain' };
    expect(await client.uploadAttachment(ana, upload)).toEqual({
      mediaUrl: 'https://media.smooch.io/f.txt',
      mediaType: 'text/plain',
    });
    expect(server.requests[0]?.path).toBe(
      `/v1.1/apps/${ana.appId}/attachments?access=public&for=message&appUserId=${ana.userId}`,
    );
    const file = (await form)?.get('source') as File;
    expect([await file.text(), file.name, file.type]).toEqual([
      'line one\r\n--line two',
      'notes "ü".txt',
      'text/plain',
    ]);
  });

  test('that is refused is a failure, and a name cannot add a header', async () => {
    const { server, client } = await smoochThatAnswers(415, {
      error: { code: 'unsupported_media_type', description: 'File rejected' },
    });
    const upload = { bytes: new Uint8Array([1]), name: 'a\r\nX-Evil: 1', mediaType: 'text/html\r\nX-Evil: 1' };
    expect(await failureOf(client.uploadAttachment(ana, upload), ApiError)).toMatchObject({ status: 415 });
    expect(server.requests[0]?.body).not.toMatch(/^X-Evil/m);
  });

  test('has its own time limit', async () => {
    const { client } = await startSmooch(() => undefined, { timeouts: { smoochMs: 5_000, mediaMs: 40 } });
    const upload = { bytes: new Uint8Array([1]), name: 'a.txt', mediaType: 'text/plain' };
    expect(await failureOf(client.uploadAttachment(ana, upload), ApiError)).toMatchObject({ timedOut: true });
  });
});
