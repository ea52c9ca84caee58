import type { BatchTransport } from '../batch-writer.ts';
import { createApplyBatch } from './apply-batch.ts';
import { openForWriting } from './open-database.ts';

/** Writes in the calling thread: nothing travels, but the event loop stands still while the disk syncs. */
export function createInlineTransport(file: string): BatchTransport {
  const database = openForWriting(file);
  const applyBatch = createApplyBatch(database);
  return {
    apply: async (operations) => applyBatch(operations),
    close: async () => database.close(),
  };
}
