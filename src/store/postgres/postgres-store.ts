import { type Clock, systemClock } from '../../core/clock.ts';
import { createBatchWriter } from '../batch-writer.ts';
import { createWrites } from '../create-writes.ts';
import type { Store } from '../schema.ts';
import { createSequences } from '../sequences.ts';
import { type ApplyOptions, applyBatch } from './apply-batch.ts';
import { createClaims } from './claims.ts';
import { createDatabase, type Database } from './connection.ts';
import { startJobs } from './jobs.ts';
import { createReads } from './reads.ts';
import { migrate } from './tables.ts';

export interface PostgresStoreOptions {
  /** `postgres://user:password@host:port/database` */
  url: string;
  clock?: Clock;
  /** Told what goes wrong in the background; the store goes on. */
  onProblem?(problem: unknown): void;
}

/**
 * Opens the store that several instances share.
 * @throws Error when the database cannot be reached, or a newer version wrote it
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  const { clock = systemClock, onProblem = () => {} } = options;
  const database = createDatabase(options.url);
  try {
    const id = await migrate(database);
    const jobs = await startJobs(database, { supervise: true, onProblem });
    return connect({ database, jobs, id, clock });
  } catch (error) {
    await database.close();
    throw error;
  }
}

interface Parts {
  database: Database;
  jobs: Awaited<ReturnType<typeof startJobs>>;
  id: string;
  clock: Clock;
}

function connect({ database, jobs, id, clock }: Parts): Store {
  const listeners: (() => void)[] = [];
  const onMore = () => {
    for (const listener of listeners) listener();
  };
  const apply: ApplyOptions = { database, jobs, onMore };
  const createWriter = () =>
    createBatchWriter({ apply: (operations) => applyBatch(apply, operations), close: async () => {} });
  // Events that come in do not wait for what turns write: each kind has its own commits.
  const [appends, turns] = [createWriter(), createWriter()];
  const reads = createReads(database);
  const inTurn = createSequences();
  return {
    id,
    claims: createClaims({
      database,
      jobs,
      release: async ({ id, attempt }) => void (await turns.write({ type: 'release', eventId: id, attempt })),
      onMore: (listener) => void listeners.push(listener),
    }),
    ...reads,
    ...createWrites({ appends, turns, reads, clock }),
    // Whoever waits for the lock of all instances holds a connection: of each name one at most.
    exclusively: (name, work) => inTurn(name, () => database.locked(`smooch-connector:${name}`, work)),
    async close() {
      await Promise.all([appends.close(), turns.close()]);
      await jobs.close();
      await database.close();
    },
  };
}
