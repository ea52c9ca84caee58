import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DeskClient, startDesk } from './desk-client.ts';

let desk: DeskClient;

beforeEach(async () => {
  desk = await startDesk();
});
afterEach(() => desk.simulator.stop());

describe('signing up', () => {
  test('makes a user and a session', async () => {
    const { status, body } = await desk.call('POST', '/users/', {
      name: 'Ana Roca',
      externalId: 'smooch-5fa1-9c3e',
      contact: 'ana@example.com',
      extraInfo: { plan: 'gold' },
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      user: {
        id: expect.stringMatching(/^u_/),
        externalId: 'smooch-5fa1-9c3e',
        name: 'Ana Roca',
        nickname: '',
        contact: 'ana@example.com',
        extraInfo: { plan: 'gold' },
        providerId: null,
        chats: [],
        lang: null,
        role: 'user',
        created: expect.any(Number),
      },
      session: { token: expect.stringMatching(/^t_/) },
    });
    expect(Number.isInteger(body.user.created)).toBe(true);
    expect((await desk.call('GET', `/users/${body.user.id}`)).body).toEqual({ user: body.user });
  });

  test('needs a name only; what is missing is empty, and extraInfo is always an object', async () => {
    for (const more of [{}, { extraInfo: [] }]) {
      const { user } = (await desk.call('POST', '/users', { name: 'Ben', ...more })).body;
      expect(user).toMatchObject({ externalId: null, contact: '', extraInfo: {} });
    }
  });

  test('twice with the same external id is a conflict, with a number as code', async () => {
    await desk.signUp('smooch-a-b');
    expect(await desk.call('POST', '/users/', { name: 'Again', externalId: 'smooch-a-b' })).toEqual({
      status: 409,
      body: { error: { code: 409, message: 'User already exists' } },
    });
  });
});

describe('a user', () => {
  test('is found by the external id, however it is written', async () => {
    const externalId = 'smooch-ä+b/c-1';
    const user = await desk.signUp(externalId);
    expect((await desk.call('GET', `/users/?externalId=${encodeURIComponent(externalId)}`)).body.users).toEqual([user]);
    expect((await desk.call('GET', '/users/?externalId=nobody')).body).toEqual({ users: [] });
  });

  test('keeps what an update does not name', async () => {
    const user = await desk.signUp('smooch-a-b', { contact: 'ana@example.com', extraInfo: { plan: 'gold' } });
    const { body } = await desk.call('PUT', `/users/${user.id}`, { name: 'Ana R.', externalId: 'smooch-a-b' });
    expect(body.user).toEqual({ ...user, name: 'Ana R.' });
  });

  test('may get another external id, but not that of somebody else', async () => {
    const [ana] = [await desk.signUp('ana'), await desk.signUp('ben')];
    expect((await desk.call('PUT', `/users/${ana.id}`, { externalId: 'ben' })).status).toBe(409);
    expect((await desk.call('PUT', `/users/${ana.id}`, { externalId: 'ana-2' })).status).toBe(200);
    expect((await desk.call('GET', '/users?externalId=ana')).body.users).toEqual([]);
    expect((await desk.call('GET', '/users?externalId=ana-2')).body.users).toMatchObject([{ id: ana.id }]);
  });

  test('has the ids of the open chats, or of all, the oldest first', async () => {
    const first = await desk.openChat();
    const chatsOf = async () => (await desk.call('GET', `/users/${first.creator}`)).body.user.chats;
    expect(await chatsOf()).toEqual([first.id]);
    await desk.call('DELETE', `/chats/${first.id}`);
    expect(await chatsOf()).toEqual([]);
    const second = (await desk.call('POST', '/chats', { creator: first.creator, room: 1 })).body.chat;
    expect(await chatsOf()).toEqual([second.id]);
    desk.control.configure({ wire: { userChats: 'all' } });
    expect(await chatsOf()).toEqual([first.id, second.id]);
  });

  test('who is an agent has a provider id and can be asked for among users', async () => {
    expect((await desk.call('GET', '/users/u_carla')).body.user).toMatchObject({
      name: 'Carla Soto',
      nickname: 'Carla',
      providerId: expect.stringMatching(/.+/),
      role: 'agent',
    });
  });
});

