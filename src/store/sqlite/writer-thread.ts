import { parentPort, workerData } from 'node:worker_threads';
import type { WriteOperation } from '../write-operations.ts';
import { createApplyBatch } from './apply-batch.ts';
import { openForWriting } from './open-database.ts';
import type { BatchAnswer } from './thread-transport.ts';

// The thread that owns the writing connection: one batch in, its results out.
const database = openForWriting((workerData as { file: string }).file);
const applyBatch = createApplyBatch(database);

parentPort?.on('message', (message: WriteOperation[] | 'close') => {
  if (message === 'close') {
    database.close();
    parentPort?.close();
    return;
  }
  parentPort?.postMessage(answerTo(message));
});
parentPort?.postMessage('ready');

function answerTo(operations: WriteOperation[]): BatchAnswer {
  try {
    return { results: applyBatch(operations) };
  } catch (error) {
    const { message, errcode } = error as { message: string; errcode?: number };
    return { failed: message, errcode };
  }
}
