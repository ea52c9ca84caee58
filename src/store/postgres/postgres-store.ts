import { type Clock, systemClock } from '../../core/clock.ts';
import { createBatchWriter } from '../batch-writer.ts';
import { createWrites } from '../create-writes.ts';
import { logOutages } from '../log-outages.ts';
import { type Store, type StoreLog, StoreUnavailableError } from '../schema.ts';
import { createSequences } from '../sequences.ts';
import { type ApplyOptions, applyBatch } from './apply-batch.ts';
import { createClaims } from './claims.ts';
import { createDatabase, type Database } from './connection.ts';
import { databaseProblem } from './database-problem.ts';
import { startJobs } from './jobs.ts';
import { createReads } from './reads.ts';
import { migrate } from './tables.ts';

export interface PostgresStoreOptions {
  /** `postgres://user:password@host:port/database` */
  url: string;
  clock?: Clock;
  log?: StoreLog;
}

const NO_LOG: StoreLog = { info: () => {}, warn: () => {}, error: () => {} };
const BETWEEN_WARNINGS_MS = 60_000;

/**
 * Opens the store that several instances share.
 * @throws Error with a sentence for the operator: the database cannot be reached, lets nobody in, lacks rights, or a
 * newer version wrote it
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  const { clock = systemClock, log = NO_LOG } = options;
  const database = createDatabase(options.url);
  try {
    const id = await migrate(database);
    const onProblem = warnNowAndThen(clock, log);
    const jobs = await startJobs(database, { supervise: true, onProblem });
    return connect({ database, jobs, id, clock, log });
  } catch (error) {
    await database.close();
    throw new Error(databaseProblem(error), { cause: error });
  }
}

/** What goes wrong beside our own calls: pg-boss looks every second, and an outage lasts longer. */
function warnNowAndThen(clock: Clock, log: StoreLog): (problem: unknown) => void {
  let warnedAt = Number.NEGATIVE_INFINITY;
  return (problem) => {
    if (clock.monotonic() - warnedAt < BETWEEN_WARNINGS_MS) return;
    warnedAt = clock.monotonic();
    log.warn(
      `the queue in PostgreSQL has a problem: ${problem instanceof Error ? databaseProblem(problem) : say(problem)}`,
    );
  };
}

/** A warning of pg-boss is an object with a message. */
function say(problem: unknown): string {
  const { message } = (problem ?? {}) as { message?: unknown };
  return typeof message === 'string' ? message : JSON.stringify(problem);
}

interface Parts {
  database: Database;
  jobs: Awaited<ReturnType<typeof startJobs>>;
  id: string;
  clock: Clock;
  log: StoreLog;
}

function connect({ database, jobs, id, clock, log }: Parts): Store {
  const listeners: (() => void)[] = [];
  const onMore = () => {
    for (const listener of listeners) listener();
  };
  const apply: ApplyOptions = { database, jobs, onMore };
  const onOutage = logOutages(log);
  const inWords = (error: unknown): never => {
    throw new Error(databaseProblem(error), { cause: error });
  };
  const createWriter = () =>
    createBatchWriter(
      { apply: (operations) => applyBatch(apply, operations).catch(inWords), close: async () => {} },
      onOutage(),
    );
  // Events that come in do not wait for what turns write: each kind has its own commits.
  const [appends, turns] = [createWriter(), createWriter()];
  const reads = createReads(database);
  const inTurn = createSequences();
  const claims = createClaims({
    database,
    jobs,
    release: async ({ id, attempt }) => void (await turns.write({ type: 'release', eventId: id, attempt })),
    onMore: (listener) => void listeners.push(listener),
  });
  /** While nothing is written, only this tells that the database is gone. */
  const doubt = (error: unknown): never => {
    const problem = new Error(databaseProblem(error), { cause: error });
    turns.doubt(problem);
    throw new StoreUnavailableError(problem);
  };
  return {
    id,
    claims: { ...claims, claim: (limit) => claims.claim(limit).catch(doubt) },
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
