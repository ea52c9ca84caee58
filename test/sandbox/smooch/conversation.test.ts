import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SimulatedUser } from '../../../sandbox/smooch/control/simulated-user.ts';
import { APP_ID, BASIC, startTestApi, type TestApi } from './test-api.ts';

const ID = /^[0-9a-f]{24}$/;

let api: TestApi;
let user: SimulatedUser;
let time: number;

beforeEach(async () => {
  time = 1_700_000_000_000;
  api = await startTestApi({ clock: () => time, messageLimit: 250 });
  user = api.simulator.control.createUser({ platform: 'messenger', userId: 'crm/77+a@b' });
});
afterEach(() => api.simulator.stop());

const post = (message: object, id = user.id) =>
  api.call('POST', `/appusers/${id}/messages`, { role: 'appMaker', ...message });
const say = (text: string) => post({ type: 'text', text });
const history = (query = '') => api.call('GET', `/appusers/${user.id}/messages${query}`);

describe('a message that is posted', () => {
  test('comes back with id, time, author and source, and begins the conversation', async () => {
    const { status, body } = await say('Hello');
    expect(status).toBe(201);
    expect(body.message).toMatchObject({ type: 'text', text: 'Hello', role: 'appMaker', source: { type: 'api' } });
    expect(body.message._id).toMatch(ID);
    expect(body.message.authorId).toMatch(/^[0-9a-f]+$/);
    expect(body.message.received).toBe(1_700_000_000);
    expect(body.conversation).toEqual({
      _id: expect.stringMatching(ID),
      unreadCount: 1,
      appMakerLastRead: body.message.received,
    });
  });

  test('moves when the business counts as having read, a message of the user does not', async () => {
    const first = (await say('One')).body;
    user.say('And me?');
    time += 5000;
    expect((await history()).body.conversation.appMakerLastRead).toBe(first.message.received);
    const second = (await say('Two')).body;
    expect(second.conversation.appMakerLastRead).toBe(second.message.received);
    expect(second.message.received).toBe(1_700_000_005);
  });

  test('has the picture of its author', async () => {
    expect((await say('Hello')).body.message.avatarUrl).toMatch(/^https:\/\/www\.gravatar\.com\/avatar\/0{32}\.png/);
    const { message } = (await post({ type: 'text', text: 'Hello', email: 'Ana@Example.com' })).body;
    expect(message.avatarUrl).toContain(createHash('md5').update('ana@example.com').digest('hex'));
    expect(message).not.toHaveProperty('email');
    const avatarUrl = 'https://example.com/me.png';
    expect((await post({ type: 'text', text: 'Hello', avatarUrl })).body.message.avatarUrl).toBe(avatarUrl);
  });

  test('has a currency and a page to pay on each button to buy', async () => {
    const buy = { type: 'buy', text: 'Pay', amount: 1000 };
    const [dollars, euros] = (await post({ type: 'text', text: 'Pay', actions: [buy, { ...buy, currency: 'eur' }] }))
      .body.message.actions!;
    expect(dollars).toMatchObject({ currency: 'usd', state: 'offered', uri: expect.stringMatching(/^https:/) });
    expect(euros).toMatchObject({ currency: 'eur' });
  });

  test('has ids on the fields of a form and their options, and says how many may be picked', async () => {
    const options = [{ name: 'ramen', label: 'Ramen' }];
    const fields = [
      { type: 'text', name: 'name', label: 'Your name?' },
      { type: 'select', name: 'meal', label: 'Meal?', options },
    ];
    const { message } = (await post({ type: 'form', fields })).body;
    const _id = expect.stringMatching(ID);
    expect(message.fields).toEqual([
      { ...fields[0], _id },
      { ...fields[1], _id, selectSize: 1, options: [{ ...options[0], _id }] },
    ]);
  });

  test('has an id and an empty uri on each button that opens nothing', async () => {
    const actions = [
      { type: 'postback', text: 'More', payload: 'MORE', metadata: { label: 'More of it' } },
      { type: 'link', text: 'Open', uri: 'https://example.com/' },
    ];
    const { body } = await post({ type: 'text', text: 'Choose', actions });
    expect(body.message.actions).toEqual([
      { ...actions[0], uri: '', _id: expect.stringMatching(ID) },
      { ...actions[1], _id: expect.stringMatching(ID) },
    ]);
    const others = [
      { type: 'reply', text: 'Yes', payload: 'YES' },
      { type: 'locationRequest', text: 'Where?' },
    ];
    expect((await post({ type: 'text', text: 'Choose', actions: others })).body.message.actions).toMatchObject([
      { uri: '' },
      { uri: '' },
    ]);
    const items = [{ title: 'One', actions: [{ type: 'share' }] }];
    expect((await post({ type: 'carousel', items })).body.message.items?.[0]?.actions).toMatchObject([{ uri: '' }]);
  });

  test('has ids on cards and a text made of their titles and links', async () => {
    const items = [
      {
        title: 'One & only',
        description: 'First',
        actions: [{ type: 'link', text: 'Open', uri: 'https://example.com/1?a=1&b=2' }],
      },
      { title: 'Two', actions: [{ type: 'postback', text: 'More', payload: 'MORE' }] },
    ];
    const { body } = await post({ type: 'carousel', items });
    expect(body.message.text).toBe('1. One &amp; only\nFirst\nOpen: https://example.com/1?a=1&amp;b=2\n\n2. Two\n');
    expect(body.message.items).toMatchObject([{ _id: expect.stringMatching(ID) }, { actions: [{ uri: '' }] }]);
  });

  test('without caption carries a space, and the media type its name tells', async () => {
    const { body } = await post({ type: 'image', mediaUrl: 'https://example.com/a.png?size=2' });
    expect(body.message).toMatchObject({
      text: ' ',
      mediaType: 'image/png',
      mediaUrl: 'https://example.com/a.png?size=2',
      mediaSize: 0,
    });
  });

  test('knows the size of a file that the simulator serves itself', async () => {
    const mediaUrl = api.simulator.control.addMedia('a.txt', new TextEncoder().encode('hello'));
    const { body } = await post({ type: 'file', mediaUrl });
    expect(body.message).toMatchObject({ mediaType: 'text/plain', mediaSize: 5 });
  });

  test('is received later than the one before, even within one millisecond', async () => {
    const first = await say('One');
    const second = await say('Two');
    expect(second.body.message.received).toBe(first.body.message.received + 0.001);
  });

  test('can be addressed to the id the business gave', async () => {
    expect((await post({ type: 'text', text: 'Hi' }, encodeURIComponent('crm/77+a@b'))).status).toBe(201);
    expect(user.received).toHaveLength(1);
  });

  test('goes to the channel that is named as its destination', async () => {
    user.switchTo('web');
    await post({ type: 'text', text: 'Hi', destination: { integrationType: 'messenger' } });
    expect(user.messages.at(-1)?.channel).toBe('messenger');
  });

  test('to an unknown user is 404', async () => {
    expect(await post({ type: 'text', text: 'Hi' }, 'nobody')).toMatchObject({
      status: 404,
      body: { error: { code: 'user_not_found' } },
    });
  });

  test('is refused with 423 when the conversation is full, until messages are deleted', async () => {
    for (let count = 0; count < 250; count++) await say('again');
    expect(await say('one too many')).toMatchObject({ status: 423, body: { error: { code: 'locked' } } });
    expect((await api.call('DELETE', `/appusers/${user.id}/messages`)).status).toBe(200);
    expect((await say('again')).status).toBe(201);
  });
});

