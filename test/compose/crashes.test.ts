import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCrashes } from '../../src/compose/crashes.ts';
import type { Store } from '../../src/store/schema.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { temporaryFolder } from '../support/conf-folder.ts';
import { createMovableClock, type MovableClock } from '../support/movable-clock.ts';

const folder = temporaryFolder('crashes');
let store: Store;
let clock: MovableClock;
beforeEach(async () => {
  clock = createMovableClock();
  store = await openSqliteStore({ folder: folder.path, clock, writer: 'inline' });
});
afterEach(async () => {
  await store.close();
  folder.remove();
});

const problems: unknown[] = [];
const live = async (of = store) => {
  const crashes = createCrashes(of, clock, (problem) => void problems.push(problem));
  await crashes.begin();
  return crashes;
};
const liveAndDie = async (times: number) => {
  for (let life = 0; life < times; life += 1) await live();
};

describe('processes that end without a word', () => {
  test('are many from the third within a minute on', async () => {
    await liveAndDie(3);
    expect((await live()).areMany()).toBe(true);
  });

  test('are not many when there were two, or when they were long ago', async () => {
    await liveAndDie(2);
    expect((await live()).areMany()).toBe(false);
    clock.advance(61_000);
    expect((await live()).areMany()).toBe(false);
  });

  test('do not count those that ended in peace', async () => {
    for (let life = 0; life < 5; life += 1) await (await live()).end();
    expect((await live()).areMany()).toBe(false);
    expect(await store.list('lives')).toHaveLength(1);
  });

  test('may have died of what was open then, not of what came in since', async () => {
    const receivedAt = clock.now();
    await liveAndDie(3);
    const crashes = await live();
    clock.advance(5);
    expect(crashes.mayComeFrom({ receivedAt })).toBe(true);
    expect(crashes.mayComeFrom({ receivedAt: clock.now() })).toBe(false);
  });

  test('leave nothing behind that grows', async () => {
    await liveAndDie(10);
    clock.advance(61_000);
    await live();
    await live();
    expect((await store.list('crashes')).length).toBeLessThan(3);
  });

  test('of several instances are those that have not said for a while that they live', async () => {
    const shared = { ...store, claims: {} as NonNullable<Store['claims']> };
    const lives = [];
    for (let life = 0; life < 3; life += 1) lives.push(await live(shared));
    const young = await live(shared);
    expect(young.areMany()).toBe(false);
    clock.advance(16_000);
    const old = await live(shared);
    expect(old.areMany()).toBe(true);
    for (const one of [...lives, young, old]) await one.end();
  });
});

test('a store that cannot be written stops nobody from starting', async () => {
  const broken = { ...store, put: () => Promise.reject(new Error('disk full')) };
  const crashes = await live(broken);
  expect(crashes.areMany()).toBe(false);
  expect(problems).toHaveLength(1);
});
