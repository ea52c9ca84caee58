import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DeskClient, startDesk } from './desk-client.ts';

let desk: DeskClient;

beforeEach(async () => {
  desk = await startDesk();
});
afterEach(() => desk.simulator.stop());

const history = [
  { sender: 'u_someone', message: 'hi', created: 1_699_999_000 },
  { sender: 'assistant', message: '<b>Hello!</b>', created: 1_699_999_001 },
];

describe('opening a chat', () => {
  test('gives it back waiting, with numbers for room and source', async () => {
    const { id } = await desk.signUp('smooch-a-b');
    const { status, body } = await desk.call('POST', '/chats/', {
      creator: id,
      room: 1,
      source: 3,
      lang: 'en',
      history,
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      chat: {
        id: expect.stringMatching(/^c_/),
        creator: id,
        room: 1,
        source: 3,
        lang: 'en',
        externalId: null,
        status: 'waiting',
        inQueue: false,
        users: [id],
        created: expect.any(Number),
        closed: null,
      },
    });
    expect((await desk.call('GET', `/chats/${body.chat.id}`)).body).toEqual(body);
    expect(desk.control.chat(body.chat.id)).toMatchObject({ externalId: 'smooch-a-b', history });
  });

  test('makes numbers of digits in quotes, and has a source and no language by default', async () => {
    expect(await desk.openChat({ room: '1', source: '4' })).toMatchObject({ room: 1, source: 4 });
    expect(await desk.openChat({ source: undefined, lang: null })).toMatchObject({ source: 3, lang: null });
  });

  test('is refused while the creator has one that is open', async () => {
    const { creator, id } = await desk.openChat();
    const second = () => desk.call('POST', '/chats/', { creator, room: 1, source: 3 });
    expect(await second()).toEqual({ status: 400, body: { error: { code: 400, message: 'User already has a chat' } } });
    desk.control.configure({ rules: { secondChatCode: 409 } });
    expect((await second()).body.error.code).toBe(409);
    await desk.call('DELETE', `/chats/${id}`);
    expect((await second()).status).toBe(200);
  });

  test('is refused for an unknown user or room and for a history that is not one', async () => {
    const creator = (await desk.signUp('x')).id;
    const refusal = async (body: object) => {
      const answer = await desk.call('POST', '/chats', { creator, room: 1, ...body });
      return [answer.status, answer.body.error.message];
    };
    expect(await refusal({ creator: 'u_none' })).toEqual([404, 'User not found']);
    expect(await refusal({ room: 9 })).toEqual([400, 'Room not found']);
    expect(await refusal({ room: 'one' })).toEqual([400, expect.stringContaining('room')]);
    expect(await refusal({ history: [{ sender: 'assistant', created: 1 }] })).toEqual([
      400,
      expect.stringContaining('history.0.message'),
    ]);
    const inMilliseconds = [{ sender: 'assistant', message: 'x', created: Date.now() }];
    expect(await refusal({ history: inMilliseconds })).toEqual([400, 'history.0.created: must be in seconds']);
    expect(desk.control.chats()).toEqual([]);
  });
});

