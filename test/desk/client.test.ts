import { describe, expect, test } from 'vitest';
import { ApiError, NotConfiguredError, WireError } from '../../src/core/errors.ts';
import { mayRepeat } from '../../src/core/retry.ts';
import { hyperChatBaseUrl } from '../../src/desk/hyperchat/server-url.ts';
import { failureOf, freeOrigin, sendJson } from '../net/test-server.ts';
import { appId, type DeskAnswer, deskError, secret, startDesk, wireChat, wireUser } from './desk-server.ts';

const place = { room: 1, source: 3 };
const newChat = { ...place, userId: 'u_7Qm2', lang: 'en', history: [] };

describe('the address of the desk', () => {
  test.each([
    [{ region: 'eu' }, 'https://hyperchat-eu.inbenta.chat:8000/v1'],
    [{ region: 'us' }, 'https://hyperchat-us.inbenta.chat:8000/v1'],
    [{ region: 'us', server_port: 8443 }, 'https://hyperchat-us.inbenta.chat:8443/v1'],
    [{ region: 'us', server_port: 443 }, 'https://hyperchat-us.inbenta.chat/v1'],
    [{ region: 'eu', server: 'https://agentchat-eu.inbenta.chat:8000' }, 'https://agentchat-eu.inbenta.chat:8000/v1'],
    [{ region: 'eu', server: 'https://chat.example' }, 'https://chat.example/v1'],
    [{ region: 'eu', server: 'https://chat.example/', server_port: 8000 }, 'https://chat.example:8000/v1'],
    [{ region: 'eu', server: 'https://chat.example:443', server_port: 8000 }, 'https://chat.example/v1'],
    [{ region: 'eu', server: 'http://127.0.0.1:8010/v1/' }, 'http://127.0.0.1:8010/v1'],
    [{ region: 'eu', server: 'https://proxy.example/desk' }, 'https://proxy.example/desk/v1'],
    [{ region: 'eu', server: 'http://[::1]', server_port: 8010 }, 'http://[::1]:8010/v1'],
  ])('%j', (server, expected) => {
    const { origin, path } = hyperChatBaseUrl(server);
    expect(origin + path).toBe(expected);
  });

  test('one that is none is said at once', () => {
    expect(() => hyperChatBaseUrl({ region: 'eu', server: 'chat.example' })).toThrow(NotConfiguredError);
  });
});

test('every call carries app id and secret in headers, and in nothing else', async () => {
  const { client, requests } = await startDesk({
    'GET /v1/settings/': { settings: {} },
    'GET /v1/agents/available?roomIds=1': { agents: {} },
    'GET /v1/agents/online?roomId=1': { agentsOnline: false },
    'POST /v1/users/': { user: wireUser() },
    'GET /v1/users/u_7Qm2': { user: wireUser() },
    'POST /v1/chats/': wireChat(),
    'GET /v1/chats/c_91xk': wireChat(),
    'GET /v1/chats/c_91xk/assign': {},
    'POST /v1/chats/c_91xk/messages': {},
    'POST /v1/media/': {},
    'POST /v1/users/u_7Qm2/activity': {},
    'DELETE /v1/chats/c_91xk': { success: true },
  });
  await client.isQueueActive();
  await client.agentsReady({ room: 1, queueActive: false });
  await client.agentsReady({ room: 1, queueActive: true });
  await client.signUp({ externalId: 'x', name: 'Ana' });
  await client.findOpenChat('u_7Qm2', place);
  await client.createChat(newChat);
  await client.assign('c_91xk');
  await client.sendText('c_91xk', 'u_7Qm2', 'hi');
  await client.sendMedia('c_91xk', 'u_7Qm2', { bytes: Buffer.from('x'), name: 'x.txt', mediaType: 'text/plain' });
  await client.setTyping('c_91xk', 'u_7Qm2', true);
  await client.close('c_91xk');
  expect(requests.length).toBeGreaterThan(11);
  for (const { headers, path, body } of requests) {
    expect(headers).toMatchObject({ 'x-hyper-appid': appId, 'x-hyper-secret': secret });
    expect(path + body.toString()).not.toContain(secret);
  }
});

