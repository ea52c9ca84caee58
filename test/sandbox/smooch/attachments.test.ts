import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BASIC, startTestApi, type TestApi } from './test-api.ts';

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
const PDF = new TextEncoder().encode('%PDF-1.7 and so on');

let api: TestApi;

beforeEach(async () => {
  api = await startTestApi({ attachmentLimit: 1000 });
});
afterEach(() => api.simulator.stop());

function upload(name: string, bytes: Uint8Array<ArrayBuffer>, { query = '?access=public', part = 'source' } = {}) {
  const body = new FormData();
  body.append(part, new Blob([bytes]), name);
  return api.fetch(`/v1.1/attachments${query}`, { method: 'POST', headers: { authorization: BASIC }, body });
}

describe('an upload', () => {
  test.each([
    ['a.png', PNG, 'image/png'],
    ['bill of may.PDF', PDF, 'application/pdf'],
    ['notes.txt', new TextEncoder().encode('héllo'), 'text/plain'],
  ])('of %s is served to everybody under its URL', async (name, bytes, mediaType) => {
    const { status, body } = await upload(name, bytes);
    expect(status).toBe(201);
    expect(body).toEqual({ mediaUrl: expect.stringContaining(`${api.simulator.url}/media/`), mediaType });
    const file = await fetch(body.mediaUrl);
    expect(file.headers.get('content-type')).toBe(mediaType);
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(bytes);
  });

  test.each([
    ['a.exe', PNG, 'extension "exe" is not allowed'],
    ['noextension', PNG, 'extension "" is not allowed'],
    ['a.pdf', PNG, 'not what the extension "pdf" says'],
    ['a.txt', new Uint8Array([0, 1, 2]), 'not what the extension "txt" says'],
    ['a.png', new Uint8Array([]), 'not what the extension "png" says'],
  ])('of %s with other content is rejected with 415', async (name, bytes, reason) => {
    const answer = await upload(name, bytes);
    expect(answer).toMatchObject({ status: 415, body: { error: { code: 'unsupported_media_type' } } });
    expect(answer.body.error.description).toContain(`File rejected: `);
    expect(answer.body.error.description).toContain(reason);
  });

  test.each([1001, 100_000])('of %i bytes over a limit of 1000 is 413', async (size) => {
    const answer = await upload('a.txt', new Uint8Array(size).fill(65));
    expect(answer).toMatchObject({ status: 413, body: { error: { code: 'payload_too_large' } } });
  });

  test('of exactly the limit is taken', async () => {
    expect((await upload('a.txt', new Uint8Array(1000).fill(65))).status).toBe(201);
  });

  test.each(['', '?access=private', '?access=public&for=user'])('with the query "%s" is 400', async (query) => {
    expect((await upload('a.png', PNG, { query })).status).toBe(400);
  });

  test('for a user needs that user', async () => {
    const user = api.simulator.control.createUser({ platform: 'web' });
    const query = (id: string) => ({ query: `?access=public&for=message&appUserId=${id}` });
    expect((await upload('a.png', PNG, query(user.id))).status).toBe(201);
    expect((await upload('a.png', PNG, query('nobody'))).status).toBe(404);
  });

  test('without a part named source is 400', async () => {
    expect((await upload('a.png', PNG, { part: 'file' })).status).toBe(400);
    expect((await api.call('POST', '/attachments?access=public', {})).status).toBe(400);
  });

  test.each([
    ['text/plain', 'x'.repeat(5000)],
    ['application/json', '{}'],
    ['multipart/form-data', 'no boundary'],
    ['multipart/form-data; boundary=a', '--a\r\nbroken off'],
    ['Multipart/Mixed; boundary=a', '--a--'],
  ])('in chunks that is %s is 400', async (contentType, text) => {
    const answer = await api.fetch('/v1.1/attachments?access=public', {
      method: 'POST',
      headers: { authorization: BASIC, 'content-type': contentType },
      body: new Blob([text]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'bad_request' } } });
  });

  test.each(['Multipart/Form-Data', 'multipart/form-data'])('in chunks that is %s is taken', async (contentType) => {
    const head = '--a\r\ncontent-disposition: form-data; name="source"; filename="a.txt"\r\n\r\n';
    const answer = await api.fetch('/v1.1/attachments?access=public', {
      method: 'POST',
      headers: { authorization: BASIC, 'content-type': `${contentType}; boundary=a` },
      body: new Blob([head, 'hello', '\r\n--a--\r\n']).stream(),
      duplex: 'half',
    } as RequestInit);
    expect(answer.status).toBe(201);
    expect(await (await fetch(answer.body.mediaUrl)).text()).toBe('hello');
  });

  test.each(['../../etc/a.png', 'C:\\pictures\\a.png', '/a.png'])(
    'of %s keeps its name without folders',
    async (name) => {
      const { body } = await upload(name, PNG);
      expect(body.mediaUrl).toMatch(/\/media\/[0-9a-f]{24}\/a\.png$/);
    },
  );

  test('needs credentials', async () => {
    expect((await api.fetch('/v1.1/attachments?access=public', { method: 'POST' })).status).toBe(401);
  });
});

describe('removing', () => {
  test('takes the file away', async () => {
    const { mediaUrl } = (await upload('a.png', PNG)).body;
    expect((await api.call('POST', '/attachments/remove', { mediaUrl })).status).toBe(200);
    expect((await fetch(mediaUrl)).status).toBe(404);
    expect((await api.call('POST', '/attachments/remove', { mediaUrl })).status).toBe(404);
  });

  test('of a file of another host is 400', async () => {
    const mediaUrl = 'https://example.com/a.png';
    expect((await api.call('POST', '/attachments/remove', { mediaUrl })).status).toBe(400);
  });
});