describe('the history', () => {
  test('of a user without conversation is 404', async () => {
    expect(await history()).toMatchObject({ status: 404, body: { error: { code: 'conversation_not_found' } } });
  });

  test('is the newest hundred, oldest first, and links to what is older', async () => {
    for (let count = 1; count <= 120; count++) await say(`${count}`);
    const newest = (await history()).body;
    expect(newest.messages.map((message) => message.text)).toEqual(Array.from({ length: 100 }, (_, i) => `${i + 21}`));
    expect(newest.next).toBeUndefined();
    const older = await api.call('GET', newest.previous!.split(APP_ID)[1]!);
    expect(older.body.messages.map((message) => message.text)).toEqual(
      Array.from({ length: 20 }, (_, i) => `${i + 1}`),
    );
    expect(older.body.previous).toBeUndefined();
    const newer = await api.call('GET', older.body.next!.split(APP_ID)[1]!);
    expect(newer.body.messages).toEqual(newest.messages);
  });

  test('leaves out the message whose time is named', async () => {
    const times: number[] = [];
    for (const text of ['a', 'b', 'c']) times.push((await say(text)).body.message.received);
    const texts = async (query: string) => (await history(query)).body.messages.map((message) => message.text);
    expect(await texts(`?before=${times[1]}`)).toEqual(['a']);
    expect(await texts(`?after=${times[1]}`)).toEqual(['c']);
    expect(await texts(`?after=${times[2]}`)).toEqual([]);
  });

  test('leaves out the link to what is older where the settings want it', async () => {
    for (let count = 1; count <= 101; count++) await say(`${count}`);
    expect((await history()).body.previous).toBeDefined();
    api.simulator.control.settings.previousLink = false;
    expect((await history()).body.previous).toBeUndefined();
  });

  test.each(['?before=1&after=2', '?before=yesterday'])('asked with %s is 400', async (query) => {
    await say('Hello');
    expect(await history(query)).toMatchObject({ status: 400, body: { error: { code: 'bad_request' } } });
  });

  test('does not have a deleted message any more', async () => {
    const { _id } = (await say('One')).body.message;
    await say('Two');
    expect((await api.call('DELETE', `/appusers/${user.id}/messages/${_id}`)).status).toBe(200);
    expect((await history()).body.messages.map((message) => message.text)).toEqual(['Two']);
    expect((await api.call('DELETE', `/appusers/${user.id}/messages/${_id}`)).status).toBe(404);
  });
});