describe('queue and agents', () => {
  test.each([
    [{ settings: { queue: { active: true } } }, true],
    [{ settings: { queue: { active: 1 } } }, true],
    [{ settings: { queue: { active: '1' } } }, true],
    [{ settings: { queue: { active: false } } }, false],
    [{ settings: { queue: [] } }, false],
    [{ settings: {} }, false],
    [{}, false],
  ])('%j: queue mode %s', async (settings, expected) => {
    const { client } = await startDesk({ 'GET /v1/settings/': settings });
    expect(await client.isQueueActive()).toBe(expected);
  });

  test.each([
    [{ agents: { '1': 2 } }, true],
    [{ agents: { '1': '2' } }, true],
    [{ agents: { '1': 0, '2': 4 } }, false],
    [{ agents: {} }, false],
    [{ agents: [] }, false],
  ])('%j: available %s', async (answer, expected) => {
    const { client } = await startDesk({ 'GET /v1/agents/available?roomIds=1': answer });
    expect(await client.agentsReady({ room: 1, queueActive: false })).toBe(expected);
  });

  test('agents can be asked for by language', async () => {
    const { client, calls } = await startDesk({
      'GET /v1/agents/available?roomIds=7&langs=es': { agents: { '7': 1 } },
    });
    expect(await client.agentsReady({ room: 7, lang: 'es', queueActive: false })).toBe(true);
    expect(calls()).toHaveLength(1);
  });

  test.each([
    [{ agentsOnline: true }, true],
    [{ agentsOnline: 0 }, false],
  ])('with a queue it is enough that somebody is online: %j', async (answer, expected) => {
    const { client } = await startDesk({ 'GET /v1/agents/online?roomId=1': answer });
    expect(await client.agentsReady({ room: 1, lang: 'es', queueActive: true })).toBe(expected);
  });

  test('an answer without agents is not understood', async () => {
    const { client } = await startDesk({ 'GET /v1/agents/available?roomIds=1': { rooms: {} } });
    await failureOf(client.agentsReady({ room: 1, queueActive: false }), WireError);
  });
});

describe('sign-up', () => {
  const find = 'GET /v1/users/?externalId=smooch-5fa1-9c3e';
  const profile = {
    externalId: 'smooch-5fa1-9c3e',
    name: 'Ana Roca',
    contact: 'ana@example.com',
    extraInfo: { plan: 1 },
  };

  test('of a new user', async () => {
    const { client, json } = await startDesk({ 'POST /v1/users/': { user: wireUser(), session: { token: 't_1' } } });
    expect(await client.signUp(profile)).toEqual({ userId: 'u_7Qm2' });
    expect(json(0)).toEqual(profile);
  });

  test('leaves out what is empty', async () => {
    const { client, json } = await startDesk({ 'POST /v1/users/': { user: wireUser() } });
    await client.signUp({ externalId: 'x', name: 'Ana', contact: '', extraInfo: {} });
    expect(json(0)).toEqual({ externalId: 'x', name: 'Ana' });
  });

  test('of a known one finds and updates', async () => {
    const { client, calls, json } = await startDesk({
      'POST /v1/users/': deskError(409, 'User already exists'),
      [find]: { users: [wireUser()] },
      'PUT /v1/users/u_7Qm2': { user: wireUser() },
    });
    expect(await client.signUp(profile)).toEqual({ userId: 'u_7Qm2' });
    expect(calls()).toEqual(['POST /v1/users/', find, 'PUT /v1/users/u_7Qm2']);
    expect(json(2)).toEqual(profile);
  });

  test('of a known one is recognised by the code in the body too', async () => {
    const { client } = await startDesk({
      'POST /v1/users/': { error: { code: 409, message: 'User already exists' } },
      [find]: { users: [wireUser()] },
      'PUT /v1/users/u_7Qm2': { user: wireUser() },
    });
    expect(await client.signUp(profile)).toEqual({ userId: 'u_7Qm2' });
  });

  test('goes on with old data when the update fails, and says so', async () => {
    const { client, warnings } = await startDesk({
      'POST /v1/users/': deskError(409, 'User already exists'),
      [find]: { users: [wireUser()] },
      'PUT /v1/users/u_7Qm2': deskError(500, 'oops'),
    });
    expect(await client.signUp(profile)).toEqual({ userId: 'u_7Qm2' });
    expect(warnings).toEqual([expect.stringContaining('oops')]);
  });

  test.each([[{ users: [] }], [{ users: [wireUser({ id: 'u_other', externalId: 'somebody-else' })] }]])(
    'never writes over somebody else: %j',
    async (found) => {
      const { client, calls } = await startDesk({ 'POST /v1/users/': deskError(409, 'exists'), [find]: found });
      expect(await failureOf(client.signUp(profile), ApiError)).toMatchObject({ status: 409 });
      expect(calls()).toEqual(['POST /v1/users/', find, 'POST /v1/users/']);
    },
  );

  test('of somebody whose address another one has is tried once more without it', async () => {
    const { client, calls, json, warnings } = await startDesk({
      'POST /v1/users/': [deskError(409, 'Contact is in use'), { user: wireUser() }],
      [find]: { users: [] },
    });
    expect(await client.signUp(profile)).toEqual({ userId: 'u_7Qm2' });
    expect(calls()).toEqual(['POST /v1/users/', find, 'POST /v1/users/']);
    const { contact, ...rest } = profile;
    expect(json(2)).toEqual(rest);
    expect(warnings).toEqual([expect.not.stringContaining(contact)]);
  });

  test('of somebody without an address is not tried again', async () => {
    const { client, calls } = await startDesk({ 'POST /v1/users/': deskError(409, 'exists'), [find]: { users: [] } });
    const { contact: _, ...rest } = profile;
    expect(await failureOf(client.signUp(rest), ApiError)).toMatchObject({ status: 409 });
    expect(calls()).toEqual(['POST /v1/users/', find]);
  });

  test('of an id with signs of its own', async () => {
    const externalId = 'smooch-a/b&c=d +é';
    const query = new URLSearchParams({ externalId });
    const { client } = await startDesk({
      'POST /v1/users/': deskError(409, 'exists'),
      [`GET /v1/users/?${query}`]: { users: [wireUser({ externalId })] },
      'PUT /v1/users/u_7Qm2': {},
    });
    expect(await client.signUp({ externalId, name: 'Ana' })).toEqual({ userId: 'u_7Qm2' });
  });
});

