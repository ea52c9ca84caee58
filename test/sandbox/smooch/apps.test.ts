import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { APP_ID, BASIC, startTestApi, type TestApi } from './test-api.ts';

let api: TestApi;

beforeEach(async () => {
  const other = { id: '60aa00000000000000000002', keys: [{ id: 'app_2', secret: 's' }] };
  const apps = [{ id: APP_ID, name: 'Harbour Cycles', keys: [{ id: 'app_1', secret: 's' }] }, other];
  api = await startTestApi({ apps });
});
afterEach(() => api.simulator.stop());

const AUTHORIZATION = `Basic ${Buffer.from('app_1:s').toString('base64')}`;
const call = (method: string, path: string, body?: unknown) =>
  api.fetch(`/v1.1${path}`, {
    method,
    headers: { authorization: AUTHORIZATION, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

describe('an app', () => {
  test('is read and changed with its own key', async () => {
    const app = { _id: APP_ID, name: 'Harbour Cycles', settings: {}, metadata: {} };
    expect(await call('GET', `/apps/${APP_ID}`)).toEqual({ status: 200, body: { app } });
    const change = { name: 'Harbour', settings: { useAnimalNames: true }, metadata: [] };
    expect((await call('PUT', `/apps/${APP_ID}`, change)).body.app).toEqual({
      ...app,
      name: 'Harbour',
      settings: { useAnimalNames: true },
    });
    expect((await call('GET', `/apps/${APP_ID}`)).body.app).toMatchObject({ name: 'Harbour' });
  });

  test.each([
    ['GET', '/apps/60aa00000000000000000002', 403],
    ['GET', '/apps/60aa00000000000000000003', 404],
    ['GET', '/apps', 403],
    ['POST', '/apps', 403],
    ['DELETE', `/apps/${APP_ID}`, 403],
    ['GET', `/apps/${APP_ID}/keys`, 403],
  ])('of somebody else, or the account, is out of reach: %s %s', async (method, path, status) => {
    expect((await call(method, path)).status).toBe(status);
  });

  test('needs credentials', async () => {
    expect((await api.fetch(`/v1.1/apps/${APP_ID}`)).status).toBe(401);
    expect((await api.fetch(`/v1.1/apps/${APP_ID}`, { headers: { authorization: BASIC } })).status).toBe(401);
  });
});

test.each(['', `/apps/${APP_ID}`])('a menu under "%s" is made, read and taken away', async (base) => {
  expect((await call('GET', `${base}/menu`)).status).toBe(404);
  const items = [
    { type: 'postback', text: 'Start', payload: 'START' },
    { type: 'link', text: 'Shop', uri: 'https://example.com' },
  ];
  const { menu } = (await call('PUT', `${base}/menu`, { items })).body;
  expect(menu.items).toEqual(items.map((item) => ({ ...item, _id: expect.any(String) })));
  expect((await call('GET', `${base}/menu`)).body.menu).toEqual(menu);
  expect((await call('DELETE', `${base}/menu`)).status).toBe(200);
  expect((await call('GET', `${base}/menu`)).status).toBe(404);
  expect((await call('PUT', `${base}/menu`, { items: [] })).status).toBe(400);
});

test('an integration is made, read and taken away', async () => {
  const { integration } = (await call('POST', '/integrations', { type: 'telegram', token: 'x' })).body;
  expect(integration).toMatchObject({ type: 'telegram', status: 'active' });
  expect(integration).not.toHaveProperty('token');
  expect((await call('GET', `/integrations/${integration._id}`)).body.integration).toEqual(integration);
  expect((await call('DELETE', `/integrations/${integration._id}`)).status).toBe(200);
  expect((await call('GET', `/integrations/${integration._id}`)).status).toBe(404);
});

test('the channels of a user are listed, and one is taken away', async () => {
  const user = api.simulator.control.createUser({ platform: 'messenger' });
  user.switchTo('web');
  const channels = async () => (await call('GET', `/appusers/${user.id}/channels`)).body.channels;
  expect(await channels()).toMatchObject([{ type: 'web' }, { type: 'messenger' }]);
  expect((await call('DELETE', `/appusers/${user.id}/channels/web`)).status).toBe(200);
  expect(await channels()).toMatchObject([{ type: 'messenger' }]);
  expect((await call('GET', `/appusers/${user.id}`)).body.appUser.clients).toMatchObject([{ primary: true }]);
  expect((await call('DELETE', `/appusers/${user.id}/channels/web`)).status).toBe(404);
  expect((await call('GET', `/appusers/${user.id}/businesssystems`)).body).toEqual({ businessSystems: [] });
});

test.each(['/templates', '/notifications', '/appusers/x/authcode', `/apps/${APP_ID}/templates/1`])(
  'what is documented and not simulated says so: %s',
  async (path) => {
    expect(await call('POST', path, {})).toMatchObject({
      status: 404,
      body: { error: { description: 'The sandbox does not have this part of the API' } },
    });
  },
);
