import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ChatView, MessageView } from '../../../sandbox/hyperchat/control/views.ts';
import { APP_ID, type DeskClient, SECRET, startDesk } from './desk-client.ts';
import { startWebhookTarget, type WebhookTarget } from './webhook-target.ts';

let desk: DeskClient;

beforeEach(async () => {
  desk = await startDesk();
});
afterEach(() => desk.simulator.stop());

const act = (agent: string, action: object) =>
  desk.sandbox<{ agent: object; message?: MessageView; error?: string }>('POST', `/agents/${agent}/actions`, action);

describe('over HTTP, an agent', () => {
  test('logs in, accepts, talks, sends a file, hands over and closes', async () => {
    const { id, creator } = await desk.openChat();
    expect((await act('u_carla', { do: 'login' })).body.agent).toMatchObject({
      id: 'u_carla',
      online: true,
      chats: [],
    });
    await act('u_david', { do: 'login' });
    await desk.call('GET', `/chats/${id}/assign`);
    expect((await act('u_carla', { do: 'accept' })).body.agent).toMatchObject({ chats: [id], invitedTo: [] });
    await act('u_carla', { do: 'activity', chatId: id, type: 'writing' });
    const said = await act('u_carla', { do: 'say', chatId: id, text: 'Hi <b>Ana</b>' });
    expect(said.body.message).toMatchObject({ sender: 'u_carla', type: 'text', message: 'Hi <b>Ana</b>' });
    const base64 = Buffer.from('%PDF').toString('base64');
    const sent = await act('u_carla', { do: 'file', chatId: id, name: 'plan.pdf', base64 });
    expect(sent.body.message).toMatchObject({
      type: 'media',
      file: { name: 'plan.pdf', type: 'application/pdf', size: 4 },
    });
    expect(
      await (
        await fetch(`${desk.simulator.url}/v1/media/${sent.body.message?.id}?appId=${APP_ID}&secret=${SECRET}`)
      ).text(),
    ).toBe('%PDF');
    await act('u_carla', { do: 'transfer', chatId: id, to: 'u_david' });
    await act('u_david', { do: 'reject', chatId: id });
    await act('u_carla', { do: 'run-out' });
    await act('u_carla', { do: 'join', chatId: id });
    await act('u_carla', { do: 'to-inbox', chatId: id });
    await act('u_david', { do: 'accept' });
    await act('u_david', { do: 'leave', chatId: id });
    await act('u_david', { do: 'join', chatId: id });
    await act('u_david', { do: 'close', chatId: id, reason: 'solved' });
    await act('u_david', { do: 'logout' });
    const chat = (await desk.sandbox<ChatView>('GET', `/chats/${id}`)).body;
    expect(chat).toMatchObject({
      status: 'closed',
      closedBy: 'u_david',
      closeReason: 'solved',
      users: [creator, 'u_david'],
    });
    expect(chat.messages.map(({ type }) => type)).toEqual(['text', 'media']);
    expect((await desk.sandbox('GET', '/agents/u_david')).body).toMatchObject({ online: false, chats: [] });
  });

  test('is told in a sentence what cannot be', async () => {
    const { id } = await desk.openChat();
    expect(await act('u_carla', { do: 'accept' })).toEqual({
      status: 400,
      body: { error: 'Carla Soto has no open invitation' },
    });
    expect(await act('u_none', { do: 'login' })).toEqual({ status: 404, body: { error: 'Agent not found' } });
    expect((await act('u_carla', { do: 'say', chatId: id, text: 'x' })).body.error).toBe(
      'The user is not in this chat',
    );
    expect((await act('u_carla', { do: 'dance' })).status).toBe(400);
    expect((await desk.sandbox('GET', '/chats/c_none')).status).toBe(404);
    expect((await desk.sandbox('POST', '/agents', { id: 'x', name: 'X', rooms: [9] })).body).toEqual({
      error: 'There is no room 9',
    });
    expect((await desk.sandbox('PUT', '/queue')).body).toEqual({ error: 'Send a JSON body.' });
  });

  test('gets more or less to do, in rooms that there are', async () => {
    const rooms = (await desk.sandbox<{ id: number }[]>('GET', '/rooms')).body.map(({ id }) => id);
    expect(rooms.length).toBeGreaterThan(0);
    const set = (setup: object) => desk.sandbox<{ capacity: number; error: string }>('PUT', '/agents/u_carla', setup);
    expect((await set({ capacity: 7, rooms })).body).toMatchObject({ id: 'u_carla', capacity: 7, rooms });
    expect(await set({ rooms: [4711] })).toMatchObject({ status: 400, body: { error: 'There is no room 4711' } });
    expect((await set({ capacity: -1 })).status).toBe(400);
    expect((await desk.sandbox('PUT', '/agents/u_nobody', { capacity: 1 })).status).toBe(404);
  });

  test('is added', async () => {
    const added = await desk.sandbox('POST', '/agents', { id: 'u_eva', name: 'Eva', rooms: [2], online: true });
    expect([added.status, added.body]).toEqual([
      201,
      expect.objectContaining({ id: 'u_eva', online: true, capacity: 1 }),
    ]);
    expect((await desk.sandbox('GET', '/agents')).body).toHaveLength(3);
  });
});

