import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PageState, Phone } from '../../../sandbox/page/protocol/page-protocol.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { openPage, type PageClient } from './page-client.ts';

let client: PageClient;
beforeAll(async () => {
  client = await openPage();
});
afterAll(() => client.stop());

const state = () => client.get<PageState>('/api/page/state');

describe('what a window finds when it opens', () => {
  test('a user on Messenger, a connector that is ready, and scenarios', async () => {
    const { phones, connector, scenarios, playing } = await state();
    expect(phones).toMatchObject([{ channel: 'messenger', name: 'Ana' }]);
    expect(connector).toMatchObject({ status: 'ready', url: client.stand.connector.url, open: 0, warnings: [] });
    expect(scenarios.length).toBeGreaterThan(5);
    expect(playing).toBeUndefined();
  });

  test('what each simulator offers, under the page’s own address', async () => {
    const own = { smooch: 'POST /users/:id/actions', chatbot: 'GET /knowledge', hyperchat: 'GET /agents' };
    for (const [system, operation] of Object.entries(own)) {
      const { operations } = await client.get<{ operations: string[] }>(`/api/${system}`);
      expect(operations).toEqual(expect.arrayContaining(['POST /faults', operation]));
    }
    const agents = await client.get<{ id: string }[]>('/api/hyperchat/agents');
    expect(agents.map(({ id }) => id)).toEqual(['u_carla', 'u_marco']);
  });

  test('a page, or how to build it', async () => {
    const response = await client.send('GET', '/');
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('<!doctype html>');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
  });

  test('a sentence where there is nothing', async () => {
    const missing = await client.send('GET', '/api/page/nothing');
    expect([missing.status, await missing.json()]).toEqual([404, { error: 'There is nothing at this path.' }]);
  });
});

describe('whoever is not the page itself', () => {
  /** With headers that `fetch` does not let one set. */
  const statusWith = (headers: Record<string, string>, path = '/api/page/state', method = 'GET') =>
    new Promise<number | undefined>((resolve, reject) => {
      const { port } = new URL(client.page.url);
      const call = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      call.on('error', reject).end();
    });
  const own = () => new URL(client.page.url).host;

  test('is let in as the page, or as a program on this machine', async () => {
    expect(await statusWith({})).toBe(200);
    expect(await statusWith({ host: own(), origin: `http://${own()}`, 'sec-fetch-site': 'same-origin' })).toBe(200);
    const named = own().replace('127.0.0.1', 'localhost');
    expect(await statusWith({ host: named, origin: `http://${named}` })).toBe(200);
  });

  test.each([
    ['a name that points to this machine', () => ({ host: `evil.example:${new URL(client.page.url).port}` })],
    ['another port of this machine', () => ({ host: '127.0.0.1:1' })],
    ['another site', () => ({ host: own(), origin: 'https://evil.example' })],
    ['no site in particular', () => ({ host: own(), origin: 'null' })],
    ['a picture in another site', () => ({ host: own(), 'sec-fetch-site': 'cross-site' })],
    ['another server of this machine', () => ({ host: own(), 'sec-fetch-site': 'same-site' })],
  ])('is refused as %s', async (_who, headers) => {
    expect(await statusWith(headers())).toBe(403);
    expect(await statusWith(headers(), '/api/hyperchat/queue', 'PUT')).toBe(403);
  });
});

describe('phones', () => {
  test('are opened on any channel, talk with the bot, and are taken off the page', async () => {
    const opened = await client.send('POST', '/api/page/phones', { channel: 'whatsapp', name: 'Wanda' });
    expect(opened.status).toBe(201);
    const { userId } = (await opened.json()) as Phone;
    expect((await state()).phones.at(-1)).toMatchObject({ userId, channel: 'whatsapp', name: 'Wanda' });
    await client.send('POST', `/api/smooch/users/${userId}/actions`, { do: 'text', text: 'hello' });
    const [answer] = await client.stand.smooch.control.waitForMessages(userId, 1);
    expect(answer?.text).toContain('Hello!');
    await client.send('DELETE', `/api/page/phones/${userId}`);
    expect((await state()).phones.map((phone) => phone.userId)).not.toContain(userId);
    expect(client.stand.smooch.control.user(userId).messages).toHaveLength(2);
  });

  test('of users who are deleted are gone, and each has a name of its own', async () => {
    const open = async () =>
      (await (await client.send('POST', '/api/page/phones', { channel: 'web' })).json()) as Phone;
    const [one, other] = [await open(), await open()];
    expect(one.name).not.toBe(other.name);
    await client.send('DELETE', `/api/smooch/users/${one.userId}`);
    const ids = (await state()).phones.map(({ userId }) => userId);
    expect([ids.includes(one.userId), ids.includes(other.userId)]).toEqual([false, true]);
  });

  test('that scenarios opened are closed together, and no others', async () => {
    const { phones } = client.page;
    const own = phones.open('web');
    const played = phones.openForScenario('web');
    expect((await state()).phones.find(({ userId }) => userId === played.userId)?.played).toBe(true);
    await client.send('POST', '/api/page/phones/close-played');
    const ids = (await state()).phones.map(({ userId }) => userId);
    expect([ids.includes(own.userId), ids.includes(played.userId)]).toEqual([true, false]);
  });

  test('on a channel that is not there are refused with a sentence', async () => {
    const refused = await client.send('POST', '/api/page/phones', { channel: 'pigeon' });
    expect(refused.status).toBe(400);
    expect(((await refused.json()) as { error: string }).error).toContain('channel');
  });
});

