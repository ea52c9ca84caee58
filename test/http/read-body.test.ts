import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { BodyError, createBodyReader } from '../../src/http/read-body.ts';
import { sendRequest } from '../support/send-request.ts';

/** A server that answers with the length of what it could read, or with the reason why it could not. */
async function startReader(limits: { one: number; all: number }) {
  const readBody = createBodyReader(limits);
  const outcomes: string[] = [];
  const server = createServer((incoming, response) => {
    readBody(incoming).then(
      (body) => {
        outcomes.push(`read ${body.length}`);
        response.end(String(body.length));
      },
      (error: unknown) => {
        if (!(error instanceof BodyError)) throw error;
        outcomes.push(`${error.status}`);
        response.writeHead(error.status).end(error.message);
      },
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${port}`, port, outcomes };
}

/** A sender that has sent a part of its body and waits. */
async function beginBody(url: string, sent: number, headers: Record<string, string> = {}) {
  const outgoing = request(url, { method: 'POST', agent: false, headers });
  outgoing.on('error', () => {});
  onTestFinished(() => void outgoing.destroy());
  await new Promise<void>((resolve) => outgoing.write(Buffer.alloc(sent), () => resolve()));
  return outgoing;
}

describe('the cap for one body', () => {
  test.each([
    [100, false],
    [100, true],
    [0, false],
    [0, true],
  ])('%i bytes fit into 100 (chunked: %j)', async (size, chunked) => {
    const { url } = await startReader({ one: 100, all: 1_000 });
    expect(await sendRequest(url, { body: Buffer.alloc(size), chunked })).toMatchObject({
      status: 200,
      text: String(size),
    });
  });

  test.each([
    [101, false],
    [101, true],
    [5_000_000, false],
    [5_000_000, true],
  ])('%i bytes do not (chunked: %j)', async (size, chunked) => {
    const { url } = await startReader({ one: 100, all: 10_000_000 });
    const answer = await sendRequest(url, { body: Buffer.alloc(size), chunked });
    expect(answer).toMatchObject({ status: 413, text: expect.stringContaining('server.body_limit_kb') });
  });

  test('the bytes come back as they were sent, however they were cut', async () => {
    const readBody = createBodyReader({ one: 1_000, all: 1_000 });
    const received = Promise.withResolvers<Buffer>();
    const server = createServer((incoming, response) => {
      received.resolve(readBody(incoming));
      response.end();
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const outgoing = request({ port, host: '127.0.0.1', method: 'POST', agent: false });
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
    for (const part of [bytes.subarray(0, 7), bytes.subarray(7, 200)]) {
      await new Promise<void>((resolve) => outgoing.write(part, () => resolve()));
    }
    outgoing.end(bytes.subarray(200));
    expect(await received.promise).toEqual(bytes);
  });
});

describe('the cap for all bodies that are held', () => {
  test('what does not fit is 503, what fits is taken, and a place is given back', async () => {
    const { url } = await startReader({ one: 1_000, all: 1_500 });
    const waiting = await beginBody(url, 900, { 'content-length': '1000' });
    const send = async (size: number) => (await sendRequest(url, { body: Buffer.alloc(size), chunked: true })).status;
    await expect.poll(() => send(700)).toBe(503);
    expect(await send(500)).toBe(200);
    waiting.end(Buffer.alloc(100));
    await once(waiting, 'response');
    expect(await send(1_000)).toBe(200);
  });

  test('a body that was refused holds nothing', async () => {
    const { url } = await startReader({ one: 1_000, all: 1_000 });
    for (let i = 0; i < 20; i += 1) {
      expect((await sendRequest(url, { body: Buffer.alloc(1_001), chunked: true })).status).toBe(413);
    }
    expect((await sendRequest(url, { body: Buffer.alloc(1_000) })).status).toBe(200);
  });

  test('a sender that goes away holds nothing', async () => {
    const { url, outcomes } = await startReader({ one: 1_000, all: 1_000 });
    for (let i = 0; i < 5; i += 1) {
      const outgoing = await beginBody(url, 700);
      outgoing.destroy();
      await expect.poll(() => outcomes.length).toBe(i + 1);
    }
    expect(new Set(outcomes)).toEqual(new Set(['400']));
    expect((await sendRequest(url, { body: Buffer.alloc(1_000) })).status).toBe(200);
  });
});

test('a body that was cut off is 400', async () => {
  const { port, outcomes } = await startReader({ one: 1_000, all: 1_000 });
  const socket = connect(port, '127.0.0.1');
  socket.end('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nonly this');
  socket.on('error', () => {});
  await expect.poll(() => outcomes).toEqual(['400']);
});