describe('a chat', () => {
  test('is listed while it is open', async () => {
    const list = async (query = '') => (await desk.call('GET', `/chats/${query}`)).body.chats.map(({ id }) => id);
    expect(await list()).toEqual([]);
    const [first, second] = [await desk.openChat(), await desk.openChat()];
    await desk.call('DELETE', `/chats/${first.id}`);
    expect(await list()).toEqual([second.id]);
    expect(await list('?status=closed')).toEqual([first.id]);
    expect(await list('?status=all')).toEqual([first.id, second.id]);
    expect(await list('?status=active')).toEqual([]);
  });

  test('may say its source in quotes, and 1 for being queued', async () => {
    desk.control.configure({ queue: { active: true }, wire: { source: 'string', inQueue: 'number' } });
    const chat = await desk.openChat();
    expect(chat).toMatchObject({ source: '3', inQueue: 1 });
    await desk.call('DELETE', `/chats/${chat.id}`);
    expect((await desk.call('GET', `/chats/${chat.id}`)).body.chat).toMatchObject({ source: '3', inQueue: 0 });
  });

  test('is changed, and has members', async () => {
    const { id, creator } = await desk.openChat();
    expect((await desk.call('PUT', `/chats/${id}`, { externalId: 'x-1' })).body.chat).toMatchObject({
      externalId: 'x-1',
      lang: 'en',
    });
    expect((await desk.call('POST', `/chats/${id}/join`, { userId: 'u_carla' })).status).toBe(200);
    expect((await desk.call('POST', `/chats/${id}/join`, { userId: 'u_carla' })).status).toBe(400);
    expect((await desk.call('GET', `/chats/${id}`)).body.chat).toMatchObject({
      status: 'active',
      users: [creator, 'u_carla'],
    });
    expect((await desk.call('GET', `/chats/${id}/users`)).body.users.map((user) => user.id)).toEqual([
      creator,
      'u_carla',
    ]);
    expect((await desk.call('PUT', `/chats/${id}/leave`, { userId: 'u_carla' })).status).toBe(200);
    expect((await desk.call('PUT', `/chats/${id}/leave`, { userId: 'u_carla' })).status).toBe(403);
    expect((await desk.call('GET', `/chats/${id}`)).body.chat).toMatchObject({ status: 'waiting', users: [creator] });
  });

  test('takes what was said before it later on, too, and gives out all of it', async () => {
    const { id, creator } = await desk.openChat({ history });
    const later = { sender: 'assistant', message: 'later', created: 1_700_000_000, type: 'text' };
    expect((await desk.call('POST', `/chats/${id}/history`, { history: [later] })).status).toBe(200);
    await desk.call('POST', `/chats/${id}/messages`, { sender: creator, message: 'I said "hi", twice' });
    const all = [...history, later, expect.objectContaining({ sender: creator, message: 'I said "hi", twice' })];
    expect((await desk.call('GET', `/chats/${id}/history`)).body.history).toEqual(all);
    const csv = (await desk.call('GET', `/chats/${id}/history?format=csv`)).body as unknown as string;
    expect(csv.split('\n')).toHaveLength(5);
    expect(csv).toContain(`"${creator}","I said ""hi"", twice"`);
  });
});

