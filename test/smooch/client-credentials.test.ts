import { jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { ApiError, NotConfiguredError } from '../../src/core/errors.ts';
import type { OutgoingMessage } from '../../src/core/outgoing-message.ts';
import type { KeyPair } from '../../src/smooch/v1/wire.ts';
import { failureOf, type SeenRequest, sendJson } from '../net/test-server.ts';
import { ana, createCredentials, startSmooch } from './client-server.ts';

const text: OutgoingMessage = { type: 'text', text: 'Hello' };
const first: KeyPair = { key: 'app_1', secret: 'first-secret' };
const second: KeyPair = { key: 'app_2', secret: 's' };

async function verify(request: SeenRequest | undefined, pair: KeyPair) {
  const token = request?.headers.authorization?.replace('Bearer ', '') ?? '';
  return await jwtVerify(token, new TextEncoder().encode(pair.secret), { algorithms: ['HS256'] });
}

/** A Smooch that only knows one key. */
async function smoochThatKnows(known: KeyPair, given: ReturnType<typeof createCredentials>) {
  return await startSmooch(
    async (request, response) => {
      const isKnown = await verify(request, known).then(
        ({ protectedHeader }) => protectedHeader.kid === known.key,
        () => false,
      );
      if (isKnown) sendJson(response, 201, { message: { _id: 'm1' } });
      else sendJson(response, 401, { error: { code: 'unauthorized', description: 'Authorization is required' } });
    },
    { credentials: given.credentials },
  );
}

test('a call is signed with the key of its app: HS256, kid, and nothing but the scope', async () => {
  const given = createCredentials(first);
  const { server, client } = await smoochThatKnows(first, given);
  await client.send(ana, text);
  await client.send(ana, text);
  const { payload, protectedHeader } = await verify(server.requests[0], first);
  expect(payload).toEqual({ scope: 'app' });
  expect(protectedHeader).toEqual({ alg: 'HS256', typ: 'JWT', kid: 'app_1' });
  expect(server.requests[1]?.headers.authorization).toBe(server.requests[0]?.headers.authorization);
  expect(given.asked).toEqual([ana.appId, ana.appId]);
});

test('a refused key is replaced once by a newer one, and the call repeated', async () => {
  const given = createCredentials(first, second);
  const { server, client } = await smoochThatKnows(second, given);
  expect(await client.send(ana, text)).toEqual({ id: 'm1' });
  expect(given.refused).toEqual([first]);
  expect(server.requests).toHaveLength(2);
  expect(server.requests[1]?.body).toBe(server.requests[0]?.body);
});

test('a refused key in place of which there is no other is not tried twice', async () => {
  const given = createCredentials(first, { ...first });
  const { server, client } = await smoochThatKnows(second, given);
  expect(await failureOf(client.listWebhooks(ana.appId), ApiError)).toMatchObject({ status: 401 });
  expect(given.refused).toEqual([first]);
  expect(server.requests).toHaveLength(1);
});

test('a refused upload is repeated with all its bytes', async () => {
  const given = createCredentials(first, second);
  const { server, client } = await smoochThatKnows(second, given);
  const upload = { bytes: Buffer.from('content'), name: 'a.txt', mediaType: 'text/plain' };
  await client.uploadAttachment(ana, upload).catch(() => undefined);
  expect(server.requests.map((request) => request.body.includes('content'))).toEqual([true, true]);
});

test('without a newer key the call fails as refused, and tells no secret', async () => {
  const given = createCredentials(first);
  const { server, client } = await smoochThatKnows(second, given);
  const error = await failureOf(client.send(ana, text), ApiError);
  expect(error).toMatchObject({ status: 401, code: 'credentials-refused', nothingHappened: false });
  expect(error.reason).toBe('unauthorized: Authorization is required');
  expect(server.requests).toHaveLength(1);
});

test('a newer key that is refused too ends it', async () => {
  const given = createCredentials(first, second, { key: 'app_3', secret: 'third' });
  const { server, client } = await smoochThatKnows({ key: 'app_9', secret: 'other' }, given);
  expect(await failureOf(client.send(ana, text), ApiError)).toMatchObject({ code: 'credentials-refused' });
  expect(server.requests).toHaveLength(2);
  expect(given.refused).toHaveLength(1);
});

test('a missing key is the failure it is', async () => {
  const missing = { current: () => Promise.reject(new NotConfiguredError('no key')), refused: async () => undefined };
  const { server, client } = await startSmooch((_request, response) => sendJson(response, 201, {}), {
    credentials: missing,
  });
  await failureOf(client.send(ana, text), NotConfiguredError);
  expect(server.requests).toHaveLength(0);
});
