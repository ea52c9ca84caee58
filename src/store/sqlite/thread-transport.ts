import { Worker } from 'node:worker_threads';
import type { BatchTransport } from '../batch-writer.ts';
import type { WriteOperation, WriteResult } from '../write-operations.ts';
import type { ThreadAnswer } from './writer-thread.ts';

/**
 * Writes in a thread that owns the connection, so that a slow disk never holds up the event loop.
 * One batch is under way at a time; the writer gathers the next one meanwhile.
 * @throws Error whose message is a sentence for the operator
 */
export async function createThreadTransport(file: string): Promise<BatchTransport> {
  const script = new URL(
    import.meta.url.endsWith('.ts') ? './writer-thread.ts' : './writer-thread.js',
    import.meta.url,
  );
  // What a batch leaves behind is small and short-lived: with less room it takes less memory, not more time.
  const worker = new Worker(script, { workerData: { file }, resourceLimits: { maxYoungGenerationSizeMb: 4 } });
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  let pending: { resolve(results: WriteResult[]): void; reject(error: Error): void } | undefined;
  let gone: Error | undefined;

  const fail = (error: Error) => {
    gone = error;
    pending?.reject(error);
    pending = undefined;
  };
  worker.on('error', (error) => fail(new Error(`the thread that writes has failed (${String(error)}): start again`)));
  worker.on('exit', () => fail(gone ?? new Error('the thread that writes has ended: start again')));
  worker.on('message', (answer: ThreadAnswer) => {
    if ('results' in answer) pending?.resolve(answer.results);
    else pending?.reject(new Error(answer.failed));
    pending = undefined;
  });
  const exchange = (message?: WriteOperation[]) =>
    new Promise<WriteResult[]>((resolve, reject) => {
      if (gone !== undefined) return reject(gone);
      pending = { resolve, reject };
      if (message !== undefined) worker.postMessage(message);
    });
  const end = async () => {
    worker.postMessage('close');
    await ended;
  };
  // What it says first is whether it could open the database.
  await exchange().catch(async (error: unknown) => {
    await end();
    throw error;
  });
  return { apply: exchange, close: end };
}
