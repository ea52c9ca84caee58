import { describe, expect, test } from 'vitest';
import { ApiError } from '../../src/core/errors.ts';
import { FetchRefusedError } from '../../src/net/fetch-refused-error.ts';
import { createFetcher, png } from '../net/file-server.ts';
import { failureOf, startTestServer } from '../net/test-server.ts';
import { appId, type DeskAnswer, type DeskRequest, deskError, secret, startDesk, wireChat } from './desk-server.ts';

const withQuery = (path: string) => `${path}?${new URLSearchParams({ appId, secret })}`;

const sendPng: DeskAnswer = (_request, response) => {
  response.writeHead(200, { 'content-type': 'image/png' }).end(png);
};

/** A desk that shows its files only to those who know the secret. */
const guardedPng: DeskAnswer = (request, response) => {
  if (request.headers['x-hyper-secret'] === secret) response.writeHead(200, { 'content-type': 'image/png' }).end(png);
  else response.writeHead(401).end();
};

describe('a file from the user', () => {
  async function partsOf(request: DeskRequest | undefined) {
    const headers = { 'content-type': request?.headers['content-type'] ?? '' };
    const form = await new Response(new Uint8Array(request?.body ?? []), { headers }).formData();
    return { form, file: form.get('media') as File };
  }

  test('is uploaded with its name, type and bytes', async () => {
    const { client, requests } = await startDesk({ 'POST /v1/media/': { media: { id: 'm_2' } } });
    const file = { bytes: png, name: 'café "1".png', mediaType: 'image/png' };
    expect(await client.sendMedia('c_91xk', 'u_7Qm2', file)).toEqual({ outcome: 'posted', messageId: 'm_2' });
    const { form, file: received } = await partsOf(requests[0]);
    expect([form.get('chatId'), form.get('senderId')]).toEqual(['c_91xk', 'u_7Qm2']);
    expect(received).toMatchObject({ name: 'café "1".png', type: 'image/png' });
    expect(Buffer.from(await received.arrayBuffer())).toEqual(png);
  });

  test('that is a part of a larger buffer is uploaded alone', async () => {
    const { client, requests } = await startDesk({ 'POST /v1/media/': { media: { id: 'm_2' } } });
    const bytes = Buffer.concat([Buffer.from('before'), png, Buffer.from('after')]).subarray(6, 6 + png.length);
    await client.sendMedia('c_91xk', 'u_7Qm2', { bytes, name: 'a.png', mediaType: 'image/png' });
    const { file } = await partsOf(requests[0]);
    expect(Buffer.from(await file.arrayBuffer())).toEqual(png);
  });

  test('of a kind that the desk does not take is told', async () => {
    const { client } = await startDesk({
      'POST /v1/media/': deskError(403, 'File type is not allowed'),
      'GET /v1/chats/c_91xk': wireChat({ status: 'active' }),
    });
    const file = { bytes: png, name: 'a.exe', mediaType: 'application/x-msdownload' };
    const error = await failureOf(client.sendMedia('c_91xk', 'u_7Qm2', file), ApiError);
    expect(error).toMatchObject({ status: 403, reason: 'File type is not allowed', code: undefined });
  });

  test('in a chat that has ended is told', async () => {
    const { client } = await startDesk({
      'POST /v1/media/': deskError(403, 'no'),
      'GET /v1/chats/c_91xk': wireChat({ status: 'closed' }),
    });
    const file = { bytes: png, name: 'a.png', mediaType: 'image/png' };
    expect(await client.sendMedia('c_91xk', 'u_7Qm2', file)).toEqual({ outcome: 'chat-closed' });
  });
});

