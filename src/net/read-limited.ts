import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { FetchRefusedError } from './fetch-refused-error.ts';

/** We ask for none of them, but files are kept compressed in some places and come as they are. */
const decoders = new Map<string, () => Transform>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

/**
 * Reads a body to its end, uncompressed, and stops as soon as it gets too large.
 *
 * @param encoding value of `Content-Encoding`
 * @param maxBytes limit after uncompressing
 * @throws FetchRefusedError when it is too large or compressed in an unknown way
 */
export async function readLimited(body: Readable, encoding: string, maxBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of uncompress(body, encoding.trim().toLowerCase())) {
    bytes += (chunk as Buffer).length;
    if (bytes > maxBytes) throw new FetchRefusedError(`the file is larger than ${maxBytes} bytes`);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

function uncompress(body: Readable, encoding: string): Readable {
  if (encoding === '' || encoding === 'identity') return body;
  const decoder = decoders.get(encoding)?.();
  if (decoder === undefined) throw new FetchRefusedError(`the file is compressed in an unknown way (${encoding})`);
  // Failures of either side come out of the decoder; nothing is left to do for a callback.
  return pipeline(body, decoder, () => undefined);
}