describe('people', () => {
  test.each([
    [{ providerId: null }, false],
    [{ providerId: '' }, false],
    [{ providerId: 0 }, false],
    [{ providerId: undefined }, false],
    [{ providerId: 12 }, true],
    [{ providerId: 'backstage-7' }, true],
  ])('%j: agent %s', async (fields, isAgent) => {
    const { client } = await startDesk({
      'GET /v1/users/u_7Qm2': { user: wireUser({ nickname: 'Annie', ...fields }) },
    });
    const user = await client.user('u_7Qm2');
    expect(user).toMatchObject({
      id: 'u_7Qm2',
      externalId: 'smooch-5fa1-9c3e',
      name: 'Ana Roca',
      nickname: 'Annie',
      isAgent,
    });
  });

  test('who is unknown is nobody', async () => {
    const { client } = await startDesk({});
    expect(await client.user('u_gone')).toBeUndefined();
  });

  test('the desk itself is nobody, and is not asked for', async () => {
    const { client, requests } = await startDesk({});
    expect(await client.user('system')).toBeUndefined();
    expect(requests).toHaveLength(0);
  });

  test('numbers are ids', async () => {
    const { client } = await startDesk({ 'GET /v1/users/7': { user: { id: 7, providerId: '1' } } });
    expect(await client.user('7')).toMatchObject({ id: '7', isAgent: true });
  });
});