describe('activities', () => {
  const activity = (body: object) => api.call('POST', `/appusers/${user.id}/conversation/activity`, body);

  test('need a conversation', async () => {
    expect((await activity({ role: 'appMaker', type: 'typing:start' })).status).toBe(404);
    expect((await api.call('POST', `/appusers/${user.id}/conversation/read`)).status).toBe(404);
  });

  test('begin a conversation where the settings want it', async () => {
    api.simulator.control.settings.typingWithoutConversation = 'create';
    expect(await activity({ role: 'appMaker', type: 'typing:start' })).toMatchObject({
      status: 200,
      body: { conversation: { _id: expect.stringMatching(ID), unreadCount: 0 } },
    });
  });

  test('of typing are told to who watches', async () => {
    user.say('Hi');
    const seen: string[] = [];
    api.simulator.control.events.on('activity', ({ userId, type }) => seen.push(`${userId === user.id} ${type}`));
    expect(await activity({ role: 'appMaker', type: 'typing:start' })).toMatchObject({
      status: 200,
      body: { conversation: { unreadCount: 0 } },
    });
    await activity({ role: 'appMaker', type: 'typing:stop', name: 'Bot' });
    expect(seen).toEqual(['true typing:start', 'true typing:stop']);
  });

  test('of reading set the count of unread messages to nothing', async () => {
    await say('One');
    const read = await activity({ role: 'appUser', type: 'conversation:read' });
    expect(read.body.conversation).toMatchObject({ unreadCount: 0, appUserLastRead: 1_700_000_000 });
    expect((await say('Two')).body.conversation.unreadCount).toBe(1);
    expect((await api.call('POST', `/appusers/${user.id}/conversation/read`)).status).toBe(200);
    expect((await say('Three')).body.conversation.unreadCount).toBe(1);
  });

  test('of the business reading are kept', async () => {
    user.say('Hi');
    const { body } = await activity({ role: 'appMaker', type: 'conversation:read' });
    expect(body.conversation.appMakerLastRead).toBe(1_700_000_000);
  });

  test.each([
    { role: 'appMaker', type: 'typing:end' },
    { role: 'appUser', type: 'typing:start' },
    { type: 'typing:start' },
  ])('like %j are refused', async (body) => {
    user.say('Hi');
    expect((await activity(body)).status).toBe(400);
  });
});

test('an answer has the headers that were recorded', async () => {
  const response = await fetch(`${api.simulator.url}/v1.1/apps/${APP_ID}/appusers/${user.id}`, {
    headers: { authorization: BASIC },
  });
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(response.headers.get('access-control-expose-headers')).toBe('Retry-After');
  const refused = await fetch(`${api.simulator.url}/v1.1/apps/${APP_ID}/appusers/${user.id}`);
  expect([refused.status, refused.headers.get('content-type')]).toEqual([401, 'application/json; charset=utf-8']);
});

test('a path that does not exist is 404 in the shape of the API', async () => {
  expect(await api.call('GET', '/nothing')).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } });
});
