import { DatabaseSync } from 'node:sqlite';
import type { ProcessStand } from '../support/connector-process.ts';
import { waitUntil } from '../support/wait-until.ts';
import { type Ended, runCli } from './run-program.ts';

/** What a command says when a connector will do it, now or later. */
export const RUNNING = 'The running connector takes this up within a second.';
export const NOT_RUNNING = 'No connector is running on this data: this happens when one is started.';

export const ERASED =
  'This is done. What the running connector still writes for a turn under way is erased when that turn ends.';

/** Runs a command on the data folder of a stand. */
export function runBeside({ dataDir }: Pick<ProcessStand, 'dataDir'>, ...args: string[]): Promise<Ended> {
  return runCli([...args, '--data', dataDir]);
}

/** Resolves when the connector has finished every event it has. */
export async function waitUntilIdle({ connector }: Pick<ProcessStand, 'connector'>): Promise<void> {
  await waitUntil('nothing is open', async () => (await connector.openEvents()) === 0);
}

/** One number from the database of a data folder. */
export function count(dataDir: string, sql: string, ...values: string[]): number {
  const database = new DatabaseSync(`${dataDir}/connector.db`, { readOnly: true });
  try {
    return Number(Object.values(database.prepare(sql).get(...values) ?? {})[0]);
  } finally {
    database.close();
  }
}
