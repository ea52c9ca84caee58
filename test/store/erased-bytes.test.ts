import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openBeside } from '../../src/store/sqlite/beside-store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { temporaryFolder } from '../support/conf-folder.ts';

const APP = '5f00000000000000000000a1';
const USERS = 400;
const laneOf = (user: number) => `production:smooch:${APP}:user-${(user * 7919) % 100_003}-`;
/** Stands in every text of a user, and of no other. */
const markOf = (user: number) => `MARK${user}END`;

/** The same sequence each time. */
function createDice(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return state % below;
  };
}

/**
 * Conversations of many users at once: their rows are written across each other, so that SQLite splits pages and moves
 * rows between them, and sessions are written over several times.
 */
async function conversations(writer: 'thread' | 'inline' = 'inline') {
  const { path: folder, remove } = temporaryFolder('erased');
  const store = await openSqliteStore({ folder, writer });
  onTestFinished(async () => {
    await store.close().catch(() => {});
    remove();
  });
  const dice = createDice(7);
  const text = (user: number) => `${markOf(user)}${'x'.repeat(20 + dice(700))}${markOf(user)}`;
  const turns: { eventId: number; user: number; place: number }[] = [];
  for (let user = 0; user < USERS; user += 1) {
    const lane = laneOf(user);
    const [outcome] = await store.append([{ lane, kind: 'user', payload: text(user), receivedAt: 1 }]);
    if (outcome?.status !== 'stored') throw new Error('not stored');
    for (let seq = 0; seq < 4; seq += 1) turns.push({ eventId: outcome.id, user, place: user + seq * 9 + dice(60) });
  }
  const seqs = new Map<number, number>();
  turns.sort((a, b) => a.place - b.place);
  await Promise.all(
    turns.map(({ eventId, user }) => {
      const seq = seqs.get(eventId) ?? 0;
      seqs.set(eventId, seq + 1);
      return store.writeTurn({
        eventId,
        lane: laneOf(user),
        steps: [{ seq, name: `step ${seq}`, result: JSON.stringify(text(user)), at: 1 }],
        chats: [{ chat: `desk:${markOf(user)}`, lane: laneOf(user), environment: 'production' }],
        session: { document: JSON.stringify(text(user) + text(user)), usedAt: 1, hasChat: false },
      });
    }),
  );
  return { folder, store };
}

/** Users of whom a byte stands in any file of the folder. */
function usersFoundIn(folder: string, users: readonly number[]): number[] {
  const bytes = Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name)))).toString('latin1');
  const found = new Set([...bytes.matchAll(/MARK(\d+)END|user-(\d+)-/g)].map(([mark]) => mark));
  return users.filter((user) => found.has(markOf(user)) || found.has(laneOf(user).split(':')[3]!));
}

const everyThird = Array.from({ length: USERS }, (_, user) => user).filter((user) => user % 3 === 0);
const others = Array.from({ length: USERS }, (_, user) => user).filter((user) => user % 3 !== 0);

describe.each(['thread', 'inline'] as const)('of a user who is erased (written %s)', (writer) => {
  test('no byte is left in any file when it is done, and everybody else is as before', async () => {
    const { folder, store } = await conversations(writer);
    const before = await Promise.all(others.map((user) => store.session(laneOf(user))));
    for (const user of everyThird) {
      await store.erase(laneOf(user));
      expect(usersFoundIn(folder, [user])).toEqual([]);
    }
    expect(usersFoundIn(folder, everyThird)).toEqual([]);
    expect(usersFoundIn(folder, others)).toEqual(others);
    expect(await Promise.all(others.map((user) => store.session(laneOf(user))))).toEqual(before);
    const database = new DatabaseSync(join(folder, 'connector.db'));
    expect(database.prepare('pragma integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
    database.close();
  }, 60_000);
});

test('what is written afterwards brings nothing back', async () => {
  const { folder, store } = await conversations();
  for (const user of everyThird) await store.erase(laneOf(user));
  for (const user of others) {
    const session = { document: JSON.stringify('y'.repeat(900)), usedAt: 2, hasChat: false };
    await store.writeTurn({ eventId: user + 1, lane: laneOf(user), steps: [], chats: [], session });
  }
  expect(usersFoundIn(folder, everyThird)).toEqual([]);
  await store.close();
  expect(usersFoundIn(folder, everyThird)).toEqual([]);
});

test('a user who was deleted in Smooch is erased with the delivery that says so', async () => {
  const { folder, store } = await conversations();
  await store.append([{ lane: laneOf(30), kind: 'user-deleted', payload: {}, receivedAt: 2 }]);
  const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name)).toString('latin1'));
  expect(bytes.filter((text) => text.includes(markOf(30)))).toEqual([]);
});

test('the command line erases the bytes beside a store that is in use, and without one', async () => {
  const { folder, store } = await conversations();
  for (const running of [true, false]) {
    if (!running) await store.close();
    const user = running ? 33 : 36;
    const beside = openBeside(folder);
    expect(await beside.request([{ lane: laneOf(user), action: { action: 'erase' } }], 2)).toBe(running);
    const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name)).toString('latin1'));
    expect(bytes.filter((text) => text.includes(markOf(user)))).toEqual([]);
    await beside.close();
  }
  // Where nobody runs, nothing is left to be asked for either.
  expect(usersFoundIn(folder, [36])).toEqual([]);
});

test('a reader that is in the way only delays it: the bytes go as soon as it has ended', async () => {
  const { folder, store } = await conversations('thread');
  const reader = new DatabaseSync(join(folder, 'connector.db'), { readOnly: true });
  reader.exec('begin');
  reader.prepare('select count(*) from events').get();
  await store.erase(laneOf(39));
  expect(await store.append([{ lane: 'another', kind: 'user', payload: 1, receivedAt: 3 }])).toMatchObject([
    { status: 'stored' },
  ]);
  expect(usersFoundIn(folder, [39])).toEqual([39]);
  reader.exec('commit');
  reader.close();
  await expect.poll(() => usersFoundIn(folder, [39]), { timeout: 10_000 }).toEqual([]);
});

test('what a process was killed over is done by the next one', async () => {
  const { folder, store } = await conversations();
  await store.close();
  const database = new DatabaseSync(join(folder, 'connector.db'));
  // Rows that are gone, and bytes that are still there: without `secure_delete`, as before.
  database.exec(`delete from sessions where lane = '${laneOf(42)}'; delete from events where lane = '${laneOf(42)}'`);
  database.exec(
    `delete from steps where result like '%${markOf(42)}%'; delete from chats where lane = '${laneOf(42)}'`,
  );
  database.exec("insert into meta (key, value) values ('unclean', '1')");
  database.close();
  expect(usersFoundIn(folder, [42])).toEqual([42]);
  const next = await openSqliteStore({ folder });
  await expect.poll(() => usersFoundIn(folder, [42]), { timeout: 10_000 }).toEqual([]);
  await next.close();
});
