import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { startPostgres } from '../test/support/start-postgres.ts';

/** What PostgreSQL did since it began. */
export interface PostgresSample {
  /** Monotonic clock of this process, milliseconds. */
  at: number;
  /** CPU of all its processes, milliseconds; from Linux's /proc, whose ticks are 10 ms. */
  cpu: number;
  /** Transactions of the connectors that ended well, those that only read included (`pg_stat_database`). */
  commits: number;
  /** Statements of the connectors while they were counted, `begin` and `commit` included (`pg_stat_statements`). */
  statements: number;
}

/** One kind of statement, over all its calls while statements were counted. */
export interface StatementCost {
  text: string;
  calls: number;
  /** Milliseconds inside PostgreSQL, planning included; the sync of a commit too. */
  ms: number;
  rows: number;
}

/** Looks at the PostgreSQL server of a stand, through a connection that counts nowhere. */
export interface PostgresProbe {
  sample(): Promise<PostgresSample>;
  /** Counting costs time: it is off until it is asked for. */
  countStatements(on: boolean): Promise<void>;
  /** The dearest first. */
  statements(): Promise<StatementCost[]>;
}

/** Loaded with the server, and idle until the probe switches it on. */
const COUNTER = ['-c', 'shared_preload_libraries=pg_stat_statements'];
/** Without the checks of foreign keys, which PostgreSQL makes by itself. */
const SENT = "toplevel and query not like 'SELECT 1 FROM ONLY %'";
const TICK_MS = 10;

/** Starts a server with an empty database. Needs the package's own PostgreSQL: nobody else's is restarted or counted. */
export async function startBenchPostgres(): Promise<{ url: string; probe: PostgresProbe; stop(): Promise<void> }> {
  if (process.env.TEST_DATABASE_URL)
    throw new Error('the bench starts a PostgreSQL of its own: unset TEST_DATABASE_URL');
  const server = await startPostgres(COUNTER);
  const url = await server.createDatabase();
  const client = new pg.Client({ connectionString: new URL('/postgres', url).href });
  await client.connect();
  await client.query('create extension pg_stat_statements');
  await trackStatements(client, 'none');
  const stop = async () => {
    await client.end();
    await server.stop();
  };
  return { url, probe: await createProbe(client, new URL(url).pathname.slice(1)), stop };
}

async function createProbe(client: pg.Client, database: string): Promise<PostgresProbe> {
  const { rows } = await client.query('select oid, pg_backend_pid() as pid from pg_database where datname = $1', [
    database,
  ]);
  const [oid, postmaster] = [rows[0].oid as number, parentOf(rows[0].pid as number)];
  return {
    async sample() {
      const at = performance.now();
      const cpu = cpuOf(postmaster);
      const counted = await client.query(
        `select pg_stat_get_db_xact_commit($1)::float8 as commits,
           (select coalesce(sum(calls), 0)::float8 from pg_stat_statements where dbid = $1 and ${SENT}) as statements`,
        [oid],
      );
      return { at, cpu, ...(counted.rows[0] as Pick<PostgresSample, 'commits' | 'statements'>) };
    },
    countStatements: (on) => trackStatements(client, on ? 'top' : 'none'),
    async statements() {
      const { rows } = await client.query(
        `select query as text, calls::float8, total_exec_time + total_plan_time as ms, rows::float8
         from pg_stat_statements where dbid = $1 order by ms desc`,
        [oid],
      );
      return rows as StatementCost[];
    },
  };
}

async function trackStatements(client: pg.Client, which: 'top' | 'none'): Promise<void> {
  await client.query(`alter system set pg_stat_statements.track = ${which}`);
  await client.query('alter system set pg_stat_statements.track_planning = on');
  await client.query('select pg_reload_conf()');
}

/** Fields of /proc/PID/stat from the state on, which is the third one (proc_pid_stat(5)). */
function statOf(pid: number | string): string[] {
  const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return line.slice(line.lastIndexOf(')') + 2).split(' ');
}

function parentOf(pid: number): number {
  return Number(statOf(pid)[1]);
}

/** The server, its processes, and those of them that have ended. */
function cpuOf(postmaster: number): number {
  const own = statOf(postmaster).slice(11, 15);
  const children = readdirSync('/proc').flatMap((pid) => {
    const stat = /^\d+$/.test(pid) ? statIfAlive(pid) : undefined;
    return stat !== undefined && Number(stat[1]) === postmaster ? stat.slice(11, 13) : [];
  });
  return [...own, ...children].reduce((sum, ticks) => sum + Number(ticks), 0) * TICK_MS;
}

function statIfAlive(pid: string): string[] | undefined {
  try {
    return statOf(pid);
  } catch {
    return undefined;
  }
}
