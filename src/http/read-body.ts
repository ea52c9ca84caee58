import type { IncomingMessage } from 'node:http';
import { type BodyLimits, createBodyBudget, type Holding } from './body-budget.ts';
import { BodyError } from './body-error.ts';
import { createByteBuilder } from './byte-builder.ts';
import { type Gate, type OpenGate, openGateWith } from './large-body-gate.ts';
import { readAway } from './read-away.ts';
import { type Encoding, encodingOf, unpack } from './unpack-body.ts';

/** A body as it was sent, which is what signatures are over, and the text in it: unpacked, without byte order mark. */
export interface ReadBody {
  raw: Buffer;
  content: Buffer;
}

/**
 * Reads request bodies within a cap for one, limits for all that are held, and a time. Fails with BodyError.
 * @param answered settles when the body is needed no more; until then it counts
 */
export type BodyReader = (
  request: IncomingMessage,
  circumstances: { gate: OpenGate; answered: Promise<unknown> },
) => Promise<ReadBody>;

/** What a sender has for a whole body. */
const TIMES = { strangerMs: 10_000, knownMs: 60_000 };

/** Creates the reader. */
export function createBodyReader(limits: BodyLimits, times = TIMES): BodyReader {
  const hold = createBodyBudget(limits);
  return async (request, { gate: open, answered }) => {
    const evicted = Promise.withResolvers<never>();
    evicted.promise.catch(() => {});
    const holding = hold(evicted.reject);
    void answered.finally(holding.release);
    const gate = openGateWith(open, holding);
    try {
      const encoding = readEncoding(request);
      const raw = await receive(request, { limits, times, holding, gate, evicted: evicted.promise });
      gate.prove(raw);
      const content = encoding === undefined ? raw : await unpackWithin(raw, encoding, { limits, holding, gate });
      return { raw, content: withoutMark(content) };
    } catch (error) {
      holding.release();
      readAway(request);
      throw error;
    }
  };
}

interface Reading {
  limits: BodyLimits;
  holding: Holding;
  gate: Gate;
}

function readEncoding({ headers }: IncomingMessage): Encoding | undefined {
  const isThere = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  return isThere ? encodingOf(headers) : undefined;
}

/** The bytes as they were sent. */
function receive(
  request: IncomingMessage,
  { limits, times, holding, gate, evicted }: Reading & { times: typeof TIMES; evicted: Promise<never> },
): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limits.one) throw tooLarge(limits);
  const bytes = createByteBuilder();
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      timer.end();
      request.removeListener('data', take).removeListener('end', done).removeListener('close', cutOff);
      holding.complete();
      settle();
    };
    const refuse = (error: unknown) => end(() => reject(error));
    const done = () => end(() => resolve(bytes.view()));
    const cutOff = () => refuse(new BodyError(400, 'the body was cut off'));
    const take = (chunk: Buffer) => {
      try {
        if (bytes.size() + chunk.length > limits.one) throw tooLarge(limits);
        holding.take(chunk.length);
        bytes.append(chunk);
      } catch (error) {
        return refuse(error);
      }
      if (bytes.size() <= limits.beginning || gate.isOpen()) return;
      request.pause();
      gate.pass(bytes.view()).then(readOn, refuse);
    };
    const readOn = () => {
      if (gate.isProven()) timer.limit(times.knownMs);
      request.resume();
    };
    const timer = createDeadline((ms) => refuse(tooSlow(ms)));
    timer.limit(times.strangerMs);
    evicted.catch(refuse);
    request.on('data', take).once('end', done).once('close', cutOff);
  });
}

/** The cap is for what comes out. Nobody's body is unpacked beyond its beginning before the gate has let it pass. */
async function unpackWithin(raw: Buffer, encoding: Encoding, { limits, holding, gate }: Reading): Promise<Buffer> {
  if (raw.length === 0) return raw;
  const upTo = async (limit: number) => {
    const bytes = createByteBuilder();
    await unpack(raw, encoding, (piece) => {
      bytes.append(piece);
      return bytes.size() <= limit;
    });
    return bytes.view();
  };
  if (!gate.isOpen()) {
    const beginning = await upTo(Math.min(limits.beginning, limits.one));
    holding.take(beginning.length);
    if (beginning.length > limits.one) throw tooLarge(limits);
    if (beginning.length <= limits.beginning) return beginning;
    await gate.pass(beginning);
    gate.prove(raw);
  }
  holding.take(limits.one);
  const content = await upTo(limits.one);
  if (content.length > limits.one) throw tooLarge(limits);
  return content;
}

const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

function withoutMark(content: Buffer): Buffer {
  return content.subarray(0, MARK.length).equals(MARK) ? content.subarray(MARK.length) : content;
}

/** @param onLate is told the limit, in milliseconds since the beginning */
function createDeadline(onLate: (ms: number) => void) {
  const begunAt = performance.now();
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  return {
    limit(ms: number) {
      if (ended) return;
      clearTimeout(timer);
      timer = setTimeout(() => onLate(ms), begunAt + ms - performance.now());
    },
    end() {
      ended = true;
      clearTimeout(timer);
    },
  };
}

function tooLarge({ one }: BodyLimits): BodyError {
  return new BodyError(413, `the body is larger than ${Math.round(one / 1024)} KB (server.body_limit_kb)`);
}

function tooSlow(ms: number): BodyError {
  return new BodyError(408, `the body did not arrive within ${ms / 1000} s`, { headers: { connection: 'close' } });
}