describe('a message', () => {
  test('of the user is taken and listed, before and after an agent came', async () => {
    const { id, creator } = await desk.openChat();
    const post = (message: string) =>
      desk.call('POST', `/chats/${id}/messages`, { chatId: id, sender: creator, message });
    const { status, body } = await post('hello <there> & co');
    expect([status, body]).toEqual([
      200,
      {
        message: {
          id: expect.stringMatching(/^m_/),
          chat: id,
          sender: creator,
          type: 'text',
          message: 'hello <there> & co',
          created: expect.any(Number),
        },
      },
    ]);
    desk.control.agent('u_carla').join(id);
    expect((await post('')).status).toBe(200);
    const { messages } = (await desk.call('GET', `/chats/${id}/messages/`)).body;
    expect(messages.map(({ message }) => message)).toEqual(['hello <there> & co', '']);
    expect(messages[0]).toEqual(body.message);
  });

  test('is refused from somebody who is not in the chat, and for another chat than it says', async () => {
    const [ana, ben] = [await desk.openChat(), await desk.openChat()];
    const post = (body: object) => desk.call('POST', `/chats/${ana.id}/messages`, { message: 'x', ...body });
    expect((await post({ sender: ben.creator })).status).toBe(403);
    expect((await post({ sender: 'u_carla' })).status).toBe(403);
    expect((await post({ sender: 'u_none' })).status).toBe(404);
    expect((await post({ sender: ana.creator, chatId: ben.id })).status).toBe(400);
    expect((await post({})).status).toBe(400);
    expect((await post({ sender: ana.creator, message: { text: 'x' } })).status).toBe(400);
    expect(desk.control.chat(ana.id).messages).toEqual([]);
  });

  test('is refused by a chat that is over, from either side', async () => {
    const { id, creator } = await desk.openChat();
    const carla = desk.control.agent('u_carla');
    carla.join(id);
    carla.close(id);
    const answer = await desk.call('POST', `/chats/${id}/messages`, { sender: creator, message: 'still there?' });
    expect(answer).toEqual({ status: 400, body: { error: { code: 400, message: 'The chat is closed' } } });
    expect(() => carla.say(id, 'one more thing')).toThrow('The chat is closed');
    const file = new File(['x'], 'x.txt');
    expect((await desk.upload({ chatId: id, senderId: creator, file })).status).toBe(400);
    expect((await desk.call('POST', `/chats/${id}/join`, { userId: 'u_carla' })).status).toBe(400);
    expect((await desk.call('POST', `/chats/${id}/toinbox`)).status).toBe(400);
    expect((await desk.call('POST', '/invitations', { chatId: id, userId: 'u_carla' })).status).toBe(400);
    expect(() => desk.control.saySystem(id, 'x')).toThrow('The chat is closed');
  });

  test('is marked as read', async () => {
    const { id, creator } = await desk.openChat();
    const { message } = (await desk.call('POST', `/chats/${id}/messages`, { sender: creator, message: 'x' })).body;
    expect((await desk.call('PUT', `/messages/${message.id}/read`, { userId: 'u_carla' })).status).toBe(200);
    expect((await desk.call('PUT', `/messages/${message.id}/read`)).status).toBe(200);
    expect((await desk.call('PUT', '/messages/m_none/read')).status).toBe(404);
    expect(desk.control.chat(id).messages[0]?.readBy).toEqual(['u_carla', creator]);
  });
});

