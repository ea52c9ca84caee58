import { describe, expect, test } from 'vitest';
import { type DeskStandOptions, registerDeskWebhook, startDeskStand } from '../support/desk-stand.ts';
import { CARLA_JOINED, CREATING } from './phrases.ts';
import { openChatElsewhere } from './post-to-desk.ts';
import { type Visitor, visitorOf } from './visitor.ts';

async function start(options: DeskStandOptions = {}) {
  const stand = await startDeskStand(options);
  const ana = visitorOf(stand);
  const bodyOf = (endpoint: string) => stand.desk.control.journal.listRaw({ endpoint }).at(-1)?.body;
  return { stand, ana, bodyOf };
}

/** From the yes on, what is asked of HyperChat. */
async function callsAfterYes({ stand, ana }: Awaited<ReturnType<typeof start>>): Promise<string[]> {
  await ana.says('I want to talk to a human');
  const before = stand.deskCalls().length;
  expect(await ana.presses('Yes')).toEqual([CREATING]);
  return stand.deskCalls().slice(before);
}

describe('without a queue', () => {
  test('the chat is created in its room and an agent is looked for', async () => {
    const { stand, ana, bodyOf } = await start();
    await ana.opensChat();
    const { creator } = ana.chat();
    expect(bodyOf('create-chat')).toEqual({
      creator,
      room: 1,
      source: 3,
      lang: 'en',
      history: [
        { sender: creator, message: 'I want to talk to a human', created: expect.any(Number) },
        { sender: 'assistant', message: 'Of course. I can ask one of my colleagues.', created: expect.any(Number) },
      ],
    });
    expect(stand.deskCalls().filter((call) => call === 'assign')).toHaveLength(1);
    expect(ana.chat()).toMatchObject({ status: 'waiting', inQueue: false, invited: expect.any(String) });
  });

  test('every call carries the app id and the secret', async () => {
    const { stand, ana } = await start();
    await ana.meetsCarla();
    await ana.says('Hello');
    const calls = stand.desk.control.journal.listRaw();
    const credentials = calls.map(({ headers }) => [headers['x-hyper-appid'], headers['x-hyper-secret']]);
    expect(new Set(credentials.map(String))).toEqual(new Set(['desk-app-of-the-test,desk-secret-of-the-test']));
  });

  test('the language of the agents may be another one', async () => {
    const { ana } = await start({ chat: { lang: 'es' } });
    await ana.opensChat();
    expect(ana.chat().lang).toBe('es');
  });

  test('nothing is tracked before an agent accepts', async () => {
    const { stand, ana } = await start();
    const { id } = await ana.opensChat();
    expect(stand.tracked()).toEqual([]);
    const agent = stand.desk.control.agent(ana.chat().invited ?? '');
    await ana.sees(() => agent.accept(id));
    const value = { chatId: id, appId: 'desk-app-of-the-test', region: 'eu' };
    expect(stand.tracked()).toEqual([['CHAT_ATTENDED', value]]);
  });
});

test('with a queue nobody is looked for: the desk does that by itself', async () => {
  const started = await start({ desk: { queueActive: true } });
  expect(await callsAfterYes(started)).not.toContain('assign');
  expect(started.ana.chat()).toMatchObject({ status: 'waiting', inQueue: true });
});