describe('over HTTP', () => {
  test('chats, users, messages and invitations are listed', async () => {
    const { id, creator } = await desk.openChat();
    await act('u_carla', { do: 'login' });
    await desk.call('GET', `/chats/${id}/assign`);
    await desk.call('POST', `/chats/${id}/messages`, { sender: creator, message: 'hi' });
    const list = async (path: string) => (await desk.sandbox<object[]>('GET', path)).body;
    expect(await list('/chats')).toMatchObject([
      { id, externalId: 'smooch-app-1', status: 'waiting', invited: 'u_carla' },
    ]);
    expect(await list('/chats?status=active')).toEqual([]);
    expect(await list('/chats?externalId=smooch-app-1&status=waiting')).toHaveLength(1);
    expect(await list(`/chats/${id}/messages`)).toMatchObject([{ sender: creator, message: 'hi' }]);
    expect(await list('/invitations?state=pending&agentId=u_carla')).toMatchObject([{ chatId: id, state: 'pending' }]);
    expect(await list('/invitations?agentId=u_david')).toEqual([]);
    expect((await list('/users')).map((user) => (user as { id: string }).id)).toEqual(['u_carla', 'u_david', creator]);
  });

  test('a chat is closed, moved in its queue, and spoken into by the desk', async () => {
    await desk.sandbox('PUT', '/queue', { active: true });
    const { id, creator } = await desk.openChat();
    const onChat = (action: object) => desk.sandbox<ChatView>('POST', `/chats/${id}/actions`, action);
    await act('u_carla', { do: 'login' });
    await act('u_carla', { do: 'reject' });
    expect((await onChat({ do: 'invite', agentId: 'u_carla' })).body.invited).toBe('u_carla');
    await onChat({ do: 'position', position: 4 });
    await onChat({ do: 'position' });
    await onChat({ do: 'system-message', text: 'Please wait' });
    await onChat({ do: 'object', sender: creator, message: 'Which?', options: [{ label: 'A' }] });
    const closed = await onChat({ do: 'close', by: 'user' });
    expect(closed.body).toMatchObject({ status: 'closed', closedBy: creator });
    expect(closed.body.messages.map(({ type, sender }) => [type, sender])).toEqual([
      ['text', 'system'],
      ['object', creator],
    ]);
    expect(await onChat({ do: 'close' })).toEqual({ status: 400, body: { error: 'The chat is closed' } });
  });

  test('what is not there yet is waited for', async () => {
    const chats = desk.sandbox<ChatView[]>('GET', '/chats?status=waiting&waitMs=10000');
    await expect.poll(() => desk.control.events.listenerCount('event')).toBe(1);
    const { id, creator } = await desk.openChat();
    expect((await chats).body).toMatchObject([{ id }]);
    const messages = desk.sandbox<MessageView[]>('GET', `/chats/${id}/messages?count=2&waitMs=10000`);
    await expect.poll(() => desk.control.events.listenerCount('event')).toBe(1);
    for (const message of ['one', 'two'])
      await desk.call('POST', `/chats/${id}/messages`, { sender: creator, message });
    expect((await messages).body.map(({ message }) => message)).toEqual(['one', 'two']);
    const invitations = desk.sandbox<object[]>('GET', '/invitations?state=pending&waitMs=10000');
    await expect.poll(() => desk.control.events.listenerCount('event')).toBe(1);
    desk.control.agent('u_carla').login();
    await desk.call('GET', `/chats/${id}/assign`);
    expect((await invitations).body).toMatchObject([{ chatId: id, agentId: 'u_carla' }]);
    expect((await desk.sandbox('GET', `/chats/${id}/messages?count=9&waitMs=1`)).body).toHaveLength(2);
  });

  test('settings are read and changed in part, and mistakes are refused', async () => {
    const changed = await desk.sandbox('PUT', '/settings', {
      wire: { source: 'string' },
      invitation: { maxAttempts: 2 },
    });
    expect(changed.body).toMatchObject({
      wire: { source: 'string', inQueue: 'boolean' },
      invitation: { intervalMs: 30_000, maxAttempts: 2 },
    });
    expect((await desk.sandbox('GET', '/settings')).body).toEqual(changed.body);
    expect((await desk.sandbox('PUT', '/settings', { wire: { source: 'float' } })).status).toBe(400);
    expect((await desk.sandbox('PUT', '/settings', { weather: {} })).status).toBe(400);
  });

  test('the clock is put forward', async () => {
    const { id } = await desk.openChat();
    await act('u_carla', { do: 'login' });
    await desk.call('GET', `/chats/${id}/assign?maxAttempts=1`);
    const before = (await desk.sandbox<{ now: number }>('GET', '/clock')).body.now;
    const after = (await desk.sandbox<{ now: number }>('POST', '/clock', { advanceMs: 30_000 })).body.now;
    expect(after - before).toBeGreaterThanOrEqual(30_000);
    expect(desk.control.invitations()).toMatchObject([{ state: 'expired' }]);
    expect((await desk.sandbox('POST', '/clock', { advanceMs: -1 })).status).toBe(400);
  });

  test('a picture for HTML is kept, and what happens can be watched', async () => {
    const kept = await desk.fetch('/sandbox/media?name=a.png', { method: 'POST', body: 'png' });
    const url = kept.body.url as unknown as string;
    expect(await (await fetch(`${url}?appId=${APP_ID}&secret=${SECRET}`)).text()).toBe('png');
    const { id } = await desk.openChat();
    const response = await fetch(`${desk.simulator.url}/sandbox/events?chatId=${id}`);
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    desk.control.saySystem((await desk.openChat()).id, 'elsewhere');
    desk.control.saySystem(id, 'here');
    const { value } = await reader.read();
    expect(value).toContain('event: event');
    expect(value).toContain('here');
    expect(value).not.toContain('elsewhere');
    await reader.cancel();
  });

  test('all operations are listed at the root', async () => {
    const { operations } = (await desk.sandbox<{ operations: string[] }>('GET', '/')).body;
    expect(operations).toEqual(expect.arrayContaining(['POST /faults', 'POST /agents/:id/actions', 'POST /forge']));
  });
});

