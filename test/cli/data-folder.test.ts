import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { createConfFolder } from '../config/create-conf-folder.ts';
import { runCli } from './run-program.ts';

const commands = [
  ['backup', join(tmpdir(), 'backup-of-nothing.db')],
  ['dead-letters'],
  ['dead-letters', 'retry', '--all'],
  ['extra-info', 'show'],
  ['extra-info', 'refresh'],
  ['session', 'clear', '5f00000000000000000000b1'],
  ['user', 'erase', '5f00000000000000000000b1'],
];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'data-folder-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

describe.each(commands.map((command) => [command.join(' '), command] as const))('%s', (_name, command) => {
  const run = (dataDir: string) => runCli([...command, '--data', dataDir]);

  test('creates no data folder', async () => {
    const missing = join(folder, 'nothing');
    expect(await run(missing)).toEqual({
      code: 1,
      stdout: '',
      stderr: `there is no data folder ${missing}: name the one of your connector with --data DIR\n`,
    });
    expect(existsSync(missing)).toBe(false);
  });

  test('creates no data in a folder that is something else', async () => {
    const { code, stderr } = await run(folder);
    expect(stderr).toBe(
      `the folder ${folder} is not the data folder of a connector, it has no connector.db: name the right one with --data DIR\n`,
    );
    expect(code).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });
});

/** A data folder as a connector leaves it behind. */
async function createData(): Promise<string> {
  await (await openSqliteStore({ folder })).close();
  return join(folder, 'connector.db');
}

test('data without dead letters have none to list, and none to try again', async () => {
  await createData();
  for (const command of [['dead-letters'], ['dead-letters', 'retry', '--all']]) {
    const { code, stdout } = await runCli([...command, '--data', folder]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'There are no dead letters.\n' });
  }
});

test('data of a newer version are refused and left as they are', async () => {
  const database = new DatabaseSync(await createData());
  database.exec('pragma user_version = 99');
  database.close();
  const { code, stdout, stderr } = await runCli(['extra-info', 'refresh', '--data', folder]);
  expect(stderr).toMatch(/was written by a newer version of the connector \(schema 99, this one knows \d+\): /);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
});

test('data that a connector has not begun yet are refused', async () => {
  new DatabaseSync(join(folder, 'connector.db')).close();
  const { code, stderr } = await runCli(['dead-letters', '--data', folder]);
  expect(stderr).toBe(`the data folder ${folder} is still empty: start the connector first\n`);
  expect(code).toBe(1);
});

test('a file that is no database is refused with a sentence', async () => {
  writeFileSync(join(folder, 'connector.db'), 'no database at all, but long enough to be looked at as one');
  const { code, stderr } = await runCli(['dead-letters', '--data', folder]);
  expect(stderr).toMatch(/connector\.db is damaged \(file is not a database\): .*backup/);
  expect(stderr).not.toContain('    at ');
  expect(code).toBe(1);
});

test('data that cannot be written are told with a sentence, and nothing was asked for', async () => {
  const blocker = new DatabaseSync(await createData());
  blocker.exec('begin immediate');
  const { code, stderr } = await runCli(['extra-info', 'refresh', '--data', folder]);
  expect(stderr).toBe(
    `nothing was asked for, since the data folder cannot be written: another program holds ${join(folder, 'connector.db')} (database is locked): end it, a shell of sqlite3 for example, and try again\n`,
  );
  expect(code).toBe(1);
  blocker.exec('rollback');
  expect(blocker.prepare('select count(*) as events from events').get()).toEqual({ events: 0 });
  blocker.close();
});

test.each(['start', 'dead-letters'])(
  '%s: a file in place of the data folder is told with a sentence',
  async (command) => {
    const file = join(folder, 'data');
    writeFileSync(file, 'notes');
    const conf = command === 'start' ? ['--conf', createConfFolder({ 'custom/server.yaml': 'host: 127.0.0.1\n' })] : [];
    const { code, stderr } = await runCli([command, '--data', file, ...conf]);
    expect(stderr).toMatch(
      /^(the connector cannot start: )?the data folder .*\/data is a file: name a folder with --data DIR\n$/,
    );
    expect(code).toBe(1);
  },
);

test('the data folder stays free for a connector', async () => {
  await createData();
  await runCli(['extra-info', 'refresh', '--data', folder]);
  const store = await openSqliteStore({ folder });
  expect(await store.waitingControl()).toHaveLength(1);
  await store.close();
});

test('a data folder without a lock file counts as one without a connector', async () => {
  await createData();
  rmSync(join(folder, 'lock.db'));
  const { stdout } = await runCli(['extra-info', 'refresh', '--data', folder]);
  expect(stdout).toContain('No connector is running on this data');
  expect(existsSync(join(folder, 'lock.db'))).toBe(false);
});

test('the folder data of the working directory is used when none is named', async () => {
  mkdirSync(join(folder, 'data'));
  const { stderr } = await runCli(['dead-letters'], { cwd: folder });
  expect(stderr).toBe(
    'the folder data is not the data folder of a connector, it has no connector.db: name the right one with --data DIR\n',
  );
});