describe('a chat that is still open is gone on with', () => {
  /** The desk has a chat of this user that the connector knows nothing about. */
  async function startWithChat(place: { room?: number; source?: number } = {}, options: DeskStandOptions = {}) {
    const started = await start(options);
    const chatId = await openChatElsewhere(started.stand, started.ana.externalId, place);
    return { ...started, chatId };
  }

  test('a waiting one is assigned', async () => {
    const started = await startWithChat();
    const calls = await callsAfterYes(started);
    expect(calls).not.toContain('create-chat');
    expect(calls).toContain('assign');
    expect(started.ana.chats()).toHaveLength(1);
    expect(started.ana.chat().invited).toBeDefined();
  });

  test('a waiting one in a queue is left to the desk', async () => {
    // No webhook: its event about the queue would mark the chat as on.
    const started = await startWithChat({}, { desk: { queueActive: true }, webhook: false });
    const calls = await callsAfterYes(started);
    expect(calls).not.toContain('create-chat');
    expect(calls).not.toContain('assign');
  });

  test('an active one is on at once, and counts as attended', async () => {
    const { stand, ana, chatId } = await startWithChat();
    stand.carla.join(chatId);
    await ana.opensChat();
    expect(stand.tracked()).toEqual([['CHAT_ATTENDED', { chatId, appId: 'desk-app-of-the-test', region: 'eu' }]]);
    expect(await ana.says('There I am again')).toEqual([]);
    expect(ana.said()).toEqual(['There I am again']);
    expect(await ana.sees(() => stand.carla.say(chatId, 'Welcome back'))).toContain('Welcome back');
    expect(stand.tracked()).toHaveLength(1);
  });

  const everywhere = { rooms: [1, 2], capacity: 20, online: true };
  const agents = ['u_carla', 'u_marco'].map((id) => ({ id, name: id, ...everywhere }));

  test.each([false, true])('one that agents moved to another room is joined (queue: %s)', async (queueActive) => {
    const { stand, ana, chatId } = await startWithChat({ room: 2 }, { desk: { queueActive, agents }, webhook: false });
    await registerDeskWebhook(stand.desk, stand.connector.url);
    await ana.says('I want to talk to a human');
    expect(await ana.presses('Yes')).toEqual([CREATING]);
    expect(ana.chats().map(({ id }) => id)).toEqual([chatId]);
    expect(stand.deskCalls().filter((call) => call === 'assign')).toHaveLength(queueActive ? 0 : 1);
    await ana.says('Here I am');
    expect(ana.said()).toEqual(['Here I am']);
    stand.desk.control.agent('u_carla').join(chatId);
    expect(await ana.sees(() => stand.carla.say(chatId, 'Welcome back'))).toContain('Welcome back');
  });

  test('one that was joined is not closed when nobody can be looked for', async () => {
    const { stand, ana, chatId } = await startWithChat({ room: 2 });
    const effect = { kind: 'respond', status: 403, body: { error: { code: 403, message: 'Not today' } } } as const;
    stand.desk.control.faults.add({ endpoint: 'assign', effect, times: 'always' });
    await ana.says('I want to talk to a human');
    expect(await ana.presses('Yes')).toEqual([CREATING, 'There was an error joining the chat']);
    expect(ana.chats().map(({ id, status }) => [id, status])).toEqual([[chatId, 'waiting']]);
  });

  test('one of another source is not ours, and left alone', async () => {
    const { ana, chatId } = await startWithChat({ source: 7 });
    await ana.says('I want to talk to a human');
    expect(await ana.presses('Yes')).toEqual([CREATING, 'There was an error joining the chat']);
    expect(ana.chats().map(({ id, status }) => [id, status])).toEqual([[chatId, 'waiting']]);
  });

  test('one that has ended does not count', async () => {
    const { stand, ana } = await startWithChat({}, { desk: { settings: { wire: { userChats: 'all' } } } });
    stand.desk.control.closeChat(ana.chat().id, 'system');
    await ana.opensChat();
    expect(ana.chats().map(({ status }) => status)).toEqual(['closed', 'waiting']);
  });

  test('the desk learns the newest about the user', async () => {
    const { stand, ana } = await startWithChat();
    expect(await ana.says('call back')).toContain(CREATING);
    const user = stand.desk.control.users().find(({ externalId }) => externalId === ana.externalId);
    expect(user?.extraInfo).toMatchObject({ INQUIRY: 'Please call me back', channel: 'web' });
  });
});

test('a second chat later is another one', async () => {
  const { stand, ana } = await start();
  const { id } = await ana.meetsCarla();
  await ana.sees(() => stand.carla.close(id));
  const second = await ana.meetsCarla();
  expect(second.id).not.toBe(id);
  expect(ana.seen().filter((text) => text === CARLA_JOINED)).toHaveLength(2);
  expect(stand.desk.control.users().filter(({ externalId }) => externalId === ana.externalId)).toHaveLength(1);
});

test('two users have two chats', async () => {
  const { stand, ana } = await start();
  const ben: Visitor = visitorOf(stand);
  const [first, second] = [await ana.meetsCarla(), await ben.meetsCarla()];
  await ana.says('I am Ana');
  await ben.says('I am Ben');
  expect([ana.said(), ben.said()]).toEqual([['I am Ana'], ['I am Ben']]);
  expect(await ben.sees(() => stand.carla.say(first.id, 'Hello Ana'))).toEqual([]);
  expect(await ana.sees(() => stand.carla.say(second.id, 'Hello Ben'))).toEqual([]);
  expect([ana.seen().at(-1), ben.seen().at(-1)]).toEqual(['Hello Ana', 'Hello Ben']);
});
