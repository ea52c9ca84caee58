import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openBesidePostgres } from '../../src/store/postgres/beside-store.ts';
import { databaseProblem } from '../../src/store/postgres/database-problem.ts';
import { openPostgresStore } from '../../src/store/postgres/postgres-store.ts';
import type { StoreLog } from '../../src/store/schema.ts';
import { runCli } from '../cli/run-program.ts';
import { createConfFolder } from '../config/create-conf-folder.ts';
import { startPostgres, type TestPostgres } from '../support/start-postgres.ts';

let server: TestPostgres;
let admin: string;
beforeAll(async () => {
  server = await startPostgres();
  admin = await server.createDatabase();
});
afterAll(() => server?.stop());

async function sql(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: admin });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

let users = 0;
/** A user of the test's database with a password that no message may show, and the rights that are given. */
async function userWith(...rights: string[]): Promise<{ name: string; url: URL }> {
  users += 1;
  const name = `visitor_${process.pid}_${users}`;
  await sql(`create role ${name} login password 'very-secret-word'`, ...rights.map((right) => `${right} ${name}`));
  const url = new URL(admin);
  url.username = name;
  url.password = 'very-secret-word';
  return { name, url };
}

function changed(url: URL, change: Partial<URL>): string {
  const copy = new URL(url);
  Object.assign(copy, change);
  return copy.href;
}

const problems: [name: string, address: () => Promise<string>, sentence: RegExp][] = [
  [
    'a wrong password',
    async () => changed((await userWith()).url, { password: 'wrong-secret-word' }),
    /^the database of server\.storage refuses the user or the password: correct them in the address \(28P01\)$/,
  ],
  [
    'a database that is not there',
    async () => changed((await userWith()).url, { pathname: '/nowhere' }),
    / is not there: create it \(createdb\)/,
  ],
  [
    'a port where nobody listens',
    async () => changed(new URL(admin), { port: '9' }),
    / does not listen: start it, or correct host and port/,
  ],
  [
    'a host that nobody knows',
    async () => changed(new URL(admin), { hostname: 'nowhere.invalid' }),
    / has a host (that is unknown|about which)/,
  ],
  [
    'no rights to make tables',
    async () => (await userWith()).url.href,
    / does not give its user the rights .*permission denied for database.*grant it create/,
  ],
  [
    'a server without encryption',
    async () => changed(new URL(admin), { search: '?sslmode=require' }),
    / does not encrypt connections: take sslmode out/,
  ],
  [
    'no password',
    async () => changed((await userWith()).url, { password: '' }),
    / (wants a password|refuses the user or the password)/,
  ],
];

describe.each(problems)('%s', (_name, address, sentence) => {
  test('is one sentence that says what to do, for the server and beside it', async () => {
    const url = await address();
    const found: unknown = await openPostgresStore({ url }).catch((error: unknown) => error);
    // What has this name is printed without its stack.
    expect(found).toMatchObject({ name: 'Error', message: expect.stringMatching(sentence) });
    expect((found as Error).message).not.toMatch(/secret-word|visitor_|\n/);
    const beside: unknown = await openBesidePostgres(url).then(
      (store) => store.close(),
      (error: unknown) => error,
    );
    // Reading whether there is data needs no right to make tables.
    if (beside !== undefined) expect((beside as Error).message).toMatch(/^the database of server\.storage /);
  }, 30_000);
});

test('the command line prints the sentence alone', async () => {
  const storage = changed((await userWith()).url, { password: 'wrong-secret-word' });
  const conf = createConfFolder({ 'custom/server.yaml': `host: 127.0.0.1\nstorage: ${storage}\n` });
  for (const command of [['start', '--port', '0'], ['dead-letters']]) {
    const { code, stdout, stderr } = await runCli([...command, '--conf', conf]);
    expect(stderr).toMatch(/^(the connector cannot start: )?the database of server\.storage refuses the user .*\n$/);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  }
}, 60_000);

describe('while it runs', () => {
  async function open() {
    const { name, url } = await userWith(`grant create on database "${new URL(admin).pathname.slice(1)}" to`);
    await sql('drop schema if exists smooch_connector cascade', 'drop schema if exists smooch_connector_jobs cascade');
    const lines: string[] = [];
    const note = (line: string) => void lines.push(line);
    const log: StoreLog = { info: note, warn: note, error: note };
    const store = await openPostgresStore({ url: url.href, log });
    onTestFinished(() => store.close());
    return { store, name, lines };
  }

  const cut = (name: string) => sql(`select pg_terminate_backend(pid) from pg_stat_activity where usename = '${name}'`);
  const append = (store: Awaited<ReturnType<typeof open>>['store']) =>
    store.append([{ lane: 'lane', kind: 'user', payload: 'hi', receivedAt: 1 }]);

  test.each<[what: string, away: (name: string) => string, back: (name: string) => string, sentence: RegExp]>([
    [
      'a password that was changed',
      (name) => `alter role ${name} password 'another'`,
      (name) => `alter role ${name} password 'very-secret-word'`,
      /refuses the user or the password/,
    ],
    [
      'rights that were taken away',
      (name) => `revoke all on schema smooch_connector from ${name}; alter schema smooch_connector owner to postgres`,
      (name) => `alter schema smooch_connector owner to ${name}; grant all on schema smooch_connector to ${name}`,
      /does not give its user the rights/,
    ],
  ])(
    '%s: nothing is taken and the sentence says why, until a write has worked again',
    async (_what, away, back, sentence) => {
      const { store, name, lines } = await open();
      await append(store);
      expect(store.outage()).toBeUndefined();
      await sql(away(name));
      await cut(name);
      // Also where nobody writes: the look for work tells.
      await store.claims?.claim(1).catch(() => {});
      await expect.poll(() => store.outage(), { timeout: 10_000 }).toMatch(sentence);
      await expect(append(store)).rejects.toThrow(sentence);
      expect(store.healthy()).toBe(false);
      await sql(back(name));
      await expect.poll(() => store.outage(), { timeout: 10_000 }).toBeUndefined();
      expect(await append(store)).toMatchObject([{ status: 'stored' }]);
      const told = lines.filter((line) => line.startsWith('nothing can be stored now'));
      expect(told.at(-1)).toMatch(sentence);
      expect(told.length).toBeLessThanOrEqual(2);
      expect(lines.at(-1)).toBe('the store can be written again');
      expect(lines.join('\n')).not.toContain('very-secret-word');
    },
    40_000,
  );
});

test.each([
  [Object.assign(new Error('certificate has expired'), { code: 'CERT_HAS_EXPIRED' }), 'NODE_EXTRA_CA_CERTS'],
  [Object.assign(new Error('too many clients'), { code: '53300' }), 'max_connections'],
  [Object.assign(new Error('read-only transaction'), { code: '25006' }), 'name the primary'],
  [new AggregateError([Object.assign(new Error('no'), { code: 'ECONNREFUSED' })]), 'does not listen'],
  [new Error('timeout exceeded when trying to connect'), 'does not answer in time'],
  [new Error('Connection terminated unexpectedly'), 'has closed the connection'],
  ['something that is no error', 'cannot be used: something that is no error'],
])('%s says what to do: %s', (error, words) => {
  expect(databaseProblem(error)).toMatch(/^the database of server\.storage /);
  expect(databaseProblem(error)).toContain(words);
});
