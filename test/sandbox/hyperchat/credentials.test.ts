import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { APP_ID, CREDENTIALS, type DeskClient, SECRET, startDesk } from './desk-client.ts';

let desk: DeskClient;

beforeEach(async () => {
  desk = await startDesk();
});
afterEach(() => desk.simulator.stop());

const appIdOnly = { 'x-hyper-appid': APP_ID };

describe('credentials', () => {
  test.each([
    ['GET', '/settings/'],
    ['GET', '/agents/available?roomIds=1'],
    ['GET', '/agents/online?roomId=1'],
    ['GET', `/apps/${APP_ID}/validate`],
  ])('%s %s needs only the app id', async (method, path) => {
    expect((await desk.call(method, path, undefined, appIdOnly)).status).toBe(200);
    expect((await desk.call(method, path)).status).toBe(200);
  });

  test('signing up and an agent logging in need only the app id', async () => {
    expect((await desk.call('POST', '/users', { name: 'Ana' }, appIdOnly)).status).toBe(200);
    expect((await desk.call('POST', '/agents/login', { agentId: 'u_carla' }, appIdOnly)).status).toBe(200);
  });

  test.each([
    ['GET', '/users/?externalId=x'],
    ['GET', '/users/u_carla'],
    ['PUT', '/users/u_carla'],
    ['GET', '/chats/'],
    ['POST', '/chats/'],
    ['GET', '/chats/x/assign'],
    ['POST', '/chats/x/messages'],
    ['DELETE', '/chats/x'],
    ['POST', '/media/'],
    ['GET', '/media/x'],
    ['GET', '/agents/'],
    ['POST', '/agents/logout'],
    ['PUT', '/settings/'],
    ['GET', '/webhooks/'],
    ['GET', '/nowhere'],
  ])('%s %s needs the secret', async (method, path) => {
    expect(await desk.call(method, path, undefined, appIdOnly)).toEqual({
      status: 401,
      body: { error: { code: 401, message: 'The secret is missing' } },
    });
  });

  test('that are wrong or missing are refused, also where less would do', async () => {
    const wrongApp = { ...CREDENTIALS, 'x-hyper-appid': 'other' };
    expect((await desk.call('GET', '/settings', undefined, wrongApp)).body.error.message).toBe(
      'Unknown application id',
    );
    expect((await desk.call('GET', '/settings', undefined, {})).status).toBe(401);
    const wrongSecret = { ...CREDENTIALS, 'x-hyper-secret': 'other' };
    expect((await desk.call('GET', '/settings', undefined, wrongSecret)).body.error).toEqual({
      code: 401,
      message: 'Invalid secret',
    });
  });

  test('in headers of any case are taken', async () => {
    const shouted = { 'X-HYPER-APPID': APP_ID, 'X-Hyper-Secret': SECRET };
    expect((await desk.call('GET', '/chats', undefined, shouted)).status).toBe(200);
  });

  test('in the query open downloads only', async () => {
    const url = new URL(desk.control.addMedia('plan.png', new Uint8Array([1, 2, 3])));
    const query = `?appId=${APP_ID}&secret=${SECRET}`;
    expect((await fetch(url + query)).status).toBe(200);
    expect((await fetch(url)).status).toBe(401);
    expect((await fetch(`${url}?appId=${APP_ID}&secret=other`)).status).toBe(401);
    expect((await desk.fetch(`/v1/chats${query}`)).status).toBe(401);
    expect((await desk.fetch(`/v1/media${query}`, { method: 'POST' })).status).toBe(401);
  });

  test('in headers open downloads too, or not', async () => {
    const url = desk.control.addMedia('plan.png', new Uint8Array([1, 2, 3]));
    expect((await fetch(url, { headers: CREDENTIALS })).status).toBe(200);
    desk.control.configure({ rules: { mediaCredentials: 'query' } });
    expect((await fetch(url, { headers: CREDENTIALS })).status).toBe(401);
    expect((await fetch(`${url}?appId=${APP_ID}&secret=${SECRET}`)).status).toBe(200);
  });

  test('of a session open what is not of the back office', async () => {
    const { session } = (await desk.call('POST', '/users', { name: 'Ana' })).body;
    const token = { ...appIdOnly, 'x-hyper-token': session.token };
    expect((await desk.call('GET', '/chats', undefined, token)).status).toBe(200);
    expect((await desk.call('GET', '/settings', undefined, token)).status).toBe(200);
    expect((await desk.call('GET', '/webhooks', undefined, token)).status).toBe(403);
    expect((await desk.call('GET', '/chats', undefined, { ...appIdOnly, 'x-hyper-token': 'no' })).status).toBe(401);
  });

  test('can be asked for everywhere', async () => {
    desk.control.configure({ rules: { appIdOnly: 'refuse' } });
    expect((await desk.call('GET', '/settings', undefined, appIdOnly)).status).toBe(401);
    expect((await desk.call('GET', '/settings')).status).toBe(200);
  });
});

describe('an error', () => {
  test('of an unknown path or method has the envelope', async () => {
    for (const [method, path] of [
      ['GET', '/nowhere'],
      ['PATCH', '/chats'],
    ] as const) {
      expect(await desk.call(method, path)).toEqual({
        status: 404,
        body: { error: { code: 404, message: 'There is nothing at this path' } },
      });
    }
  });

  test('of an unknown id says what is not there', async () => {
    expect((await desk.call('GET', '/users/system')).body.error).toEqual({ code: 404, message: 'User not found' });
    expect((await desk.call('GET', '/chats/c_none')).body.error).toEqual({ code: 404, message: 'Chat not found' });
    expect((await desk.call('GET', '/media/m_none')).body.error).toEqual({ code: 404, message: 'Media not found' });
    expect((await desk.call('GET', '/agents/u_none')).body.error).toEqual({ code: 404, message: 'Agent not found' });
  });

  test('of a body says what is wrong with it', async () => {
    const messageOf = async (body: unknown, headers = {}) => {
      const answer = await desk.call('POST', '/users', body, { ...CREDENTIALS, ...headers });
      expect(answer.status).toBe(400);
      return answer.body.error.message;
    };
    expect(await messageOf('{"name":')).toBe('The request body is not valid JSON');
    expect(await messageOf('[1]')).toContain('body:');
    expect(await messageOf('[]')).toBe(await messageOf({}));
    expect(await messageOf({})).toContain('name:');
    expect(await messageOf({ name: 'Ana', extraInfo: [1] })).toContain('extraInfo');
    expect(await messageOf('name=Ana', { 'content-type': 'text/plain' })).toContain('application/json');
  });

  test('may come with status 200, as nobody knows better', async () => {
    desk.control.configure({ wire: { errorStatus: '200' } });
    expect(await desk.call('GET', '/chats/c_none')).toEqual({
      status: 200,
      body: { error: { code: 404, message: 'Chat not found' } },
    });
  });
});

test('every path works with and without a slash at its end', async () => {
  const { id, creator } = await desk.openChat();
  const paths = ['/settings', '/agents', '/chats', `/chats/${id}`, `/chats/${id}/messages`, `/users/${creator}`, '/id'];
  for (const path of paths) {
    expect([path, (await desk.call('GET', path)).status]).toEqual([path, 200]);
    expect([path, (await desk.call('GET', `${path}/`)).status]).toEqual([path, 200]);
  }
  expect((await desk.call('GET', '/users/?externalId=smooch-app-1')).body.users).toHaveLength(1);
  expect((await desk.call('GET', '/users?externalId=smooch-app-1')).body.users).toHaveLength(1);
});
