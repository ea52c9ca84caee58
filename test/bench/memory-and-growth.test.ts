import { expect, onTestFinished, test } from 'vitest';
import { sqliteStorage } from '../../bench/bench-storage.ts';
import { APP_ID } from '../../bench/conversation.ts';
import { measureGrowth } from '../../bench/measure-growth.ts';
import { measureMemory } from '../../bench/measure-memory.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { temporaryFolder } from '../support/conf-folder.ts';

test('memory is read at each moment, with as many turns waiting as there are conversations', async () => {
  const result = await measureMemory({ plan: { conversations: 120, warmTurns: 100 }, storage: sqliteStorage });
  const { start, warm, idle, waiting, after } = result;
  expect(result).toMatchObject({ storage: 'SQLite', conversations: 120 });
  for (const { rss, heap } of [start, warm, idle, waiting, after]) expect(rss).toBeGreaterThan(heap);
  expect(warm.heap).toBeGreaterThan(start.heap);
  // 120 calls under way, which are over afterwards.
  expect(waiting.heap).toBeGreaterThan(idle.heap);
}, 90_000);

test('growth compares users, and stored events, with the first of them', async () => {
  const plan = { users: [1, 2], storedEvents: [10, 200], rounds: 2, seconds: 0.3, warmSeconds: 0 };
  const { users, storedEvents } = await measureGrowth({ plan, storage: sqliteStorage });
  expect(users.map(({ count }) => count)).toEqual([1, 2]);
  expect(storedEvents.map(({ count }) => count)).toEqual([10, 200]);
  for (const { ratio, cpuPerTurn } of [...users, ...storedEvents]) {
    expect(ratio).toBeGreaterThan(0);
    expect(cpuPerTurn).toBeGreaterThan(0);
  }
  expect([users[0]?.ratio, storedEvents[0]?.ratio]).toEqual([1, 1]);
}, 90_000);

test('what is put into the store is what finished turns leave', async () => {
  const { path: folder, remove } = temporaryFolder('filled');
  onTestFinished(remove);
  await sqliteStorage.open(folder, 45);
  const store = await openSqliteStore({ folder });
  onTestFinished(() => store.close());
  expect(await store.waiting()).toEqual([]);
  const event = await store.event(45);
  expect(event?.lane).toMatch(new RegExp(`^production:smooch:${APP_ID}:[0-9a-f]{24}$`));
  expect((await store.steps(45)).map(({ name }) => name)).toEqual(['meaning', 'ask', 'render', 'send:0']);
  expect(JSON.parse((await store.session(event?.lane ?? '')) ?? '')).toMatchObject({ channel: 'web' });
  expect(await store.event(46)).toBeUndefined();
});
