import { parentPort, workerData } from 'node:worker_threads';
import type { WriteOperation, WriteResult } from '../write-operations.ts';
import { storageProblem } from './storage-problem.ts';
import { openWritingConnection, type WritingConnection } from './writing-connection.ts';

/** What the writing thread answers: first whether it has begun, then to each batch. */
export type ThreadAnswer = { results: WriteResult[] } | { failed: string };

// The thread that owns the writing connection: one batch in, its results out.
const { file } = workerData as { file: string };
let connection: WritingConnection | undefined;

parentPort?.on('message', (message: WriteOperation[] | 'close') => {
  if (message === 'close') {
    connection?.close();
    parentPort?.close();
    return;
  }
  answer(() => connection?.apply(message) ?? []);
});
answer(() => {
  connection = openWritingConnection(file);
  return [];
});

function answer(work: () => WriteResult[]): void {
  let answer: ThreadAnswer;
  try {
    answer = { results: work() };
  } catch (error) {
    answer = { failed: storageProblem(error, file) };
  }
  parentPort?.postMessage(answer);
}
