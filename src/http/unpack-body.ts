import type { IncomingHttpHeaders } from 'node:http';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { BodyError } from './body-error.ts';

export type Encoding = 'gzip' | 'deflate' | 'br';

const ENCODINGS: Record<string, Encoding> = { gzip: 'gzip', 'x-gzip': 'gzip', deflate: 'deflate', br: 'br' };

/**
 * How a body is packed; undefined when it is not.
 * @throws BodyError 415 for what cannot be unpacked here
 */
export function encodingOf(headers: IncomingHttpHeaders): Encoding | undefined {
  const name = headers['content-encoding']?.trim().toLowerCase() ?? '';
  if (name === '' || name === 'identity') return undefined;
  const encoding = Object.hasOwn(ENCODINGS, name) ? ENCODINGS[name] : undefined;
  if (encoding !== undefined) return encoding;
  throw new BodyError(415, 'the Content-Encoding of the body is none of gzip, deflate and br', {
    headers: { 'accept-encoding': 'gzip, deflate, br' },
  });
}

/** Each one that unpacks holds a window of up to 16 MB, whatever the size of its body. */
const AT_ONCE = 4;

/**
 * Unpacks a body piece by piece, so that what is small when it is sent and huge when it is unpacked never exists.
 * @param take is given each piece; false: nothing more is unpacked
 * @throws BodyError 400 for what is not packed as it says
 */
export async function unpack(packed: Buffer, encoding: Encoding, take: (piece: Buffer) => boolean): Promise<void> {
  await enter();
  const decoder = createDecoder(packed, encoding);
  try {
    decoder.end(packed);
    for await (const piece of decoder) if (!take(piece as Buffer)) return;
  } catch {
    throw new BodyError(400, `the body is not ${encoding}, as its Content-Encoding says`);
  } finally {
    decoder.destroy();
    leave();
  }
}

function createDecoder(packed: Buffer, encoding: Encoding) {
  if (encoding === 'gzip') return createGunzip();
  if (encoding === 'br') return createBrotliDecompress();
  return hasZlibHeader(packed) ? createInflate() : createInflateRaw();
}

/** Some senders of `deflate` leave out the two bytes that the standard asks for (RFC 1950, section 2.2). */
function hasZlibHeader(packed: Buffer): boolean {
  return packed.length >= 2 && ((packed[0] ?? 0) & 0x0f) === 8 && packed.readUInt16BE(0) % 31 === 0;
}

let inside = 0;
const waiting: (() => void)[] = [];

async function enter(): Promise<void> {
  if (inside < AT_ONCE) inside += 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
}

function leave(): void {
  const next = waiting.shift();
  if (next === undefined) inside -= 1;
  else next();
}
