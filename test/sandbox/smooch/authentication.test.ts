import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedUser } from '../../../sandbox/smooch/control/simulated-user.ts';
import { APP_ID, BASIC, basicAuth, KEY, startTestApi, type TestApi } from './test-api.ts';

const OTHER_APP_ID = '60aa00000000000000000002';
const OTHER_KEY = { id: 'app_60aa00000000000000000002', secret: 'another-secret' };

let api: TestApi;
let user: SimulatedUser;

beforeAll(async () => {
  api = await startTestApi({
    apps: [
      { id: APP_ID, keys: [KEY] },
      { id: OTHER_APP_ID, keys: [OTHER_KEY] },
    ],
  });
  user = api.simulator.control.createUser({ platform: 'web' });
});
afterAll(() => api.simulator.stop());

const get = (path: string, authorization?: string) =>
  api.fetch(path, authorization === undefined ? undefined : { headers: { authorization } });

const sign = (claims: Record<string, unknown>, { kid = KEY.id, secret = KEY.secret, alg = 'HS256' } = {}) =>
  new SignJWT(claims).setProtectedHeader({ alg, typ: 'JWT', kid }).sign(Buffer.from(secret));

describe('credentials that are taken', () => {
  test('key id and secret as Basic', async () => {
    expect(await get(`/v1.1/apps/${APP_ID}/appusers/${user.id}`, BASIC)).toMatchObject({ status: 200 });
  });

  test('a signed token with the key id and scope app, again and again', async () => {
    const token = `Bearer ${await sign({ scope: 'app' })}`;
    for (let call = 0; call < 3; call++) {
      expect(await get(`/v1.1/apps/${APP_ID}/appusers/${user.id}`, token)).toMatchObject({ status: 200 });
    }
  });

  test('the app does not have to be named in the path', async () => {
    expect(await get(`/v1.1/appusers/${user.id}`, BASIC)).toMatchObject({ body: { appUser: { _id: user.id } } });
  });
});

describe('credentials that are refused with 401', () => {
  const path = `/v1.1/appusers/none`;
  test.each<[string, () => Promise<string | undefined> | string | undefined]>([
    ['none at all', () => undefined],
    ['an unknown kind', () => 'Digest abc'],
    ['Basic with a wrong secret', () => basicAuth(KEY.id, 'wrong')],
    ['Basic with an unknown key', () => basicAuth('app_unknown', KEY.secret)],
    ['no token', () => 'Bearer not-a-token'],
    ['a token signed with a wrong secret', async () => `Bearer ${await sign({ scope: 'app' }, { secret: 'wrong' })}`],
    ['a token of an unknown key', async () => `Bearer ${await sign({ scope: 'app' }, { kid: 'app_unknown' })}`],
    ['a token without scope', async () => `Bearer ${await sign({})}`],
    ['an expired token', async () => `Bearer ${await sign({ scope: 'app', exp: 1 })}`],
    ['a token with another algorithm', async () => `Bearer ${await sign({ scope: 'app' }, { alg: 'HS512' })}`],
    ['an unsigned token', () => `Bearer ${new UnsecuredJWT({ scope: 'app' }).encode()}`],
    [
      'an unsigned token that names a key',
      () => `Bearer ${encode({ alg: 'none', typ: 'JWT', kid: KEY.id })}.${encode({ scope: 'app' })}.`,
    ],
  ])('%s', async (_, credentials) => {
    expect(await get(path, await credentials())).toMatchObject({
      status: 401,
      body: { error: { code: 'unauthorized' } },
    });
  });
});

test('credentials of a key that was replaced are refused, also a token that was taken before', async () => {
  const path = `/v1.1/appusers/${user.id}`;
  const token = `Bearer ${await sign({ scope: 'app' })}`;
  expect((await get(path, token)).status).toBe(200);
  api.simulator.control.setKeys([{ id: KEY.id, secret: 'a new secret' }]);
  expect((await get(path, token)).status).toBe(401);
  expect((await get(path, BASIC)).status).toBe(401);
  expect((await get(path, basicAuth(KEY.id, 'a new secret'))).status).toBe(200);
  api.simulator.control.setKeys([KEY]);
});

describe('credentials that do not reach', () => {
  test.each(['account', 'appUser'])('scope %s is 403', async (scope) => {
    const token = `Bearer ${await sign({ scope })}`;
    expect(await get('/v1.1/webhooks', token)).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } });
  });

  test('another app is 403', async () => {
    const answer = await get(`/v1.1/apps/${APP_ID}/webhooks`, basicAuth(OTHER_KEY.id, OTHER_KEY.secret));
    expect(answer).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } });
  });

  test('an app that does not exist is 404', async () => {
    const answer = await get('/v1.1/apps/60aa000000000000000000ff/webhooks', BASIC);
    expect(answer).toMatchObject({ status: 404, body: { error: { code: 'app_not_found' } } });
  });

  test('a user of another app is not found', async () => {
    const answer = await get(`/v1.1/appusers/${user.id}`, basicAuth(OTHER_KEY.id, OTHER_KEY.secret));
    expect(answer).toMatchObject({ status: 404, body: { error: { code: 'user_not_found' } } });
  });
});

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
