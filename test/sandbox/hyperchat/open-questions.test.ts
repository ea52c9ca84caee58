import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CREDENTIALS, type DeskClient, startDesk } from './desk-client.ts';
import { startWebhookTarget } from './webhook-target.ts';

let desk: DeskClient;

beforeEach(async () => {
  desk = await startDesk();
});
afterEach(() => desk.simulator.stop());

describe('an e-mail address that two users have', () => {
  test('is taken by default', async () => {
    await desk.signUp('ana', { contact: 'ana@example.com' });
    expect(await desk.signUp('ben', { contact: 'ana@example.com' })).toMatchObject({ contact: 'ana@example.com' });
  });

  test('may be a conflict in which nobody is found, and which ends without the address', async () => {
    desk.control.configure({ rules: { sharedContacts: false } });
    await desk.signUp('ana', { contact: 'ana@example.com' });
    const body = { name: 'Ben', externalId: 'ben', contact: 'ana@example.com' };
    expect(await desk.call('POST', '/users', body)).toEqual({
      status: 409,
      body: { error: { code: 409, message: 'User already exists' } },
    });
    expect((await desk.call('GET', '/users?externalId=ben')).body.users).toEqual([]);
    const { contact: _contact, ...without } = body;
    const ben = (await desk.call('POST', '/users', without)).body.user;
    expect((await desk.call('PUT', `/users/${ben.id}`, { contact: 'ana@example.com' })).status).toBe(409);
    expect((await desk.call('PUT', `/users/${ben.id}`, { contact: 'ben@example.com' })).status).toBe(200);
    expect((await desk.call('PUT', `/users/${ben.id}`, { contact: 'ben@example.com' })).status).toBe(200);
  });
});

test.each(['system', 'creator'] as const)(
  'a chat that is deleted without a name may have been ended by: %s',
  async (by) => {
    desk.control.configure({ rules: { deleteReportedAs: by } });
    const chat = await desk.openChat();
    await desk.call('DELETE', `/chats/${chat.id}`);
    expect(desk.control.chat(chat.id).closedBy).toBe(by === 'system' ? 'system' : chat.creator);
  },
);

test.each([true, false])('a desk may end a chat by itself when nobody is left to ask: %s', async (closeWhenAlone) => {
  desk.control.configure({ rules: { closeWhenAlone } });
  const chat = await desk.openChat();
  const alone = desk.control.waitForEvent('forever:alone', chat.id);
  expect((await desk.call('GET', `/chats/${chat.id}/assign`)).body).toEqual({});
  await alone;
  expect(desk.control.chat(chat.id).status).toBe(closeWhenAlone ? 'closed' : 'waiting');
});

test('a chat that nobody has accepted may have another status', async () => {
  desk.control.configure({ wire: { waitingStatus: 'pending' } });
  const { id } = await desk.openChat();
  const status = async () => (await desk.call('GET', `/chats/${id}`)).body.chat.status;
  expect(await status()).toBe('pending');
  desk.control.agent('u_carla').join(id);
  expect(await status()).toBe('active');
});

test('a user may be said to have no chats, whatever they have', async () => {
  desk.control.configure({ wire: { userChats: 'none' } });
  const { creator } = await desk.openChat();
  expect((await desk.call('GET', `/users/${creator}`)).body.user.chats).toEqual([]);
  expect((await desk.call('POST', '/chats', { creator, room: 1 })).body.error.message).toBe('User already has a chat');
});

test('times may be told in milliseconds, in objects and events', async () => {
  const target = await startWebhookTarget();
  await desk.control.webhooks.register({ target: target.url, events: ['chats:close'] });
  desk.control.configure({ wire: { times: 'milliseconds' } });
  const chat = await desk.openChat();
  expect(chat.created).toBeGreaterThan(1e12);
  const { message } = (await desk.call('POST', `/chats/${chat.id}/messages`, { sender: chat.creator, message: 'x' }))
    .body;
  expect(message.created).toBeGreaterThan(1e12);
  await desk.call('DELETE', `/chats/${chat.id}`);
  expect((await desk.call('GET', `/chats/${chat.id}`)).body.chat.closed).toBeGreaterThan(1e12);
  expect((await desk.call('GET', `/users/${chat.creator}`)).body.user.created).toBeGreaterThan(1e12);
  const [closed] = await target.waitFor(1);
  expect(closed?.created_at).toBeGreaterThan(1e12);
  await target.stop();
});

