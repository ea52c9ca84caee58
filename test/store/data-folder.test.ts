import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { SCHEMA_VERSION } from '../../src/store/sqlite/tables.ts';
import { temporaryFolder } from '../support/conf-folder.ts';
import { openStoreForTest } from './open-store.ts';

function newFolder(): string {
  const { path, remove } = temporaryFolder('data-folder');
  onTestFinished(remove);
  return path;
}

const modeOf = (path: string) => statSync(path).mode & 0o777;
const event = { lane: 'lane', kind: 'user', payload: 'hi', receivedAt: 1 } as const;

describe('the data folder is 0700, its files 0600', () => {
  test('when it is created, whatever the umask', async () => {
    const folder = join(newFolder(), 'deep', 'data');
    const mask = process.umask(0);
    onTestFinished(() => void process.umask(mask));
    const store = await openStoreForTest({ folder });
    await store.append([event]);
    expect(modeOf(folder)).toBe(0o700);
    const files = readdirSync(folder);
    expect(files).toEqual(expect.arrayContaining(['connector.db', 'connector.db-wal', 'lock.db']));
    for (const file of files) expect([file, modeOf(join(folder, file))]).toEqual([file, 0o600]);
    expect(process.umask()).toBe(0);
  });

  test('when it is there already, readable by everybody', async () => {
    const folder = newFolder();
    const first = await openStoreForTest({ folder });
    await first.append([event]);
    await first.close();
    chmodSync(folder, 0o755);
    for (const file of readdirSync(folder)) chmodSync(join(folder, file), 0o644);
    const store = await openStoreForTest({ folder });
    await store.append([event]);
    expect(modeOf(folder)).toBe(0o700);
    for (const file of readdirSync(folder)) expect([file, modeOf(join(folder, file))]).toEqual([file, 0o600]);
  });

  test('what else lies in it keeps its mode: `lost+found` of a disk is nothing of ours', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'lost+found'));
    chmodSync(join(folder, 'lost+found'), 0o700);
    await openStoreForTest({ folder });
    expect(modeOf(join(folder, 'lost+found'))).toBe(0o700);
  });
});

describe('two servers never share a data folder', () => {
  test('the second one is refused with a sentence that names the folder', async () => {
    const folder = newFolder();
    const store = await openStoreForTest({ folder });
    await expect(openSqliteStore({ folder })).rejects.toThrow(folder);
    await expect(openSqliteStore({ folder })).rejects.toThrow('another connector is running');
    expect(await store.append([event])).toMatchObject([{ status: 'stored' }]);
  });

  test('the folder is free again when the store is closed', async () => {
    const folder = newFolder();
    await (await openStoreForTest({ folder })).close();
    expect(await (await openStoreForTest({ folder })).append([event])).toMatchObject([{ status: 'stored' }]);
  });

  test('the folder is free again when the process that had it was killed', async () => {
    const folder = newFolder();
    const script = fileURLToPath(new URL('./hold-store.ts', import.meta.url));
    const holder = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void holder.kill('SIGKILL'));
    await once(holder.stdout, 'data');
    await expect(openSqliteStore({ folder })).rejects.toThrow(folder);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    const store = await openStoreForTest({ folder });
    expect(await store.event((await store.waiting())[0]!.id)).toMatchObject({ payload: 'of the process' });
  });
});

describe('the version of the schema', () => {
  const setVersion = (folder: string, version: number) => {
    const database = new DatabaseSync(join(folder, 'connector.db'));
    database.exec(`pragma user_version = ${version}`);
    database.close();
  };

  async function storeOfVersion(version: number): Promise<string> {
    const folder = newFolder();
    const store = await openStoreForTest({ folder });
    await store.append([event]);
    await store.close();
    setVersion(folder, version);
    return folder;
  }

  test('a newer one is refused with a sentence that says what to do, and is left as it is', async () => {
    const folder = await storeOfVersion(SCHEMA_VERSION + 1);
    await expect(openSqliteStore({ folder })).rejects.toThrow(/newer version.*--data/);
    setVersion(folder, SCHEMA_VERSION);
    const database = new DatabaseSync(join(folder, 'connector.db'));
    expect(database.prepare('select count(*) as n from events').get()).toEqual({ n: 1 });
    database.close();
  });

  test('a store that was refused is not held any more', async () => {
    const folder = await storeOfVersion(SCHEMA_VERSION + 1);
    await expect(openSqliteStore({ folder })).rejects.toThrow('newer version');
    setVersion(folder, SCHEMA_VERSION);
    expect(await (await openStoreForTest({ folder })).waiting()).toHaveLength(1);
  });
});

test('a folder that cannot be one is refused with its name', async () => {
  const file = join(newFolder(), 'a-file');
  writeFileSync(file, '');
  await expect(openSqliteStore({ folder: file })).rejects.toThrow(file);
});

test('a database that is broken is refused', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'connector.db'), 'this is no database, however long one looks at it'.repeat(100));
  await expect(openSqliteStore({ folder })).rejects.toThrow('not a database');
});
