import { ClaimLostError, StoreUnavailableError } from './schema.ts';
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
  /** Why nothing can be written, and what to do; undefined once a write has worked again. */
  outage(): string | undefined;
  /** A read has met what cannot be: nothing is written until the whole store was found sound. */
  doubt(error: Error): void;
  close(): Promise<void>;
}

/** Told why nothing can be written, each time the reason changes, and undefined once a write has worked again. */
export type OnOutage = (problem: string | undefined) => void;

const RETRY_MS = 1_000;
const LARGEST_BATCH = 2_000;

/** What a running turn writes: it happened, so it is kept until the disk takes it. */
const KEPT: readonly WriteOperation['type'][] = ['turn', 'replay', 'release', 'erase'];

/**
 * Group commit: one sync to disk serves every turn that waits for one.
 * When a commit fails, what comes from outside is refused (senders deliver it again, the sweep comes again); writes of
 * running turns are kept and tried again until the disk takes them, so that nothing that happened is forgotten.
 */
export function createBatchWriter(transport: BatchTransport, onChange: OnOutage = () => {}): BatchWriter {
  let queue: Queued[] = [];
  let busy: Promise<void> | undefined;
  let failure: Error | undefined;
  /** A read has failed since the store was last found sound: that something else can be written proves nothing. */
  let doubted = false;
  let closed = false;

  const note = (error: Error | undefined) => {
    const isNews = error?.message !== failure?.message;
    failure = error;
    if (isNews) onChange(error?.message);
  };
  let hurry = () => {};
  const retryTime = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, RETRY_MS);
      hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const commitGathered = async () => {
    while (queue.length > 0) {
      const batch = queue.splice(0, LARGEST_BATCH);
      try {
        settle(batch, await transport.apply(batch.map((queued) => queued.operation)));
        if (batch.some(isThorough)) doubted = false;
        if (!doubted) note(undefined);
      } catch (error) {
        note(error instanceof Error ? error : new Error(String(error)));
        queue = keepAfterFailure([...batch, ...queue], error);
        await retryTime();
        if (closed) break;
        if (queue.length === 0 || doubted) queue.push(probe(doubted));
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
      closed || (failure !== undefined && !KEPT.includes(operation.type))
        ? Promise.reject(new StoreUnavailableError(failure))
        : enqueue(operation),
    healthy: () => failure === undefined,
    outage: () => failure?.message,
    doubt(error) {
      if (doubted || closed) return;
      doubted = true;
      note(error);
      void enqueue({ type: 'probe', thorough: true }).catch(() => {});
    },
    close: async () => {
      while (busy !== undefined && failure === undefined) await busy;
      closed = true;
      hurry();
      await busy;
      for (const queued of queue.splice(0)) queued.reject(new StoreUnavailableError(failure));
      await transport.close();
    },
  };
}

function settle(batch: Queued[], results: WriteResult[]): void {
  batch.forEach((queued, index) => {
    const result = results[index];
    if (result === undefined || 'broken' in result) queued.reject(new Error(result?.broken ?? 'no result'));
    else if ('lost' in result) queued.reject(new ClaimLostError());
    else queued.resolve(result.value);
  });
}

/** What turns write stays in the queue; the rest is handed back. */
function keepAfterFailure(queue: Queued[], error: unknown): Queued[] {
  const isKept = ({ operation }: Queued) => KEPT.includes(operation.type);
  for (const queued of queue) if (!isKept(queued)) queued.reject(new StoreUnavailableError(error));
  return queue.filter(isKept);
}

function isThorough({ operation }: Queued): boolean {
  return operation.type === 'probe' && operation.thorough === true;
}

function probe(thorough: boolean): Queued {
  return { operation: { type: 'probe', thorough }, resolve: () => {}, reject: () => {} };
}