describe('a chat that is moved to another room', () => {
  test('goes on there, with who is in it, and the user cannot open a second one', async () => {
    const { id, creator } = await desk.openChat();
    desk.control.agent('u_carla').join(id);
    desk.control.moveChat(id, 2);
    expect((await desk.call('GET', `/chats/${id}`)).body.chat).toMatchObject({
      room: 2,
      status: 'active',
      users: [creator, 'u_carla'],
    });
    expect((await desk.call('POST', '/chats', { creator, room: 1 })).body.error.message).toBe(
      'User already has a chat',
    );
  });

  test('changes its line, and those behind it move up', async () => {
    desk.control.configure({ queue: { active: true } });
    const [first, second] = [await desk.openChat(), await desk.openChat()];
    const other = await desk.openChat({ room: 2 });
    expect((await desk.call('PUT', `/chats/${first.id}`, { room: '2', lang: 'es' })).body.chat).toMatchObject({
      room: 2,
      lang: 'es',
      inQueue: true,
    });
    expect([first, second, other].map(({ id }) => desk.control.chat(id).position)).toEqual([1, 0, 0]);
  });

  test('is offered to the agents of that room instead', async () => {
    desk.control.agent('u_carla').login();
    const { id } = await desk.openChat();
    await desk.call('GET', `/chats/${id}/assign`);
    expect(desk.control.chat(id).invited).toBe('u_carla');
    desk.control.agent('u_david').login();
    await desk.sandbox('POST', `/chats/${id}/actions`, { do: 'move', room: 2 });
    expect(desk.control.chat(id)).toMatchObject({ room: 2, invited: 'u_david' });
    expect(desk.control.agent('u_carla').invitedTo).toEqual([]);
  });

  test('needs a room that there is, and to be open', async () => {
    const { id } = await desk.openChat();
    expect((await desk.call('PUT', `/chats/${id}`, { room: 9 })).body.error.message).toBe('Room not found');
    expect((await desk.sandbox('POST', `/chats/${id}/actions`, { do: 'move', room: 9 })).status).toBe(400);
    await desk.call('DELETE', `/chats/${id}`);
    expect(() => desk.control.moveChat(id, 2)).toThrow('The chat is closed');
  });
});

describe('a file', () => {
  const part = (name: string, value: string, filename = '') =>
    `--boundary7\r\ncontent-disposition: form-data; name="${name}"${filename && `; filename="${filename}"`}\r\n\r\n${value}\r\n`;

  test('that comes in chunks and is no form is 400', async () => {
    for (const contentType of ['application/json', 'text/plain', 'multipart/form-data']) {
      const answer = await desk.fetch('/v1/media', {
        method: 'POST',
        headers: { ...CREDENTIALS, 'content-type': contentType },
        body: new Blob(['{}']).stream(),
        duplex: 'half',
      } as RequestInit);
      expect(answer).toMatchObject({ status: 400, body: { error: { code: 400 } } });
    }
  });

  test.each(['../../a.txt', 'C:\\files\\a.txt'])('in chunks, named %s, is kept without folders', async (name) => {
    const { id, creator } = await desk.openChat();
    const form = [part('chatId', id), part('senderId', creator), part('media', 'hello', name), '--boundary7--\r\n'];
    const answer = await desk.fetch('/v1/media', {
      method: 'POST',
      headers: { ...CREDENTIALS, 'content-type': 'Multipart/Form-Data; boundary=boundary7' },
      body: new Blob(form).stream(),
      duplex: 'half',
    } as RequestInit);
    expect(answer).toMatchObject({ status: 200, body: { media: { name: 'a.txt', size: 5 } } });
  });
});
