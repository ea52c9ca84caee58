import pg from 'pg';
import { StoreUnavailableError } from '../schema.ts';
import { databaseProblem } from './database-problem.ts';
import { toStorable } from './to-storable.ts';

/** A place to run statements: the pool, or one connection inside a transaction. */
export interface Queryable {
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** What the driver says: one result, or one per statement where the text holds several. For pg-boss. */
  raw(text: string, values?: readonly unknown[]): Promise<pg.QueryResult>;
}

/** The connections of one instance. */
export interface Database extends Queryable {
  /** Commits what the work wrote, or nothing when it throws. @throws whatever PostgreSQL, or the work, says */
  transaction<T>(work: (connection: Queryable) => Promise<T>): Promise<T>;
  /** Holds a lock of the whole database while the work runs. */
  locked<T>(name: string, work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** As which the instances show in `pg_stat_activity`. */
export const APPLICATION_NAME = 'smooch-connector';
/** Connections of one instance: one each for appends, turns, claims and signs of life, the rest reads and pg-boss. */
export const CONNECTIONS = 10;
const CONNECT_MS = 5_000;
/** A database that does not answer for this long counts as gone. */
const ANSWER_MS = 10_000;
const INT8 = 20;

/**
 * Creates the pool; nothing is connected yet.
 * @param url `postgres://user:password@host:port/database`
 */
export function createDatabase(url: string, applicationName = APPLICATION_NAME): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: ANSWER_MS,
    statement_timeout: ANSWER_MS,
    keepAlive: true,
    application_name: applicationName,
    // Our ids and times fit into a number.
    types: {
      getTypeParser: ((oid: number, format) =>
        oid === INT8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  // A connection that breaks while nobody uses it: the next statement opens another one.
  pool.on('error', () => {});
  // One that breaks between two statements of a transaction: the next of them fails, which is enough to know.
  pool.on('connect', (client) => client.on('error', () => {}));
  const withClient = async <T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
    const client = await pool.connect();
    try {
      const result = await work(client);
      client.release();
      return result;
    } catch (error) {
      // Nobody knows what state the connection is in: it is not used again.
      client.release(true);
      throw error;
    }
  };

  return {
    ...toQueryable(pool),
    transaction: (work) =>
      withClient(async (client) => {
        await client.query('begin');
        try {
          const result = await work(toQueryable(client));
          await client.query('commit');
          return result;
        } catch (error) {
          await client.query('rollback').catch(() => {});
          throw error;
        }
      }),
    locked: (name, work) =>
      withClient(async (client) => {
        const key = [toStorable(name)];
        await client.query('select pg_advisory_lock(hashtextextended($1, 0))', key);
        try {
          return await work();
        } finally {
          await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', key);
        }
      }),
    close: () => pool.end(),
  };
}

function toQueryable(client: pg.Pool | pg.PoolClient): Queryable {
  const raw = (text: string, values: readonly unknown[] = []) => client.query(text, [...values]);
  return {
    raw,
    query: async <Row>(text: string, values?: readonly unknown[]) => (await raw(text, values)).rows as Row[],
  };
}

/** Two instances stood in each other's way: the same transaction works when it is run again (SQLSTATE). */
const CONFLICTS = ['40001', '40P01'];
/**
 * Connection gone, user refused, database or schema gone, read-only, out of space or memory, server stopping, system
 * failure: the first two characters of SQLSTATE.
 */
const OUTAGES = ['08', '28', '3D', '3F', '25', '53', '55', '57', '58', 'XX'];
/** Rights that were taken away, tables that were dropped. */
const OUTAGE_STATES = ['42501', '42P01'];

/** Whether the same transaction may simply be run again. */
export function isConflict(error: unknown): boolean {
  return CONFLICTS.includes(sqlState(error));
}

/** Whether the database as a whole cannot be worked with now: everything that is no fault of one statement. */
export function isOutage(error: unknown): boolean {
  const state = sqlState(error);
  // What comes without SQLSTATE comes from the connection, not from PostgreSQL.
  return state === '' || OUTAGES.includes(state.slice(0, 2)) || OUTAGE_STATES.includes(state);
}

function sqlState(error: unknown): string {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : '';
}

/** A read that fails says nothing about the event it was for. @throws StoreUnavailableError */
export async function reading<T>(read: Promise<T>): Promise<T> {
  try {
    return await read;
  } catch (error) {
    throw new StoreUnavailableError(new Error(databaseProblem(error), { cause: error }));
  }
}
