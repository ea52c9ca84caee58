import type { BatchTransport } from '../batch-writer.ts';
import { storageProblem } from './storage-problem.ts';
import { openWritingConnection } from './writing-connection.ts';

/** Writes in the calling thread: nothing travels, but the event loop stands still while the disk syncs. */
export function createInlineTransport(file: string): BatchTransport {
  const connection = openWritingConnection(file);
  return {
    apply: async (operations) => {
      try {
        return connection.apply(operations);
      } catch (error) {
        throw new Error(storageProblem(error, file), { cause: error });
      }
    },
    close: async () => connection.close(),
  };
}
