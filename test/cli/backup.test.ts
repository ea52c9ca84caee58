import { execFileSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findFreePort } from '../../sandbox/run/free-port.ts';
import { startConnectorProcess } from '../../sandbox/run/start-connector.ts';
import type { SimulatedUser } from '../../sandbox/smooch/control/simulated-user.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { timesHeard } from '../support/bot-record.ts';
import { temporaryFolder } from '../support/conf-folder.ts';
import { type ProcessStand, startProcessStand } from '../support/connector-process.ts';
import { sendRequest } from '../support/send-request.ts';
import { mountSmallDisk, noSmallDisk } from '../support/small-disk.ts';
import { messageBody } from '../support/smooch-bodies.ts';
import { WEBHOOK_SECRET } from '../support/stand.ts';
import { waitUntil } from '../support/wait-until.ts';
import { runBeside, waitUntilIdle } from './beside.ts';
import { root, runCli } from './run-program.ts';

const ANSWER = 'I am a bot, but a keen cyclist at heart.';

function newFolder(name: string): string {
  const { path, remove } = temporaryFolder(name);
  onTestFinished(remove);
  return path;
}

async function startWithDesk(): Promise<ProcessStand> {
  const chat = { enabled: true, appId: 'desk-app', secret: 'desk-secret-of-the-test', server: 'http://127.0.0.1:9' };
  const stand = await startProcessStand({ conf: { 'custom/chat.yaml': { chat } } });
  onTestFinished(async () => {
    for (const { control } of [stand.chatbot, stand.smooch]) control.faults.clear();
    await stand.stop();
  });
  return stand;
}

const shakeHands = (url: string, secret: string) =>
  fetch(url, { method: 'POST', headers: { 'x-hook-secret': secret } });

/** Posts a text as Smooch does; resolves with the status. */
async function post(url: string, user: SimulatedUser, text: string): Promise<number> {
  const headers = { 'content-type': 'application/json', 'x-api-key': WEBHOOK_SECRET };
  return (await sendRequest(url, { headers, body: JSON.stringify(messageBody(user, text)) })).status;
}

/** Users who write without a pause until they are told to stop; the texts that were acknowledged, in their order. */
function startWriting(stand: ProcessStand, users: number) {
  const acknowledged: string[] = [];
  let on = true;
  const write = async (user: SimulatedUser) => {
    for (let number = 1; on; number += 1) {
      const text = `who are you? ${user.id} ${number}`;
      if ((await post(stand.connector.url, user, text)) === 200) acknowledged.push(text);
    }
  };
  const writers = Array.from({ length: users }, () => write(stand.user()));
  const stop = async () => {
    on = false;
    await Promise.all(writers);
  };
  return { acknowledged, stop };
}

/** Puts a backup into an empty data folder and starts a connector on it. */
async function startOnBackup({ confDir }: ProcessStand, file: string) {
  const dataDir = newFolder('restored');
  copyFileSync(file, join(dataDir, 'connector.db'));
  const port = await findFreePort();
  const connector = await startConnectorProcess({
    args: [join(root, 'src/cli/main.ts'), 'start', '--conf', confDir, '--data', dataDir, '--port', String(port)],
    env: {},
    url: `http://127.0.0.1:${port}`,
    logFile: join(newFolder('log'), 'connector.log'),
  });
  onTestFinished(async () => void (await connector.kill('SIGKILL')));
  return { connector, dataDir };
}

/** A conversation, a dead letter, a secret that cannot be read back, and a question the bot does not answer yet. */
async function fill(stand: ProcessStand) {
  expect((await shakeHands(stand.connector.url, 'the-handshake')).status).toBe(200);
  const talker = stand.user();
  await stand.exchange(talker, 'hello', 1);
  const effect = { kind: 'respond', status: 400, body: { error: { code: 'bad_request', description: 'no' } } } as const;
  stand.smooch.control.faults.add({ endpoint: 'message', effect, times: 'always' });
  stand.user().say('hello');
  await waitUntil('there is a dead letter', async () =>
    (await runBeside(stand, 'dead-letters')).stdout.includes('parked'),
  );
  stand.smooch.control.faults.clear();
  await waitUntilIdle(stand);
  const asker = stand.user();
  const hold = { endpoint: 'message', effect: { kind: 'hold' }, times: 'always', bodyIncludes: 'cyclist' } as const;
  stand.chatbot.control.faults.add(hold);
  asker.say('are you a cyclist?');
  await stand.chatbot.control.journal.waitFor({ endpoint: 'message' }, { count: 3 });
  return { talker, asker };
}