describe('a file', () => {
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 255]);

  test('of the user becomes a message and is served byte by byte, with headers or query', async () => {
    const { id, creator } = await desk.openChat();
    const upload = await desk.upload({ chatId: id, senderId: creator, file: new File([png], 'Fée 1.PNG') });
    const { media } = upload.body;
    expect(media).toEqual({
      id: expect.any(String),
      url: `/media/${media.id}`,
      type: 'image/png',
      name: 'Fée 1.PNG',
      size: 6,
    });
    expect((await desk.call('GET', `/chats/${id}/messages`)).body.messages).toMatchObject([
      {
        id: media.id,
        type: 'media',
        sender: creator,
        message: { url: `/media/${media.id}`, type: 'image/png', name: 'Fée 1.PNG', size: 6 },
      },
    ]);
    const response = await fetch(`${desk.simulator.url}/v1${media.url}?appId=gAbSandbox&secret=the-secret-of-the-desk`);
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(png);
    expect((await desk.call('GET', media.url)).status).toBe(200);
  });

  test('of a forbidden type is refused, for users and agents by their own lists', async () => {
    const { id, creator } = await desk.openChat();
    const exe = { chatId: id, senderId: creator, file: new File(['MZ'], 'setup.exe') };
    expect(await desk.upload(exe)).toEqual({
      status: 403,
      body: { error: { code: 403, message: 'File type is not allowed' } },
    });
    expect((await desk.upload({ ...exe, file: new File(['x'], 'noextension') })).status).toBe(403);
    desk.control.configure({ media: { agentExtensions: ['exe'] } });
    const carla = desk.control.agent('u_carla');
    carla.join(id);
    expect((await desk.upload(exe)).status).toBe(403);
    expect((await desk.upload({ ...exe, senderId: 'u_carla' })).status).toBe(200);
    expect(() => carla.sendFile(id, { name: 'a.png', bytes: png })).toThrow('File type is not allowed');
    expect(desk.control.chat(id).messages).toHaveLength(1);
  });

  test('that is too large is refused', async () => {
    desk.control.configure({ media: { limitBytes: 10 } });
    const { id, creator } = await desk.openChat();
    const upload = (bytes: number) =>
      desk.upload({ chatId: id, senderId: creator, file: new File([new Uint8Array(bytes)], 'a.txt') });
    expect((await upload(10)).status).toBe(200);
    expect(await upload(11)).toEqual({ status: 413, body: { error: { code: 413, message: 'File is too large' } } });
    expect((await upload(100_000)).status).toBe(413);
  });

  test('needs chatId, senderId and media, in a form', async () => {
    const { id, creator } = await desk.openChat();
    const file = new File(['x'], 'a.txt');
    expect((await desk.upload({ senderId: creator, file })).body.error.message).toBe('chatId: must be set');
    expect((await desk.upload({ chatId: id, file })).body.error.message).toBe('senderId: must be set');
    expect((await desk.upload({ chatId: id, senderId: creator })).body.error.message).toBe('media: must be a file');
    expect((await desk.upload({ chatId: 'c_none', senderId: creator, file })).status).toBe(404);
    expect((await desk.upload({ chatId: id, senderId: 'u_david', file })).status).toBe(403);
    expect((await desk.call('POST', '/media/', { chatId: id })).status).toBe(400);
  });

  test('may have an address without leading slash', async () => {
    desk.control.configure({ wire: { mediaUrl: 'bare' } });
    const { id, creator } = await desk.openChat();
    const { media } = (await desk.upload({ chatId: id, senderId: creator, file: new File(['x'], 'a.txt') })).body;
    expect(media.url).toBe(`media/${media.id}`);
    expect((await fetch(desk.control.addMedia('b.png', png), { headers: { 'x-hyper-appid': 'x' } })).status).toBe(401);
  });

  test('of an agent may say another type than its name', async () => {
    const { id } = await desk.openChat();
    const carla = desk.control.agent('u_carla');
    carla.join(id);
    const sent = carla.sendFile(id, { name: 'photo.png', bytes: png, type: 'image/x-odd' });
    expect(sent.file).toEqual({ name: 'photo.png', type: 'image/x-odd', size: 6 });
    expect((await desk.call('GET', `/chats/${id}/messages`)).body.messages[0]?.message).toMatchObject({
      type: 'image/x-odd',
    });
  });
});

describe('closing', () => {
  test('without a user is the desk, with one it is them', async () => {
    const [first, second] = [await desk.openChat(), await desk.openChat()];
    expect(await desk.call('DELETE', `/chats/${first.id}`)).toEqual({ status: 200, body: { success: true } });
    await desk.call('DELETE', `/chats/${second.id}?userId=${second.creator}`);
    expect(desk.control.chat(first.id)).toMatchObject({
      status: 'closed',
      closedBy: 'system',
      closed: expect.any(Number),
    });
    expect(desk.control.chat(second.id)).toMatchObject({ status: 'closed', closedBy: second.creator });
    expect((await desk.call('GET', `/chats/${first.id}`)).body.chat).toMatchObject({ status: 'closed' });
  });

  test('by somebody who does not exist is refused', async () => {
    const { id } = await desk.openChat();
    expect((await desk.call('DELETE', `/chats/${id}?userId=u_none`)).status).toBe(404);
    expect(desk.control.chat(id).status).toBe('waiting');
  });

  test('what is closed is an error, or a success that changes nothing', async () => {
    const { id, creator } = await desk.openChat();
    await desk.call('DELETE', `/chats/${id}`);
    expect(await desk.call('DELETE', `/chats/${id}`)).toEqual({
      status: 400,
      body: { error: { code: 400, message: 'The chat is closed' } },
    });
    desk.control.configure({ rules: { closeOfClosed: 'success' } });
    expect(await desk.call('DELETE', `/chats/${id}?userId=${creator}`)).toEqual({
      status: 200,
      body: { success: true },
    });
    expect(desk.control.chat(id).closedBy).toBe('system');
  });
});