describe('a file from an agent', () => {
  test.each(['/media/m_2', 'media/m_2', '/v1/media/m_2'])('%s is opened with the credentials', async (address) => {
    const { client, calls, requests } = await startDesk({ 'GET /v1/media/m_2': guardedPng });
    expect(await client.fetchMedia(address)).toEqual({ bytes: png, mediaType: 'image/png', name: 'm_2.png' });
    expect(calls()).toEqual(['GET /v1/media/m_2']);
    expect(requests[0]?.headers).toMatchObject({ 'x-hyper-appid': appId, 'x-hyper-secret': secret });
  });

  test('is opened at its full address too', async () => {
    const { client, origin } = await startDesk({ 'GET /v1/media/m_2': guardedPng });
    expect((await client.fetchMedia(`${origin}/v1/media/m_2`)).bytes).toEqual(png);
  });

  test.each([401, 403])('is opened with the query where headers are refused with %i', async (status) => {
    const { client, calls, requests } = await startDesk({
      'GET /v1/media/m_2': deskError(status, 'no'),
      [`GET ${withQuery('/v1/media/m_2')}`]: sendPng,
    });
    expect(await client.fetchMedia('/media/m_2')).toMatchObject({ bytes: png, name: 'm_2.png' });
    expect(calls()).toEqual(['GET /v1/media/m_2', `GET ${withQuery('/v1/media/m_2')}`]);
    expect(requests[1]?.headers).not.toHaveProperty('x-hyper-secret');
  });

  test('that is not there is not asked for twice', async () => {
    const { client, calls } = await startDesk({});
    expect(await failureOf(client.fetchMedia('/media/m_9'), ApiError)).toMatchObject({ service: 'desk', status: 404 });
    expect(calls()).toHaveLength(1);
  });

  test('that nobody may see is an error without the secret', async () => {
    const { client, calls } = await startDesk({
      'GET /v1/media/m_2': deskError(403, 'no'),
      [`GET ${withQuery('/v1/media/m_2')}`]: deskError(403, `no ${secret}`),
    });
    const error = await failureOf(client.fetchMedia('/media/m_2'), ApiError);
    expect(calls()).toHaveLength(2);
    expect(JSON.stringify([error.message, error.reason, error.stack, String(error.cause)])).not.toContain(secret);
  });

  test.each(['/v1/media/m_2', '/v1/chats/c_1/assign', '/'])(
    'elsewhere (%s) is fetched without the credentials',
    async (path) => {
      const other = await startTestServer((_request, response) => void response.end(png));
      const files = createFetcher({ allowedOrigins: [other.origin] });
      const { client } = await startDesk({}, { files });
      expect((await client.fetchMedia(other.origin + path)).bytes).toEqual(png);
      expect(JSON.stringify(other.requests)).not.toContain(secret);
      expect(other.requests[0]?.headers).not.toHaveProperty('x-hyper-appid');
    },
  );

  test.each([
    '/chats/c_1/assign',
    '/v1/users/?externalId=x',
    '/media/../chats/c_1/assign',
    '/media/%2e%2e/chats/c_1/assign',
    '/media/..%2fchats/c_1/assign',
    '/media/..%5cchats/c_1/assign',
    '/media/%252e%252e%252fchats',
    '/media//chats',
    '\\media\\..\\chats\\c_1\\assign',
  ])('%s is no file, and the credentials open nothing else', async (address) => {
    const { client, requests } = await startDesk({});
    expect(await failureOf(client.fetchMedia(address), ApiError)).toMatchObject({ status: 404 });
    for (const { headers, path } of requests) {
      expect(headers).not.toHaveProperty('x-hyper-secret');
      expect(path).not.toContain('secret');
    }
  });

  test.each([
    'http://169.254.169.254/latest/meta-data/',
    'file:///etc/passwd',
    'data:image/png;base64,AA==',
    'http://[',
  ])('%s is not fetched at all', async (address) => {
    const { client, requests } = await startDesk({});
    await failureOf(client.fetchMedia(address), FetchRefusedError);
    expect(requests).toHaveLength(0);
  });

  test('is followed to another server, which does not get the credentials', async () => {
    const cdn = await startTestServer((_request, response) => void response.end(png));
    const redirect: DeskAnswer = (_request, response) => {
      response.writeHead(302, { location: `${cdn.origin}/signed/a.png` }).end();
    };
    const files = createFetcher({ isAllowed: () => true });
    const { client } = await startDesk({ 'GET /v1/media/m_2': redirect }, { files });
    expect(await client.fetchMedia('/media/m_2')).toMatchObject({ bytes: png, name: 'a.png' });
    expect(cdn.requests[0]?.headers).not.toHaveProperty('x-hyper-secret');
  });
});
