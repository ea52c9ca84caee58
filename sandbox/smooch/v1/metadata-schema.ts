import { z } from 'zod';

const METADATA_LIMIT = 4096;

/** Flat and at most 4 KB, keys and values together (Smooch docs: metadata). */
export const metadataSchema = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean()], 'must be a string, a number or a boolean'))
  .refine((metadata) => metadataBytes(metadata) <= METADATA_LIMIT, `must not be larger than ${METADATA_LIMIT} bytes`);

function metadataBytes(metadata: Record<string, unknown>): number {
  let bytes = 0;
  for (const [key, value] of Object.entries(metadata)) {
    bytes += Buffer.byteLength(key) + Buffer.byteLength(String(value));
  }
  return bytes;
}
