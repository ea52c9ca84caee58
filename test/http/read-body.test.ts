import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { BodyLimits } from '../../src/http/body-budget.ts';
import { BodyError } from '../../src/http/body-error.ts';
import type { OpenGate } from '../../src/http/large-body-gate.ts';
import { createBodyReader, type ReadBody } from '../../src/http/read-body.ts';
import { sendRequest } from '../support/send-request.ts';

/** Whoever says who they are is let in. */
const letIn: OpenGate = async () => ({ admitted: true });
const keepOut: OpenGate = async () => ({ admitted: false, refusal: new BodyError(401, 'a stranger') });

interface ReaderOptions {
  gate?: OpenGate;
  times?: { strangerMs: number; knownMs: number };
}

/** Everything is large: limits for one and for all. */
function limitsOf(limits: Partial<BodyLimits>): BodyLimits {
  return { one: 1_000, all: 100_000, small: 100_000, beginning: 0, unproven: 100_000, ...limits };
}

/**
 * A server that answers with the length of what it could read, or with the reason why it could not. Bodies count until
 * they are released.
 */
async function startReader(limits: Partial<BodyLimits>, { gate = letIn, times }: ReaderOptions = {}) {
  const readBody = createBodyReader(limitsOf(limits), times);
  const outcomes: string[] = [];
  const contents: Buffer[] = [];
  const server = createServer((incoming, response) => {
    const answered = Promise.withResolvers<void>();
    response.once('close', answered.resolve);
    readBody(incoming, { gate, answered: answered.promise }).then(
      ({ content }) => {
        outcomes.push(`read ${content.length}`);
        contents.push(content);
        response.end(String(content.length));
      },
      (error: unknown) => {
        if (!(error instanceof BodyError)) throw error;
        outcomes.push(`${error.status}`);
        response.writeHead(error.status, error.headers).end(error.message);
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
  return { url: `http://127.0.0.1:${port}`, port, outcomes, contents };
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
    const readBody = createBodyReader(limitsOf({}));
    const received = Promise.withResolvers<ReadBody>();
    const server = createServer((incoming, response) => {
      received.resolve(readBody(incoming, { gate: letIn, answered: Promise.resolve() }));
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
    expect(await received.promise).toEqual({ raw: bytes, content: bytes });
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

describe('a body of somebody unknown', () => {
  const limits = { one: 10_000, beginning: 100 };

  test('of at most the beginning is read, and the gate is not asked', async () => {
    const { url } = await startReader(limits, { gate: keepOut });
    expect(await sendRequest(url, { body: Buffer.alloc(100) })).toMatchObject({ status: 200, text: '100' });
  });

  test.each([{ chunked: false }, { chunked: true }])(
    'that is larger is refused with what the gate says: %j',
    async (how) => {
      const { url } = await startReader(limits, { gate: keepOut });
      expect(await sendRequest(url, { body: Buffer.alloc(5_000), ...how })).toMatchObject({
        status: 401,
        text: 'a stranger',
      });
    },
  );

  test('is shown to the gate up to where it has come', async () => {
    const beginnings: string[] = [];
    const gate: OpenGate = async (beginning) => {
      beginnings.push(beginning.toString());
      return { admitted: true };
    };
    const { url, contents } = await startReader(limits, { gate });
    const body = Buffer.from(`{"app":${'x'.repeat(5_000)}`);
    expect((await sendRequest(url, { body })).status).toBe(200);
    expect(contents[0]).toEqual(body);
    expect(beginnings).toEqual([expect.stringMatching(/^\{"app":x{90,}/)]);
  });

  test.each([
    ['fits', true, 200],
    ['does not', false, 401],
  ])('for which a signature is to vouch is read to its end, and then the signature %s', async (_what, fits, status) => {
    const signed: Buffer[] = [];
    const isSigned = (raw: Uint8Array) => {
      signed.push(Buffer.from(raw));
      return fits;
    };
    const { url } = await startReader(limits, { gate: async () => ({ admitted: true, isSigned }) });
    const body = Buffer.from('y'.repeat(5_000));
    expect((await sendRequest(url, { body })).status).toBe(status);
    expect(signed).toEqual([body]);
  });

  test('for which a signature is to vouch has less room than others', async () => {
    const unproven: OpenGate = async () => ({ admitted: true, isSigned: () => true });
    const { url } = await startReader({ ...limits, unproven: 3_000 }, { gate: unproven });
    expect((await sendRequest(url, { body: Buffer.alloc(4_000) })).status).toBe(503);
    expect((await sendRequest(url, { body: Buffer.alloc(2_000) })).status).toBe(200);
  });
});

describe('small bodies that do not arrive', () => {
  const limits = { one: 1_000, beginning: 1_000, small: 2_000, all: 10_000 };

  test('make way for those that do, the oldest first', async () => {
    const { url, outcomes } = await startReader(limits);
    const oldest = once(await beginBody(url, 900), 'response') as Promise<[IncomingMessage]>;
    await beginBody(url, 900);
    await expect.poll(async () => (await sendRequest(url, { body: Buffer.alloc(900) })).status).toBe(200);
    const [answer] = await oldest;
    expect(answer.statusCode).toBe(503);
    expect(outcomes.filter((outcome) => outcome === '503')).toHaveLength(1);
  });

  test('end when their time is over', async () => {
    const { url } = await startReader(limits, { times: { strangerMs: 50, knownMs: 60_000 } });
    const sender = await beginBody(url, 10);
    const [answer] = (await once(sender, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(408);
    await once(sender, 'close');
  });
});

test('a large body of a known sender has longer, and ends then', async () => {
  const { url } = await startReader({ beginning: 100 }, { times: { strangerMs: 50, knownMs: 500 } });
  const known = await beginBody(url, 900);
  const stranger = await beginBody(url, 50);
  const order: string[] = [];
  const ended = [
    once(known, 'response').then(() => order.push('known')),
    once(stranger, 'response').then(() => order.push('stranger')),
  ];
  await Promise.all(ended);
  expect(order).toEqual(['stranger', 'known']);
});

describe('a packed body', () => {
  const json = Buffer.from(JSON.stringify({ text: 'größe '.repeat(50) }));
  const packings: [string, (bytes: Buffer) => Buffer][] = [
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['GZIP', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['identity', (bytes) => bytes],
    ['', (bytes) => bytes],
  ];
  const zeros = Buffer.alloc(5_000_000);

  test.each(packings)('%s is unpacked', async (encoding, pack) => {
    const { url, contents } = await startReader({});
    const answer = await sendRequest(url, { body: pack(json), headers: { 'content-encoding': encoding } });
    expect(answer.status).toBe(200);
    expect(contents).toEqual([json]);
  });

  test.each(packings.slice(0, 6))('%s counts unpacked', async (encoding, pack) => {
    const { url } = await startReader({ one: 100_000, all: 1e6, small: 1e6 });
    const send = async (bytes: Buffer) =>
      (await sendRequest(url, { body: pack(bytes), headers: { 'content-encoding': encoding } })).status;
    expect(await send(zeros.subarray(0, 100_000))).toBe(200);
    expect(await send(zeros.subarray(0, 100_001))).toBe(413);
    expect(await send(zeros)).toBe(413);
  });

  test('of somebody unknown is not unpacked beyond the beginning', async () => {
    const beginnings: number[] = [];
    const gate: OpenGate = async (beginning) => {
      beginnings.push(beginning.length);
      return keepOut(beginning);
    };
    const { url } = await startReader({ one: 100_000_000, beginning: 65_536, all: 1e9, small: 1e9 }, { gate });
    const answer = await sendRequest(url, { body: gzipSync(zeros), headers: { 'content-encoding': 'gzip' } });
    expect(answer.status).toBe(401);
    expect(beginnings).toHaveLength(1);
    expect(beginnings[0]).toBeLessThan(200_000);
  });

  test('of somebody unknown is unpacked to its end once the gate let it in', async () => {
    const { url } = await startReader({ one: 10_000, beginning: 100 });
    const answer = await sendRequest(url, {
      body: gzipSync(zeros.subarray(0, 9_000)),
      headers: { 'content-encoding': 'gzip' },
    });
    expect(answer).toMatchObject({ status: 200, text: '9000' });
  });

  test.each(['compress', 'zstd', 'gzip, gzip', 'utf-8', '__proto__'])('%s is 415', async (encoding) => {
    const { url } = await startReader({});
    const answer = await sendRequest(url, { body: 'abc', headers: { 'content-encoding': encoding } });
    expect(answer).toMatchObject({ status: 415, headers: { 'accept-encoding': 'gzip, deflate, br' } });
  });

  test.each([
    ['gzip', Buffer.from('no gzip')],
    ['gzip', gzipSync(json).subarray(0, 40)],
    ['deflate', Buffer.from([0x78, 0x9c, 1, 2, 3])],
    ['br', Buffer.from([255, 255, 255])],
  ])('%s that is none is 400', async (encoding, body) => {
    const { url } = await startReader({});
    expect((await sendRequest(url, { body, headers: { 'content-encoding': encoding } })).status).toBe(400);
  });

  test('of nothing is nothing', async () => {
    const { url } = await startReader({});
    const answer = await sendRequest(url, { method: 'GET', headers: { 'content-encoding': 'gzip' } });
    expect(answer).toMatchObject({ status: 200, text: '0' });
  });
});

test('a byte order mark is skipped, also a packed one', async () => {
  const { url, contents } = await startReader({});
  const marked = Buffer.from('\ufeff{}');
  await sendRequest(url, { body: marked });
  await sendRequest(url, { body: gzipSync(marked), headers: { 'content-encoding': 'gzip' } });
  expect(contents.map(String)).toEqual(['{}', '{}']);
});
