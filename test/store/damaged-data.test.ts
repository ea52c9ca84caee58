import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { BesideError } from '../../src/store/beside-store.ts';
import { openBeside } from '../../src/store/sqlite/beside-store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { runCli } from '../cli/run-program.ts';
import { createConfFolder } from '../config/create-conf-folder.ts';
import { temporaryFolder } from '../support/conf-folder.ts';
import { type ProcessStand, startProcessStand } from '../support/connector-process.ts';
import { waitUntil } from '../support/wait-until.ts';

/** A data folder with so many events that garbage in the middle of its database hits some of them. */
async function filledFolder(): Promise<{ folder: string; file: string }> {
  const { path: folder, remove } = temporaryFolder('damaged');
  onTestFinished(remove);
  const store = await openSqliteStore({ folder });
  const events = Array.from({ length: 200 }, (_, index) => ({
    lane: `lane ${index}`,
    kind: 'user' as const,
    payload: 'x'.repeat(700),
    dedupe: { key: `key ${index}` },
    receivedAt: 1,
  }));
  await store.append(events);
  await store.close();
  return { folder, file: join(folder, 'connector.db') };
}

/** Overwrites a part of a file with what nobody wrote there. */
function garbage(file: string, from: number, bytes: number): void {
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, randomBytes(bytes), 0, bytes, from);
  closeSync(descriptor);
}

const toFolder = (file: string) => {
  rmSync(file, { force: true });
  mkdirSync(file);
};

/** Each damage, the file that the sentence has to name, and what it says to do. */
const damages: [name: string, damage: (file: string) => void, ending: string, remedy: string][] = [
  ['a file that was cut off', (file) => truncateSync(file, 80_000), '', 'the newest backup'],
  ['a file without a byte', (file) => truncateSync(file, 0), '', 'the newest backup'],
  ['a file of a few bytes', (file) => truncateSync(file, 50), '', 'the newest backup'],
  ['garbage in place of the header', (file) => garbage(file, 0, 100), '', 'the newest backup'],
  ['garbage in the middle', (file) => garbage(file, 100_000, 60_000), '', 'the newest backup'],
  ['a folder in place of the database', toFolder, '', 'move it away'],
  ['a folder in place of the WAL', (file) => mkdirSync(`${file}-wal`), '-wal', 'move it away'],
  ['a folder in place of the shared memory', (file) => mkdirSync(`${file}-shm`), '-shm', 'move it away'],
  ['a database of another program', toOtherDatabase, '', '--data DIR'],
];

function toOtherDatabase(file: string): void {
  rmSync(file);
  const database = new DatabaseSync(file);
  database.exec('create table bikes (name text); pragma user_version = 1');
  database.close();
}

describe.each(damages)('%s', (_name, damage, ending, remedy) => {
  test('ends the start with one sentence that names the file and what to do', async () => {
    const { folder, file } = await filledFolder();
    damage(file);
    const error: unknown = await openSqliteStore({ folder }).catch((error: unknown) => error);
    // What has this name is printed without its stack.
    expect(error).toMatchObject({ name: 'Error', message: expect.stringContaining(remedy) });
    expect((error as Error).message).toMatch(/^[^\n]+$/);
    expect((error as Error).message).toContain(`${file}${ending} `);
  });

  test('is a sentence on the command line, too, where a command meets it', async () => {
    const { folder, file } = await filledFolder();
    damage(file);
    // A damage that it does not meet is none of its business.
    const use = () => {
      const store = openBeside(folder);
      try {
        store.lanesOfUser('nobody');
      } finally {
        store.close();
      }
    };
    let met: unknown;
    try {
      use();
    } catch (error) {
      met = error;
    }
    if (met !== undefined) expect(met).toBeInstanceOf(BesideError);
  });
});

test('the command line prints the sentence and nothing else', async () => {
  const { folder, file } = await filledFolder();
  garbage(file, 100_000, 60_000);
  const conf = createConfFolder({ 'custom/server.yaml': 'host: 127.0.0.1\n' });
  const { code, stdout, stderr } = await runCli(['start', '--conf', conf, '--data', folder, '--port', '0']);
  expect(stderr).toMatch(/^the connector cannot start: .+connector\.db is damaged .+backup.+\n$/);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
}, 30_000);

test('the file of the lock holds nothing: when it is damaged it is to be deleted', async () => {
  const { folder } = await filledFolder();
  writeFileSync(join(folder, 'lock.db'), randomBytes(5_000));
  await expect(openSqliteStore({ folder })).rejects.toThrow(/lock\.db is damaged .*delete it/);
});

test('a WAL that cannot be understood is left out, and the log says what that means', async () => {
  const { folder, file } = await filledFolder();
  writeFileSync(`${file}-wal`, randomBytes(50_000));
  const said: string[] = [];
  const log = { info: () => {}, warn: () => {}, error: (message: string) => void said.push(message) };
  const store = await openSqliteStore({ folder, log });
  onTestFinished(() => store.close());
  expect(said).toEqual([expect.stringMatching(/connector\.db-wal cannot be understood.* is lost/)]);
  expect(await store.waiting()).toHaveLength(200);
});