describe('the open chat of a user', () => {
  const withChats = (...chats: unknown[]) => ({ 'GET /v1/users/u_7Qm2': { user: wireUser({ chats }) } });

  test.each([
    ['waiting', { status: 'waiting' }],
    ['active', { status: 'active', source: '3', room: '1' }],
    ['of a desk that does not tell rooms', { room: undefined }],
  ])('is found when %s', async (_name, fields) => {
    const { client } = await startDesk({ ...withChats('c_91xk'), 'GET /v1/chats/c_91xk': wireChat(fields) });
    expect(await client.findOpenChat('u_7Qm2', place)).toMatchObject({ id: 'c_91xk' });
  });

  test.each([
    ['closed', { status: 'closed' }],
    ['of another source', { source: 4 }],
    ['without a source', { source: null }],
    ['of another room', { room: 2 }],
  ])('is not one that is %s', async (_name, fields) => {
    const { client } = await startDesk({ ...withChats('c_91xk'), 'GET /v1/chats/c_91xk': wireChat(fields) });
    expect(await client.findOpenChat('u_7Qm2', place)).toBeUndefined();
  });

  test('is found behind ended and vanished ones', async () => {
    const { client } = await startDesk({
      ...withChats('c_gone', 'c_old', { id: 'c_new' }),
      'GET /v1/chats/c_old': wireChat({ id: 'c_old', status: 'closed' }),
      'GET /v1/chats/c_new': wireChat({ id: 'c_new' }),
    });
    expect(await client.findOpenChat('u_7Qm2', place)).toMatchObject({ id: 'c_new' });
  });

  test.each([[[]], [null], [undefined]])('chats: %j', async (chats) => {
    const { client } = await startDesk({ 'GET /v1/users/u_7Qm2': { user: wireUser({ chats }) } });
    expect(await client.findOpenChat('u_7Qm2', place)).toBeUndefined();
  });

  test('of an unknown user is none; a desk that is down is an error', async () => {
    const { client } = await startDesk({ 'GET /v1/users/u_2': deskError(503, 'down') });
    expect(await client.findOpenChat('u_gone', place)).toBeUndefined();
    expect(await failureOf(client.findOpenChat('u_2', place), ApiError)).toMatchObject({ status: 503 });
  });
});

describe('a chat', () => {
  test("is created with the history in the desk's words", async () => {
    const { client, json } = await startDesk({ 'POST /v1/chats/': wireChat() });
    const creation = await client.createChat({
      ...newChat,
      history: [
        { from: 'user', text: 'hi', at: 1_699_999_000.7 },
        { from: 'bot', text: 'Hello! <b>How</b> can I help?', at: 1_699_999_001 },
      ],
    });
    expect(creation).toEqual({
      outcome: 'created',
      chat: { id: 'c_91xk', status: 'waiting', inQueue: true, source: 3, room: 1, creator: 'u_7Qm2' },
    });
    expect(json(0)).toEqual({
      creator: 'u_7Qm2',
      room: 1,
      source: 3,
      lang: 'en',
      history: [
        { sender: 'u_7Qm2', message: 'hi', created: 1_699_999_000 },
        { sender: 'assistant', message: 'Hello! <b>How</b> can I help?', created: 1_699_999_001 },
      ],
    });
  });

  test('is created without what is empty', async () => {
    const { client, json } = await startDesk({ 'POST /v1/chats/': wireChat() });
    await client.createChat({ ...newChat, lang: '' });
    expect(json(0)).toEqual({ creator: 'u_7Qm2', room: 1, source: 3 });
  });

  test.each([400, 403, 409, 200])('a second one is refused in words, with status %i', async (status) => {
    const error: DeskAnswer = (_request, response) =>
      sendJson(response, status, { error: { code: status, message: 'User already has a chat' } });
    const { client } = await startDesk({ 'POST /v1/chats/': error });
    expect(await client.createChat(newChat)).toEqual({ outcome: 'already-open' });
  });

  test('another refusal is an error', async () => {
    const { client } = await startDesk({ 'POST /v1/chats/': deskError(400, 'Unknown room') });
    expect(await failureOf(client.createChat(newChat), ApiError)).toMatchObject({
      status: 400,
      reason: 'Unknown room',
    });
  });

  test.each([
    [{ agent: { id: 'u_agent5' } }, true],
    [{ agent: 'u_agent5' }, true],
    [{}, false],
    [{ agent: null }, false],
  ])('the search for an agent: %j', async (answer, agentFound) => {
    const { client } = await startDesk({ 'GET /v1/chats/c_91xk/assign': answer });
    expect(await client.assign('c_91xk')).toEqual({ agentFound });
  });

  test.each([
    [
      { status: 'active', inQueue: 0 },
      { status: 'active', inQueue: false },
    ],
    [
      { status: 'waiting', inQueue: 1 },
      { status: 'waiting', inQueue: true },
    ],
    [
      { status: 'waiting', inQueue: '1' },
      { status: 'waiting', inQueue: true },
    ],
    [{ status: 'closed' }, { status: 'closed' }],
    [{ status: 'assigned' }, { status: 'waiting' }],
    [
      { source: '3', room: { id: '7' }, creator: { id: 'u_1' } },
      { source: 3, room: 7, creator: 'u_1' },
    ],
    [{ source: '' }, { source: undefined }],
  ])('%j is read as %j', async (fields, expected) => {
    const { client } = await startDesk({ 'GET /v1/chats/c_91xk': wireChat(fields) });
    expect(await client.chat('c_91xk')).toMatchObject(expected);
  });

  test('that does not exist is none', async () => {
    const { client } = await startDesk({});
    expect(await client.chat('c_gone')).toBeUndefined();
  });

  test('ids are encoded in the path', async () => {
    const { client, calls } = await startDesk({});
    await client.chat('../users/1?x#y');
    expect(calls()).toEqual(['GET /v1/chats/..%2Fusers%2F1%3Fx%23y']);
  });

  test("is closed in nobody's name or in the user's", async () => {
    const { client, calls } = await startDesk({
      'DELETE /v1/chats/c_91xk': { success: true },
      'DELETE /v1/chats/c_91xk?userId=u_7Qm2': { success: true },
    });
    await client.close('c_91xk');
    await client.close('c_91xk', { userId: 'u_7Qm2' });
    expect(calls()).toEqual(['DELETE /v1/chats/c_91xk', 'DELETE /v1/chats/c_91xk?userId=u_7Qm2']);
  });

  test.each([
    ['gone', {}],
    [
      'closed',
      { 'GET /v1/chats/c_91xk': wireChat({ status: 'closed' }), 'DELETE /v1/chats/c_91xk': deskError(400, 'no') },
    ],
  ])('that is %s needs no closing', async (_name, answers) => {
    const { client } = await startDesk(answers);
    await expect(client.close('c_91xk')).resolves.toBeUndefined();
  });

  test('that stays open although it was to be closed is an error', async () => {
    const { client } = await startDesk({
      'DELETE /v1/chats/c_91xk': deskError(403, 'not yours'),
      'GET /v1/chats/c_91xk': wireChat({ status: 'active' }),
    });
    expect(await failureOf(client.close('c_91xk'), ApiError)).toMatchObject({ status: 403, operation: 'close chat' });
  });
});

