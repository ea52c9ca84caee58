import { PgBoss } from 'pg-boss';
import type { Database, Queryable } from './connection.ts';
import { JOBS_SCHEMA } from './tables.ts';

/** Which claim of which event; pg-boss counts claims as retries. */
export interface Held {
  id: number;
  attempt: number;
}

/** The queue of events, in pg-boss: of each lane the oldest one can be claimed, and only while no other of it is. */
export interface Jobs {
  /** Puts events into their lanes, within the transaction that stores them; of one lane in the order of their ids. */
  add(connection: Queryable, events: readonly { id: number; lane: string }[]): Promise<void>;
  /** Takes up to `limit` events. @returns their ids */
  claim(connection: Queryable, limit: number): Promise<number[]>;
  /** Ends claims: the next events of their lanes are free. */
  remove(connection: Queryable, held: readonly Held[]): Promise<void>;
  /** Removes events that were deleted, claimed or not. */
  forget(connection: Queryable, ids: readonly number[]): Promise<void>;
  /** Gives an event back. Until `notBefore` (milliseconds since 1970) its lane stays closed. */
  giveBack(connection: Queryable, held: Held, notBefore?: number): Promise<void>;
  /** Says that these are still worked on. @returns ids of those that are still claimed so */
  keep(held: readonly Held[]): Promise<number[]>;
  close(): Promise<void>;
}

export interface JobsOptions {
  /** Whether dead instances are looked for: the command line does not stay long enough. */
  supervise: boolean;
  /** Told what goes wrong beside our own calls. */
  onProblem(problem: unknown): void;
}

const QUEUE = 'lanes';
const YEAR_SECONDS = 365 * 24 * 3_600;

/**
 * Starts pg-boss over our connections. Its supervisor gives events back 10 s after the last sign of life of the
 * instance that claimed them; it looks every second, whichever instance is there.
 */
export async function startJobs(database: Database, options: JobsOptions): Promise<Jobs> {
  const { supervise, onProblem } = options;
  const boss = new PgBoss({
    db: toBossDatabase(database),
    schema: JOBS_SCHEMA,
    supervise,
    // Only instances bring the tables up to date, not the command line beside them.
    migrate: supervise,
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
    maintenanceIntervalSeconds: 3_600,
    schedule: false,
    warningQueueSize: 1_000_000,
  });
  boss.on('error', onProblem);
  boss.on('warning', onProblem);
  // pg-boss brings its own tables up to date; of several instances that start together one at a time.
  await database.locked(`${JOBS_SCHEMA}:start`, async () => {
    await boss.start();
    if ((await boss.getQueue(QUEUE)) === null) await boss.createQueue(QUEUE, QUEUE_OPTIONS);
  });
  const inside = (connection: Queryable) => ({ db: toBossDatabase(connection) });
  return {
    async add(connection, events) {
      const jobs = events.map(({ id, lane }) => ({ id: eventToJob(id), singletonKey: lane }));
      if (jobs.length > 0) await boss.insert(QUEUE, jobs, inside(connection));
    },
    async claim(connection, limit) {
      const jobs = await boss.fetch(QUEUE, { batchSize: limit, db: withoutNestedLoops(connection) });
      return jobs.map(({ id }) => jobToEvent(id));
    },
    async remove(connection, held) {
      if (held.length > 0) await boss.deleteJob(QUEUE, held.map(toFenced), inside(connection));
    },
    async forget(connection, ids) {
      if (ids.length > 0) await boss.deleteJob(QUEUE, ids.map(eventToJob), inside(connection));
    },
    async giveBack(connection, held, notBefore) {
      await boss.fail(QUEUE, [toFenced(held)], null, inside(connection));
      if (notBefore === undefined) return;
      const startAfter = new Date(notBefore).toISOString();
      await boss.update(QUEUE, null, { id: eventToJob(held.id), startAfter, ...inside(connection) });
    },
    async keep(held) {
      const { settled } = (await boss.touch(QUEUE, held.map(toFenced))) as { settled?: string[] };
      return (settled ?? []).map(jobToEvent);
    },
    close: () => boss.stop({ graceful: false, close: false }),
  };
}

const QUEUE_OPTIONS = {
  policy: 'key_strict_fifo',
  heartbeatSeconds: 10,
  // A job that failed for good would close its lane for ever: events are set aside by us, never by pg-boss.
  retryLimit: 1_000_000_000,
  retryDelay: 0,
  // The longest there is. Signs of life tell who is dead; how long a turn takes does not.
  expireInSeconds: 24 * 3_600 - 1,
  retentionSeconds: 10 * YEAR_SECONDS,
} as const;

function toBossDatabase({ raw }: Queryable) {
  return { executeSql: (text: string, values: unknown[] = []) => raw(text, values) };
}

/**
 * The queue is nearly empty when PostgreSQL last counted it, and then grows: taking it for empty, PostgreSQL would
 * compare each event that waits with each that is claimed, one by one. Sent together: one more journey costs as much.
 */
function withoutNestedLoops({ raw }: Queryable) {
  return {
    async executeSql(text: string) {
      const results = await raw(`set local enable_nestloop = off; ${text}; set local enable_nestloop = on`);
      return (results as unknown as { rows: unknown[] }[])[1] as { rows: unknown[] };
    },
  };
}

function toFenced({ id, attempt }: Held) {
  // The first claim of a job is no retry.
  return { id: eventToJob(id), retryCount: attempt - 1 };
}

/**
 * Jobs of one transaction share their time, and then stand in the order of their ids: so these count up like events.
 * The form is a UUID of version 8 (RFC 9562), which leaves its content to us.
 */
function eventToJob(id: number): string {
  const digits = id.toString(16).padStart(15, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-8${digits.slice(12)}-8000-000000000000`;
}

function jobToEvent(job: string): number {
  const digits = job.replaceAll('-', '');
  return Number.parseInt(digits.slice(0, 12) + digits.slice(13, 16), 16);
}