describe('all windows', () => {
  test('are told what to read anew', async () => {
    const windows = await Promise.all([client.listen(), client.listen()]);
    const phone = (await (await client.send('POST', '/api/page/phones', { channel: 'web' })).json()) as Phone;
    client.stand.smooch.control.user(phone.userId).say('hello');
    await client.send('PUT', '/api/chatbot/contents/Tides', { phrases: ['tides'], answer: 'High at noon.' });
    await client.send('POST', '/api/hyperchat/agents/u_marco/actions', { do: 'logout' });
    for (const { told, close } of windows) {
      const events = () => new Set(told.map(({ event }) => event));
      await waitUntil('everything is told', () => events().size >= 5);
      expect([...events()].sort()).toEqual(['desk', 'knowledge', 'state', 'user', 'wire']);
      expect(told).toContainEqual({ event: 'user', userId: phone.userId });
      close();
    }
  });

  test('hear that the typing is over when the message it was for has come, however soon', async () => {
    const { told, close } = await client.listen();
    const phone = (await (await client.send('POST', '/api/page/phones', { channel: 'web' })).json()) as Phone;
    client.stand.smooch.control.user(phone.userId).say('hello');
    const typing = () =>
      told.flatMap((news) => (news.event === 'user' && news.typing !== undefined ? [news.typing] : []));
    await waitUntil('the bot has answered', () => client.stand.smooch.control.user(phone.userId).received.length > 0);
    await waitUntil('the typing is over', () => typing().at(-1) === false);
    close();
  });

  test('are told at once when an agent comes or goes, also from the terminal or a scenario', async () => {
    const { told, close } = await client.listen();
    const tellings = (): number => told.filter(({ event }) => event === 'desk').length;
    const agent = client.stand.desk.control.agent('u_carla');
    for (const act of [agent.logout, agent.login]) {
      const before = tellings();
      act();
      await waitUntil('it is told', () => tellings() > before);
    }
    close();
  });
});

test('a reset of anything else than contents or everything is refused with a sentence', async () => {
  const refused = await client.send('POST', '/api/page/reset', { what: 'the world' });
  expect(refused.status).toBe(400);
  expect(((await refused.json()) as { error: string }).error).toContain('what');
});

test('a file of a chat can be looked at without the desk’s credentials', async () => {
  const { desk } = client.stand;
  const missing = await client.send('GET', '/api/page/desk-media/nothing');
  expect(missing.status).toBe(404);
  const user = client.stand.smooch.control.createUser({ platform: 'web' });
  const heard = async (count: number) => client.stand.smooch.control.waitForMessages(user.id, count);
  desk.control.agent('u_carla').login();
  user.say('I want to talk to a human');
  const question = (await heard(2)).at(-1)!;
  user.click(question._id, 'Yes');
  const { chatId, agentId } = await desk.control.waitForInvitation();
  desk.control.agent(agentId).accept(chatId);
  const send = async (name: string, type: string) => {
    const { id } = desk.control.agent(agentId).sendFile(chatId, { name, bytes: new TextEncoder().encode(name), type });
    const file = await client.send('GET', `/api/page/desk-media/${id}`);
    return [await file.text(), file.headers.get('content-disposition')];
  };
  expect(await send('a bike.png', 'image/png')).toEqual(['a bike.png', "inline; filename*=UTF-8''a%20bike.png"]);
  // What a browser could run is saved and never opened.
  expect(await send('map.pdf', 'application/pdf')).toEqual(['map.pdf', "attachment; filename*=UTF-8''map.pdf"]);
});