/** Rows of a query on a database file. */
function rows(file: string, sql: string): Record<string, unknown>[] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
}

/** Every text that a user wrote and that is kept in a database. */
function textsIn(file: string): Set<unknown> {
  return new Set(rows(file, "select payload ->> '$.input.text' as text from events").map(({ text }) => text));
}

function botSessionOf(dataDir: string, { id }: SimulatedUser): unknown {
  const sql = `select document ->> '$.bot.token' as token from sessions where lane like '%${id}'`;
  return rows(join(dataDir, 'connector.db'), sql)[0]?.token;
}

test('a backup that is made under load starts as a connector and goes on', async () => {
  const stand = await startWithDesk();
  const { talker, asker } = await fill(stand);
  const file = join(newFolder('backup'), 'backup.db');

  const load = startWriting(stand, 20);
  await waitUntil('there is load', () => load.acknowledged.length > 200);
  const before = [...load.acknowledged];
  const made = await runBeside(stand, 'backup', file);
  const during = load.acknowledged.length - before.length;
  await load.stop();
  await stand.connector.kill('SIGKILL');

  expect(made).toMatchObject({ code: 0, stderr: '' });
  expect(made.stdout).toMatch(/^The backup .*backup\.db is written: [\d.]+ [kM]B\.\n/);
  expect(made.stdout).toContain('put the file as connector.db into an empty data folder');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(during).toBeGreaterThan(0);
  const kept = textsIn(file);
  expect(before.filter((text) => !kept.has(text))).toEqual([]);

  stand.chatbot.control.faults.clear();
  const { connector, dataDir } = await startOnBackup(stand, file);
  // The question that was open is asked again and answered, the conversation before it goes on where it was.
  await stand.smooch.control.waitForMessages(asker.id, 1);
  expect(await post(connector.url, talker, 'who are you?')).toBe(200);
  await stand.smooch.control.waitForMessages(talker.id, 2);
  expect(stand.texts(talker).at(-1)).toContain(ANSWER);
  await waitUntil('nothing is open', async () => (await connector.openEvents()) === 0, 30_000);
  expect(stand.texts(asker)).toHaveLength(1);
  expect(botSessionOf(dataDir, talker)).toBe(botSessionOf(stand.dataDir, talker));
  expect((await shakeHands(connector.url, 'the-handshake')).status).toBe(200);
  expect((await shakeHands(connector.url, 'a-stranger')).status).toBe(403);
  expect((await runCli(['dead-letters', '--data', dataDir])).stdout).toContain('parked');
}, 60_000);

test('what the original asked the bot after the backup is not asked again by the copy', async () => {
  const stand = await startWithDesk();
  const user = stand.user();
  const hold = { endpoint: 'message', effect: { kind: 'hold' }, times: 'always' } as const;
  const id = stand.chatbot.control.faults.add(hold);
  user.say('who are you?');
  await stand.chatbot.control.journal.waitFor({ endpoint: 'message' });
  const file = join(newFolder('backup'), 'backup.db');
  await runBeside(stand, 'backup', file);
  expect(rows(file, "select id from events where state = 'waiting'")).toHaveLength(1);
  stand.chatbot.control.faults.release(id);
  await stand.smooch.control.waitForMessages(user.id, 1);
  await waitUntilIdle(stand);
  await stand.connector.kill();

  const { connector } = await startOnBackup(stand, file);
  await waitUntil('nothing is open', async () => (await connector.openEvents()) === 0);
  expect(stand.texts(user)[0]).toContain(ANSWER);
  expect(await timesHeard(stand.chatbot, 'who are you?')).toBe(1);
});

/** A data folder as a connector leaves it behind. */
async function createData(events: number): Promise<string> {
  const folder = newFolder('data');
  const store = await openSqliteStore({ folder });
  await store.append(
    Array.from({ length: events }, () => ({ lane: 'a', kind: 'user', payload: 'x'.repeat(1000), receivedAt: 1 })),
  );
  await store.close();
  return folder;
}

const backUp = (dataDir: string, ...words: string[]) => runCli(['backup', ...words, '--data', dataDir]);

test('the copy goes on with ids of events that the original will not use', async () => {
  const dataDir = await createData(3);
  const folder = newFolder('restored');
  await backUp(dataDir, join(folder, 'connector.db'));
  const store = await openSqliteStore({ folder });
  expect((await store.waiting()).map(({ id }) => id)).toEqual([1, 2, 3]);
  const [stored] = await store.append([{ lane: 'a', kind: 'user', payload: 'x', receivedAt: 1 }]);
  expect(stored).toMatchObject({ id: expect.any(Number) });
  expect(stored?.status === 'stored' && stored.id).toBeGreaterThan(1_000_000);
  await store.close();
});