describe('webhooks over HTTP', () => {
  let target: WebhookTarget;
  beforeEach(async () => {
    target = await startWebhookTarget();
  });
  afterEach(() => target.stop());

  const register = async () =>
    (
      await desk.sandbox<{ id: string }>('POST', '/webhooks', {
        target: target.url,
        events: ['chats:create'],
        secret: 's3cret-of-hook',
      })
    ).body.id;

  test('are registered, saved once more, removed, and never show a secret', async () => {
    const id = await register();
    expect(target.handshakes).toMatchObject([{ secret: 's3cret-of-hook' }]);
    await desk.sandbox('POST', `/webhooks/${id}/save`);
    const stranger = await desk.sandbox('POST', '/handshake', { target: target.url, secret: 'of-a-stranger' });
    expect(stranger.body).toEqual({ established: true, secret: expect.stringContaining('***'), status: 200 });
    const listed = JSON.stringify((await desk.sandbox('GET', '/webhooks')).body);
    expect(listed).toContain(target.url);
    for (const { secret } of target.handshakes) expect(listed).not.toContain(secret);
    target.echo = () => ({ status: 500 });
    const refused = await desk.sandbox('POST', '/webhooks', { target: target.url, events: [] });
    expect([refused.status, refused.body]).toEqual([400, { error: expect.stringContaining('not established') }]);
    expect((await desk.sandbox('DELETE', `/webhooks/${id}`)).body).toEqual({ removed: true });
    expect((await desk.sandbox('POST', `/webhooks/${id}/save`)).status).toBe(404);
  });

  test('deliveries are disturbed, held, released, listed and counted', async () => {
    await register();
    const rule = { effect: { kind: 'unsigned' }, trigger: 'chats:create' };
    const { id } = (await desk.sandbox<{ id: string }>('POST', '/disturbances', rule)).body;
    expect((await desk.sandbox('GET', '/disturbances')).body).toMatchObject([{ id, ...rule, times: 1, skip: 0 }]);
    await desk.sandbox('POST', '/deliveries/hold');
    const first = await desk.openChat();
    await desk.openChat();
    await desk.sandbox('POST', '/deliveries/release', { order: 'reversed' });
    await desk.control.webhooks.idle();
    expect((await desk.sandbox('GET', '/deliveries/counts')).body).toMatchObject({ delivered: 2, waiting: 0 });
    expect((await desk.sandbox('GET', `/deliveries?chatId=${first.id}&state=delivered`)).body).toMatchObject([
      { trigger: 'chats:create', disturbance: 'unsigned', attempts: [{ status: 200 }] },
    ]);
    await desk.sandbox('POST', '/disturbances', rule);
    expect((await desk.sandbox('DELETE', '/disturbances/disturbance-2')).body).toEqual({ removed: true });
    expect((await desk.sandbox('DELETE', '/disturbances')).body).toEqual([]);
    expect((await desk.sandbox('POST', '/disturbances', { effect: { kind: 'rain' } })).status).toBe(400);
  });

  test('events are made up, and anything is posted', async () => {
    await register();
    target.answer = () => 401;
    const forged = await desk.sandbox('POST', '/forge', { trigger: 'odd', data: { chatId: 'c' }, secret: null });
    expect(forged.body).toMatchObject({ status: 401 });
    await desk.sandbox('POST', '/raw', { body: 'nonsense', headers: { 'x-hook-signature': 'no' } });
    await desk.sandbox('POST', '/raw', { body: { trigger: 'x' }, target: target.url });
    expect(target.events).toMatchObject([
      { trigger: 'odd', data: { chatId: 'c' } },
      { raw: 'nonsense', headers: { 'x-hook-signature': 'no' } },
      { raw: '{"trigger":"x"}' },
    ]);
  });
});