test('a WAL that a killed process left is read without a word', async () => {
  const { folder, file } = await filledFolder();
  const writer = new DatabaseSync(file);
  writer.exec("insert into events (lane, kind, payload, received_at) values ('late', 'user', '1', 1)");
  const copy = join(folder, '..', `${Date.now()}.copy`);
  // What a kill leaves behind: files as they are, and nobody who closed them.
  const { cpSync } = await import('node:fs');
  cpSync(folder, copy, { recursive: true });
  onTestFinished(() => rmSync(copy, { recursive: true }));
  writer.close();
  expect(statSync(join(copy, 'connector.db-wal')).size).toBeGreaterThan(32);
  const said: string[] = [];
  const note = (message: string) => void said.push(message);
  const store = await openSqliteStore({ folder: copy, log: { info: note, warn: note, error: note } });
  onTestFinished(() => store.close());
  expect(said).toEqual([]);
  expect(await store.waiting()).toHaveLength(201);
});

describe('while the connector runs', () => {
  async function startStand(): Promise<{ stand: ProcessStand; file: string }> {
    const stand = await startProcessStand({ retrySpacingMs: [100, 200, 400, 800, 1600, 3200] });
    onTestFinished(() => stand.stop());
    for (let user = 0; user < 12; user += 1) stand.user().say(`hello ${'y'.repeat(2000)}`);
    await waitUntil(
      'all is answered',
      async () => stand.log().filter(({ msg }) => msg === 'turn').length >= 12,
      20_000,
    );
    return { stand, file: join(stand.dataDir, 'connector.db') };
  }

  /** What `/readyz` says while webhooks come, over as many seconds as the store has tried again in. */
  async function watch({ connector, user }: ProcessStand, times: number): Promise<boolean[]> {
    const seen: boolean[] = [];
    for (let look = 0; look < times; look += 1) {
      user().say(`still there? ${look}`);
      seen.push((await connector.readiness())?.ready ?? false);
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    return seen;
  }

  const problemsOf = (stand: ProcessStand) =>
    stand.log().filter(({ msg }) => String(msg).startsWith('nothing can be stored now'));

  test.each<[name: string, damage: (file: string) => void, named: string]>([
    [
      'garbage over most of the database',
      (file) => garbage(file, 4096, statSync(file).size - 4096),
      'connector.db is damaged',
    ],
    ['a database that was cut off', (file) => truncateSync(file, 8192), 'connector.db is damaged'],
    [
      'a database that was moved away',
      (file) => renameSync(file, `${file}.away`),
      'connector.db was deleted or moved away',
    ],
    ['a folder in place of the database', toFolder, 'connector.db was replaced'],
    ['a WAL that was deleted', (file) => rmSync(`${file}-wal`), 'connector.db-wal was deleted'],
    ['shared memory that was deleted', (file) => rmSync(`${file}-shm`), 'connector.db-shm was deleted'],
  ])(
    '%s: readiness goes down and stays down, one line says why, and the process lives',
    async (_name, damage, named) => {
      const { stand, file } = await startStand();
      // What is only in the WAL would hide the damage.
      const other = new DatabaseSync(file);
      other.exec('pragma wal_checkpoint(truncate)');
      other.close();
      damage(file);
      const seen = await watch(stand, 30);
      expect(seen.lastIndexOf(true)).toBeLessThan(20);
      expect(seen.slice(seen.lastIndexOf(true) + 1).length).toBeGreaterThan(8);
      // From the first "not ready" on never "ready" again.
      expect(seen.slice(seen.indexOf(false)).includes(true)).toBe(false);
      // One line for each reason: on a slow machine a failed read may be met before the damage behind it is found.
      const problems = problemsOf(stand).map(({ msg }) => String(msg).replaceAll(/\([^()]*\)/g, ''));
      expect([1, 2]).toContain(problems.length);
      expect(new Set(problems).size).toBe(problems.length);
      expect(problems.at(-1)).toContain(named);
      expect(stand.connector.pid).toBeDefined();
      expect((await fetch(`${stand.connector.url}/healthz`)).status).toBe(200);
    },
    60_000,
  );

  test('a database that is put back is used again', async () => {
    const { stand, file } = await startStand();
    renameSync(file, `${file}.away`);
    stand.user().say('hello?');
    await waitUntil('it is not ready', async () => (await stand.connector.readiness())?.ready === false);
    renameSync(`${file}.away`, file);
    await waitUntil('it is ready again', async () => (await stand.connector.readiness())?.ready === true, 30_000);
    const user = stand.user();
    user.say('hello');
    await stand.smooch.control.waitForMessages(user.id, 1);
    expect(stand.log().map(({ msg }) => msg)).toContain('the store can be written again');
  }, 60_000);
});

test('a clean stop leaves no WAL', async () => {
  const { folder, file } = await filledFolder();
  for (const writer of ['thread', 'inline'] as const) {
    const store = await openSqliteStore({ folder, writer });
    await store.put('space', 'key', 'value');
    expect(existsSync(`${file}-wal`)).toBe(true);
    await store.close();
    expect([existsSync(`${file}-wal`), existsSync(`${file}-shm`)]).toEqual([false, false]);
  }
});