describe('what the user writes', () => {
  const messages = 'POST /v1/chats/c_91xk/messages';

  test('is posted in his name', async () => {
    const { client, json } = await startDesk({ [messages]: { message: { id: 'm_1', chat: 'c_91xk' } } });
    expect(await client.sendText('c_91xk', 'u_7Qm2', 'Hola "ß" 🎈')).toEqual({ outcome: 'posted', messageId: 'm_1' });
    expect(json(0)).toEqual({ chatId: 'c_91xk', sender: 'u_7Qm2', message: 'Hola "ß" 🎈' });
  });

  test.each([[{}], [{ message: null }], [{ success: true }]])('is posted, whatever %j means', async (answer) => {
    const { client } = await startDesk({ [messages]: answer });
    expect(await client.sendText('c_91xk', 'u_7Qm2', 'hi')).toEqual({ outcome: 'posted', messageId: '' });
  });

  test('is not posted when somebody else answers', async () => {
    const { client } = await startDesk({
      [messages]: (_request, response) => void response.end('<html>Welcome to the hotel</html>'),
    });
    await failureOf(client.sendText('c_91xk', 'u_7Qm2', 'hi'), WireError);
  });

  test.each([400, 403, 404, 409])('a refusal with %i in a chat that has ended says that it has', async (status) => {
    const { client } = await startDesk({
      [messages]: deskError(status, 'no'),
      'GET /v1/chats/c_91xk': wireChat({ status: 'closed' }),
    });
    expect(await client.sendText('c_91xk', 'u_7Qm2', 'hi')).toEqual({ outcome: 'chat-closed' });
  });

  test.each([
    ['the chat is open', { 'GET /v1/chats/c_91xk': wireChat({ status: 'active' }) }],
    ['the chat cannot be read', { 'GET /v1/chats/c_91xk': deskError(500, 'oops') }],
  ])('a refusal is an error when %s', async (_name, answers) => {
    const { client } = await startDesk({ [messages]: deskError(400, 'too rude'), ...answers });
    const error = await failureOf(client.sendText('c_91xk', 'u_7Qm2', 'hi'), ApiError);
    expect(error).toMatchObject({ status: 400, reason: 'too rude', operation: 'post text' });
  });

  test.each([401, 429, 500, 503])('status %i says nothing about the chat', async (status) => {
    const { client, calls } = await startDesk({
      [messages]: deskError(status, 'no'),
      'GET /v1/chats/c_91xk': wireChat({ status: 'closed' }),
    });
    expect(await failureOf(client.sendText('c_91xk', 'u_7Qm2', 'hi'), ApiError)).toMatchObject({ status });
    expect(calls()).toEqual([messages]);
  });

  test.each([
    [true, 'writing'],
    [false, 'not-writing'],
  ])('that he writes is shown: %s', async (isTyping, type) => {
    const { client, json } = await startDesk({ 'POST /v1/users/u_7Qm2/activity': {} });
    await client.setTyping('c_91xk', 'u_7Qm2', isTyping);
    expect(json(0)).toEqual({ chatId: 'c_91xk', type });
  });
});