describe('faults', () => {
  const reset = { kind: 'reset' } as const;

  test('strike an endpoint by name, before or after it took effect', async () => {
    const { faults } = desk.control;
    const { id: creator } = await desk.signUp('x');
    const create = () => desk.call('POST', '/chats/', { creator, room: 1 });
    faults.add({
      endpoint: 'create-chat',
      effect: { kind: 'respond', status: 503, body: { error: { code: 503, message: 'busy' } } },
    });
    expect((await create()).status).toBe(503);
    expect(desk.control.chats()).toEqual([]);
    faults.add({ endpoint: 'create-chat', effect: reset, moment: 'after' });
    await expect(create()).rejects.toThrow();
    const [chat] = desk.control.chats();
    faults.add({ endpoint: 'message', effect: reset });
    const post = () => desk.call('POST', `/chats/${chat?.id}/messages/`, { sender: creator, message: 'x' });
    await expect(post()).rejects.toThrow();
    faults.add({ endpoint: 'upload', effect: { kind: 'respond', status: 500 } });
    expect((await desk.upload({ chatId: chat!.id, senderId: creator, file: new File(['x'], 'a.txt') })).status).toBe(
      500,
    );
    expect((await post()).status).toBe(200);
    expect(desk.control.chat(chat!.id).messages).toHaveLength(1);
  });
});