test('a file that is there is left alone, and replaced with --force', async () => {
  const dataDir = await createData(3);
  const file = join(newFolder('backup'), 'backup.db');
  writeFileSync(file, 'something else', { mode: 0o644 });
  const refused = await backUp(dataDir, file);
  const reason = `${file} is there already: name another file, or replace it with --force\n`;
  expect(refused).toEqual({ code: 1, stdout: '', stderr: reason });
  expect(readFileSync(file, 'utf8')).toBe('something else');
  expect(await backUp(dataDir, file, '--force')).toMatchObject({ code: 0, stderr: '' });
  expect(rows(file, 'select id from events')).toHaveLength(3);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test.each([
  ['the database itself', 'connector.db'],
  ['a file beside it', 'backup.db'],
])('%s is no place for a backup, also through a link and with --force', async (_name, name) => {
  const dataDir = await createData(3);
  const link = join(newFolder('link'), 'data');
  symlinkSync(dataDir, link);
  for (const folder of [dataDir, link]) {
    const { code, stderr } = await backUp(dataDir, join(folder, name), '--force');
    expect(stderr).toContain('lies in the data folder');
    expect(code).toBe(1);
  }
  expect(readdirSync(dataDir).filter((file) => !/^(connector|lock)\.db/.test(file))).toEqual([]);
  expect(rows(join(dataDir, 'connector.db'), 'select id from events')).toHaveLength(3);
});

test('a folder that is not there is named, and not made', async () => {
  const folder = newFolder('backup');
  const file = join(folder, 'missing', 'backup.db');
  const { code, stderr } = await backUp(await createData(1), file);
  expect(stderr).toBe(`${file} was not written: its folder is not there. Make it first\n`);
  expect(code).toBe(1);
  expect(readdirSync(folder)).toEqual([]);
});

test('a name that is too long is a sentence, and one as long as it may be is taken', async () => {
  const dataDir = await createData(3);
  const folder = newFolder('backup');
  for (const file of [join(folder, 'x'.repeat(300)), join(folder, 'y'.repeat(300), 'b.db')]) {
    const { code, stderr } = await backUp(dataDir, file);
    const reason = 'its name, or that of a folder, is too long. Name a shorter one';
    expect({ code, stderr }).toEqual({ code: 1, stderr: `${file} was not written: ${reason}\n` });
  }
  expect(readdirSync(folder)).toEqual([]);
  expect((await backUp(dataDir, join(folder, 'x'.repeat(255)))).code).toBe(0);
  expect(readdirSync(folder)).toEqual(['x'.repeat(255)]);
});

test('a folder is not taken for the file', async () => {
  const folder = newFolder('backup');
  const { code, stderr } = await backUp(await createData(1), folder, '--force');
  expect(stderr).toBe(`${folder} is no ordinary file: name the one that the backup is to become\n`);
  expect(code).toBe(1);
});

describe.skipIf(noSmallDisk)('a disk', () => {
  test('that is full is told, and nothing is left on it', async () => {
    const disk = mountSmallDisk();
    const file = join(disk.path, 'backup.db');
    const { code, stdout, stderr } = await backUp(await createData(10_000), file);
    const reason = 'the disk is full. Make room, or name a file on another one';
    expect(stderr).toBe(`${file} was not written: ${reason}\n`);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(readdirSync(disk.path)).toEqual([]);
  });

  test('that has no room for the replacement keeps the backup that is there', async () => {
    const disk = mountSmallDisk();
    const file = join(disk.path, 'backup.db');
    await backUp(await createData(3), file);
    expect(await backUp(await createData(10_000), file, '--force')).toMatchObject({ code: 1 });
    expect(readdirSync(disk.path)).toEqual(['backup.db']);
    expect(rows(file, 'select id from events')).toHaveLength(3);
  });

  test('that cannot be written is told', async () => {
    const disk = mountSmallDisk();
    execFileSync('mount', ['-o', 'remount,ro', disk.path]);
    const file = join(disk.path, 'backup.db');
    const { code, stderr } = await backUp(await createData(1), file);
    expect(stderr).toBe(`${file} was not written: its folder cannot be written by this user\n`);
    expect(code).toBe(1);
  });
});
