import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
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
    const holder = spawn(process.execPath, [holdStore, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
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

describe('a path that cannot be the folder is refused with its name and what to do', () => {
  test.each<[name: string, path: (folder: string) => string, words: string]>([
    ['a file', (folder) => aFile(folder), 'is a file: name a folder with --data DIR'],
    ['something below a file', (folder) => join(aFile(folder), 'data'), 'a part of that path is a file'],
    ['a link that leads nowhere', (folder) => aLink(folder), 'a link that leads nowhere'],
    ['a name that is too long', (folder) => join(folder, 'x'.repeat(300)), 'its name is too long'],
  ])('%s', async (_name, path, words) => {
    const folder = path(newFolder());
    const error: unknown = await openSqliteStore({ folder }).catch((error: unknown) => error);
    expect(error).toMatchObject({ name: 'Error', message: expect.stringContaining(words) });
    expect((error as Error).message).toContain(`the data folder ${folder} `);
  });

  const aFile = (folder: string) => {
    writeFileSync(join(folder, 'a-file'), '');
    return join(folder, 'a-file');
  };
  const aLink = (folder: string) => {
    symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
    return join(folder, 'link');
  };
});

const OTHER = 65_534;
const holdStore = fileURLToPath(new URL('./hold-store.ts', import.meta.url));

/** Only root can play two users, and only where the other one may read the sources. */
function canPlayOther(): boolean {
  if (process.getuid?.() !== 0) return false;
  const read = `require('node:fs').readFileSync(${JSON.stringify(holdStore)})`;
  return spawnSync(process.execPath, ['-e', read], { uid: OTHER, gid: OTHER }).status === 0;
}

describe.skipIf(!canPlayOther())('a folder of another user', () => {
  /** Opens the store as a user to whom the folder does not belong, in a group that may write to it. */
  function openAsOther(folder: string) {
    chmodSync(join(folder, '..'), 0o755);
    const child = spawn(process.execPath, [holdStore, folder], { uid: OTHER, gid: OTHER, stdio: 'pipe' });
    onTestFinished(() => void child.kill('SIGKILL'));
    return Promise.race([
      once(child.stdout, 'data').then(([data]) => String(data)),
      Promise.all([text(child.stderr), once(child, 'exit')]).then(([said]) => said),
    ]);
  }

  function folderWithMode(mode: number): string {
    const folder = join(newFolder(), 'volume');
    mkdirSync(folder);
    chownSync(folder, 0, OTHER);
    chmodSync(folder, mode);
    return folder;
  }

  test.each([0o770, 0o2770, 0o2771])('with mode %o is used, with a warning', async (mode) => {
    const folder = folderWithMode(mode);
    const said = await openAsOther(folder);
    expect(said).toContain(`${folder} belongs to another user (id 0, mode ${mode.toString(8).padStart(4, '0')})`);
    expect(said).toContain('the store is open');
    for (const file of readdirSync(folder)) expect([file, modeOf(join(folder, file))]).toEqual([file, 0o600]);
  });

  test.each([0o777, 0o2775, 0o773])('with mode %o, open to everybody, is refused with what to do', async (mode) => {
    const folder = folderWithMode(mode);
    const said = await openAsOther(folder);
    expect(said).toContain(`the data folder ${folder} can be read or written by every user of this machine`);
    expect(said).toContain(`chmod u=rwX,g=rwX,o= ${folder}`);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('that may not be written to is refused with as whom this runs', async () => {
    const said = await openAsOther(folderWithMode(0o750));
    expect(said).toMatch(/lock\.db cannot be opened and written by this user .* id 65534, as whom this runs \(chown\)/);
  });

  test.each(['connector.db', 'connector.db-wal', 'connector.db-shm'])('%s of another user is named', async (name) => {
    const folder = folderWithMode(0o770);
    const store = await openStoreForTest({ folder });
    await store.append([event]);
    const copies = ['connector.db', 'connector.db-wal', 'connector.db-shm'];
    const kept = new Map(copies.map((copy) => [copy, readFileSync(join(folder, copy))]));
    await store.close();
    chmodSync(folder, 0o770);
    for (const [copy, bytes] of kept) {
      writeFileSync(join(folder, copy), bytes);
      chownSync(join(folder, copy), copy === name ? 0 : OTHER, OTHER);
      chmodSync(join(folder, copy), 0o600);
    }
    rmSync(join(folder, 'lock.db'));
    const said = await openAsOther(folder);
    expect(said).toMatch(/connector\.db cannot be opened and written by this user .*-wal, -shm.* id 65534/);
  });
});

test('a database that is broken is refused', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'connector.db'), 'this is no database, however long one looks at it'.repeat(100));
  await expect(openSqliteStore({ folder })).rejects.toThrow('not a database');
});
