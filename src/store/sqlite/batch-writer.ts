import { StoreUnavailableError } from '../schema.ts';
import type { WriteOperation, WriteResult } from './write-operations.ts';

/** How batches get to the connection: in this thread, or in one of its own. */
export interface BatchTransport {
  apply(operations: WriteOperation[]): Promise<WriteResult[]>;
  close(): Promise<void>;
}

interface Queued {
  operation: WriteOperation;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Queues writes and commits together whatever has gathered while the last commit was under way. */
export interface BatchWriter {
  write(operation: WriteOperation): Promise<unknown>;
  healthy(): boolean;
  close(): Promise<void>;
}

const RETRY_MS = 1_000;
const LARGEST_BATCH = 2_000;

/**
 * Group commit: one sync to disk serves every turn that waits for one.
 * When a commit fails, appends are refused (Smooch delivers them again); writes of running turns are
 * kept and tried again until the disk takes them, so that nothing that happened is forgotten.
 */
export function createBatchWriter(transport: BatchTransport): BatchWriter {
  let queue: Queued[] = [];
  let busy: Promise<void> | undefined;
  let failure: unknown;

  const commitGathered = async () => {
    while (queue.length > 0) {
      const batch = queue.splice(0, LARGEST_BATCH);
      try {
        settle(batch, await transport.apply(batch.map((queued) => queued.operation)));
        failure = undefined;
      } catch (error) {
        failure = error;
        queue = [...keepAfterFailure(batch, error), ...queue];
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
        if (queue.length === 0) queue.push(probe());
      }
    }
    busy = undefined;
  };

  const enqueue = (operation: WriteOperation): Promise<unknown> =>
    new Promise((resolve, reject) => {
      queue.push({ operation, resolve, reject });
      // What other turns write in this turn of the event loop joins the batch.
      busy ??= new Promise<void>((begin) => setImmediate(begin)).then(commitGathered);
    });

  return {
    write: (operation) =>
      failure !== undefined && operation.type === 'append'
        ? Promise.reject(new StoreUnavailableError(failure))
        : enqueue(operation),
    healthy: () => failure === undefined,
    close: async () => {
      while (busy !== undefined && failure === undefined) await busy;
      await transport.close();
    },
  };
}

function settle(batch: Queued[], results: WriteResult[]): void {
  batch.forEach((queued, index) => {
    const result = results[index];
    if (result === undefined || 'broken' in result) queued.reject(new Error(result?.broken ?? 'no result'));
    else queued.resolve(result.value);
  });
}

/** Appends are handed back; every other write stays in the queue. */
function keepAfterFailure(batch: Queued[], error: unknown): Queued[] {
  for (const queued of batch) {
    if (queued.operation.type === 'append') queued.reject(new StoreUnavailableError(error));
  }
  return batch.filter((queued) => queued.operation.type !== 'append' && queued.operation.type !== 'probe');
}

function probe(): Queued {
  return { operation: { type: 'probe' }, resolve: () => {}, reject: () => {} };
}