describe('errors of the desk', () => {
  const shapes: [string, DeskAnswer, object][] = [
    ['an error', deskError(400, 'bad room'), { status: 400, reason: 'bad room', nothingHappened: false }],
    ['a text', respondWith(418, { error: 'teapot' }), { status: 418, reason: 'teapot' }],
    ['a list', respondWith(400, { errors: [{ code: 1, message: 'a' }] }), { status: 400, reason: 'a' }],
    ['an error in a 200', respondWith(200, { error: { code: 403, message: 'no' } }), { status: 403, reason: 'no' }],
    ['a code that is no status', respondWith(200, { error: { code: 7, message: 'no' } }), { status: 400 }],
    ['an error without words', respondWith(200, { error: true }), { status: 400, reason: 'without a message' }],
    [
      'a page',
      (_request, response) => void response.writeHead(502).end('<h1>Bad gateway</h1>'),
      { status: 502, reason: 'Bad gateway', ambiguous: true },
    ],
    [
      'nothing',
      (_request, response) => void response.writeHead(500).end(),
      { status: 500, reason: 'without any explanation', ambiguous: true },
    ],
    [
      '429',
      deskError(429, 'slow down', { 'retry-after': '3' }),
      { status: 429, retryAfterMs: 3000, nothingHappened: true },
    ],
    ['503', deskError(503, 'later'), { status: 503, nothingHappened: true }],
    ['504', deskError(504, ''), { status: 504, timedOut: true, ambiguous: true }],
    ['401', deskError(401, 'Unauthorized'), { status: 401, code: 'credentials-refused' }],
    [
      'a redirect',
      (_request, response) => void response.writeHead(302, { location: 'https://x.example/' }).end(),
      { status: 302, reason: expect.stringContaining('https://x.example') },
    ],
  ];
  test.each(shapes)('%s', async (_name, answer, expected) => {
    const { client } = await startDesk({ 'GET /v1/settings/': answer });
    const error = await failureOf(client.isQueueActive(), ApiError);
    expect(error).toMatchObject({ service: 'desk', operation: 'read settings', ...expected });
  });

  test('never hold the secret', async () => {
    const { client } = await startDesk({ 'GET /v1/settings/': deskError(400, `wrong secret ${secret}!`) });
    const error = await failureOf(client.isQueueActive(), ApiError);
    expect(error.message).not.toContain(secret);
    expect(error.reason).toBe('wrong secret …!');
  });

  test('a desk that is not there', async () => {
    const { client } = await startDesk({}, { server: await freeOrigin() });
    const error = await failureOf(client.sendText('c_1', 'u_1', 'hi'), ApiError);
    expect(error).toMatchObject({ status: undefined, nothingHappened: true });
    expect(mayRepeat(error, false)).toBe(true);
  });

  test('a desk that is silent', async () => {
    const { client } = await startDesk(
      { 'POST /v1/chats/c_1/messages': () => undefined },
      { timeouts: { otherMs: 100, mediaMs: 5_000 } },
    );
    const error = await failureOf(client.sendText('c_1', 'u_1', 'hi'), ApiError);
    expect(error).toMatchObject({ timedOut: true, ambiguous: true });
  });
});

function respondWith(status: number, body: unknown): DeskAnswer {
  return (_request, response) => sendJson(response, status, body);
}
