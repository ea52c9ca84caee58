import { Worker } from 'node:worker_threads';
import type { BatchTransport } from '../batch-writer.ts';
import type { WriteResult } from '../write-operations.ts';

/** What the writing thread answers to a batch. */
export type BatchAnswer = { results: WriteResult[] } | { failed: string; errcode?: number };

/**
 * Writes in a thread that owns the connection, so that a slow disk never holds up the event loop.
 * One batch is under way at a time; the writer gathers the next one meanwhile.
 */
export async function createThreadTransport(file: string): Promise<BatchTransport> {
  const script = new URL(
    import.meta.url.endsWith('.ts') ? './writer-thread.ts' : './writer-thread.js',
    import.meta.url,
  );
  // What a batch leaves behind is small and short-lived: with less room it takes less memory, not more time.
  const worker = new Worker(script, { workerData: { file }, resourceLimits: { maxYoungGenerationSizeMb: 4 } });
  let pending: { resolve(results: WriteResult[]): void; reject(error: Error): void } | undefined;

  const fail = (error: Error) => {
    pending?.reject(error);
    pending = undefined;
  };
  await new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve());
    worker.once('error', reject);
  });
  worker.removeAllListeners('error');
  worker.on('error', fail);
  worker.on('message', (answer: BatchAnswer) => {
    if ('results' in answer) pending?.resolve(answer.results);
    else pending?.reject(Object.assign(new Error(answer.failed), { errcode: answer.errcode }));
    pending = undefined;
  });

  return {
    apply: (operations) =>
      new Promise((resolve, reject) => {
        pending = { resolve, reject };
        worker.postMessage(operations);
      }),
    close: async () => {
      worker.postMessage('close');
      await new Promise((resolve) => worker.once('exit', resolve));
    },
  };
}