describe('the journal', () => {
  test('knows every endpoint by name, with a slash at the end or without', async () => {
    const { id, creator } = await desk.openChat();
    desk.control.journal.clear();
    const calls: [string, string, string][] = [
      ['GET', '/settings/', 'settings'],
      ['GET', '/agents/available?roomIds=1', 'agents-available'],
      ['GET', '/agents/online?roomId=1', 'agents-online'],
      ['GET', '/agents/u_carla', 'agents'],
      ['GET', '/users/?externalId=x', 'find-user'],
      ['GET', `/users/${creator}`, 'user'],
      ['PUT', `/users/${creator}/`, 'update-user'],
      ['GET', '/chats/', 'chats'],
      ['GET', `/chats/${id}/`, 'chat'],
      ['GET', `/chats/${id}/assign`, 'assign'],
      ['GET', `/chats/${id}/messages/`, 'messages'],
      ['DELETE', `/chats/${id}?userId=${creator}`, 'close'],
      ['GET', '/media/m_none?appId=a', 'media'],
      ['GET', '/nowhere', 'unknown'],
    ];
    for (const [method, path] of calls) await desk.call(method, path, method === 'PUT' ? {} : undefined);
    expect(desk.control.journal.list().map(({ endpoint }) => endpoint)).toEqual(calls.map(([, , name]) => name));
    const ofChat = desk.control.journal.list({ sessionId: id }).map(({ endpoint }) => endpoint);
    expect(ofChat).toEqual(['chat', 'assign', 'messages', 'close']);
  });

  test('shows the secret of the desk nowhere, neither in headers nor in addresses', async () => {
    const url = desk.control.addMedia('a.png', new Uint8Array(1));
    await fetch(`${url}?secret=${SECRET}&appId=${APP_ID}`);
    const { session } = (await desk.call('POST', '/users', { name: 'Ana' })).body;
    await desk.call('GET', '/chats', undefined, { 'x-hyper-appid': APP_ID, 'x-hyper-token': session.token });
    const overHttp = JSON.stringify((await desk.sandbox('GET', '/requests')).body);
    const inProcess = JSON.stringify(desk.control.journal.list());
    for (const listed of [overHttp, inProcess]) {
      expect(listed).toContain(`secret=***&appId=${APP_ID}`);
      expect(listed).not.toContain(SECRET);
      expect(listed).not.toContain(session.token);
    }
    for (const path of ['/settings', '/deliveries', '/users', '/agents', '/chats', '/webhooks']) {
      expect(JSON.stringify((await desk.sandbox('GET', path)).body)).not.toContain(SECRET);
    }
  });
});

describe('waiting in process', () => {
  test('tells what came instead', async () => {
    const { id } = await desk.openChat();
    desk.control.saySystem(id, 'Hello');
    await expect(desk.control.waitForMessages(id, 2, 20)).rejects.toThrow('should have 2 messages, it has: "Hello"');
    await expect(desk.control.waitForChat({ status: 'active' }, 20)).rejects.toThrow(`Chats: ${id} (waiting)`);
    await expect(desk.control.waitForInvitation({ agentId: 'u_carla' }, 20)).rejects.toThrow('Nobody is invited');
    await expect(desk.control.waitForEvent('chats:close', id, 20)).rejects.toThrow('There was no chats:close');
    await expect(desk.control.waitForMessages('c_none', 1)).rejects.toThrow('Chat not found');
    expect(desk.control.events.listenerCount('event')).toBe(0);
  });

  test('ends as soon as it is there', async () => {
    const opened = desk.control.waitForChat({ externalId: 'smooch-app-1', status: 'waiting' });
    const { id } = await desk.openChat();
    expect((await opened).id).toBe(id);
    const active = desk.control.waitForChat({ id, status: 'active' });
    const message = desk.control.waitForMessages(id, 1);
    const close = desk.control.waitForEvent('chats:close', id);
    const carla = desk.control.agent('u_carla');
    carla.join(id);
    carla.say(id, 'Hello');
    carla.close(id);
    expect((await active).id).toBe(id);
    expect(await message).toMatchObject([{ message: 'Hello' }]);
    expect((await close).data).toEqual({ chatId: id, userId: 'u_carla' });
  });
});