describe('agents', () => {
  test('are listed, made, changed, logged in and out over the API', async () => {
    const created = await desk.call('POST', '/agents/', { name: 'Eva', rooms: ['2'], langs: ['de'], capacity: 3 });
    const agent = created.body.agent!;
    expect(agent).toMatchObject({ name: 'Eva', rooms: [2], langs: ['de'], capacity: 3, status: 'offline' });
    expect((await desk.call('POST', '/agents/login', { agentId: agent.id })).body.agent).toMatchObject({
      status: 'online',
    });
    const changed = await desk.call('PUT', `/agents/${agent.id}`, { nickname: 'Evi', capacity: 1 });
    expect(changed.body.agent).toMatchObject({ nickname: 'Evi', capacity: 1, rooms: [2] });
    expect((await desk.call('GET', '/agents/')).body.agents).toHaveLength(3);
    await desk.call('POST', '/agents/logout', { agentId: agent.id });
    expect((await desk.call('GET', `/agents/${agent.id}`)).body.agent).toMatchObject({ status: 'offline' });
    expect((await desk.call('POST', '/agents', { name: 'X', rooms: [9] })).body.error.message).toBe(
      'There is no room 9',
    );
  });

  test('who are available are counted by room, in an object also when there is nobody', async () => {
    const available = async (query: string) => (await desk.call('GET', `/agents/available${query}`)).body.agents;
    expect(await available('?roomIds=1')).toEqual({});
    desk.control.agent('u_carla').login();
    desk.control.agent('u_david').login();
    expect(await available('?roomIds=1')).toEqual({ '1': 2 });
    expect(await available('?roomIds=1,2')).toEqual({ '1': 2, '2': 1 });
    expect(await available('?roomIds=1&langs=es')).toEqual({ '1': 1 });
    expect(await available('?roomIds=1&langs=fr')).toEqual({});
    expect(await available('?roomIds=9')).toEqual({});
    expect(await available('')).toEqual({ '1': 2, '2': 1 });
  });

  test('who are full are online, not available', async () => {
    const carla = desk.control.agent('u_carla');
    carla.login();
    carla.join((await desk.openChat()).id);
    expect((await desk.call('GET', '/agents/available?roomIds=1')).body.agents).toEqual({});
    expect((await desk.call('GET', '/agents/online?roomId=1')).body).toEqual({ agentsOnline: true });
    expect((await desk.call('GET', '/agents/online?roomId=1&lang=fr')).body).toEqual({ agentsOnline: false });
    expect((await desk.call('GET', '/agents/online?roomId=2')).body).toEqual({ agentsOnline: false });
    expect((await desk.call('GET', '/agents/online')).status).toBe(400);
  });
});

test('settings tell the queue mode, and change it', async () => {
  expect((await desk.call('GET', '/settings/')).body).toEqual({
    settings: { queue: { active: false }, languages: ['en', 'es'] },
  });
  await desk.call('PUT', '/settings', { settings: { queue: { active: true } } });
  expect((await desk.call('GET', '/settings')).body).toMatchObject({ settings: { queue: { active: true } } });
  desk.control.setQueueActive(false);
  expect((await desk.call('GET', '/settings')).body).toMatchObject({ settings: { queue: { active: false } } });
});

test('an app id can be tried out, and ids can be had', async () => {
  expect((await desk.call('GET', '/apps/gAbSandbox/validate')).body).toEqual({ valid: true });
  expect((await desk.call('GET', '/apps/other/validate')).status).toBe(404);
  expect((await desk.call('GET', '/id')).body.id).toEqual(expect.any(String));
});
