import { describe, expect, onTestFinished, test } from 'vitest';
import { StoreUnavailableError } from '../../src/store/schema.ts';
import { mountSmallDisk, noSmallDisk } from '../support/small-disk.ts';
import { openStoreForTest } from './open-store.ts';

const event = (text: string) => ({ lane: 'lane', kind: 'user', payload: text, receivedAt: 1 }) as const;
const step = (seq: number) => ({ seq, name: `step ${seq}`, result: '"x"', at: 1 });

describe.skipIf(noSmallDisk).each(['thread', 'inline'] as const)('a disk that is full, written %s', (writer) => {
  async function startOnSmallDisk() {
    const disk = mountSmallDisk();
    const store = await openStoreForTest({ folder: disk.path, writer });
    onTestFinished(() => disk.free());
    const [outcome] = await store.append([event('before')]);
    const id = outcome?.status === 'stored' ? outcome.id : 0;
    return { disk, store, id };
  }

  const untilHealthy = (store: { healthy(): boolean }) =>
    expect.poll(() => store.healthy(), { timeout: 10_000 }).toBe(true);

  test('appends are refused and nothing of them is stored', async () => {
    const { disk, store, id } = await startOnSmallDisk();
    disk.fill();
    for (let i = 0; i < 3; i += 1) {
      await expect(store.append([event('into the full disk')])).rejects.toThrow(StoreUnavailableError);
    }
    expect(store.healthy()).toBe(false);
    expect((await store.waiting()).map((waiting) => waiting.id)).toEqual([id]);
  });

  test('the store finds out by itself that there is room again', async () => {
    const { disk, store } = await startOnSmallDisk();
    disk.fill();
    await expect(store.append([event('into the full disk')])).rejects.toThrow(StoreUnavailableError);
    disk.free();
    await untilHealthy(store);
    expect(await store.append([event('after')])).toMatchObject([{ status: 'stored' }]);
  });

  test('a duplicate key of an append that was refused is not used up', async () => {
    const { disk, store } = await startOnSmallDisk();
    const keyed = { ...event('keyed'), dedupe: { key: 'message:m1' } };
    disk.fill();
    await expect(store.append([keyed])).rejects.toThrow(StoreUnavailableError);
    disk.free();
    await untilHealthy(store);
    expect(await store.append([keyed])).toMatchObject([{ status: 'stored' }]);
    expect(await store.append([keyed])).toEqual([{ status: 'duplicate' }]);
  });

  test('what turns write waits and is written in its order, nothing is forgotten', async () => {
    const { disk, store, id } = await startOnSmallDisk();
    disk.fill();
    const writes = [0, 1, 2].map((seq) =>
      store.writeTurn({ eventId: id, lane: 'lane', steps: [step(seq)], chats: [] }),
    );
    const end = { state: 'done', reason: null, at: 1 } as const;
    writes.push(store.writeTurn({ eventId: id, lane: 'lane', steps: [], chats: [], end }));
    await expect.poll(() => store.healthy()).toBe(false);
    expect(await store.steps(id)).toEqual([]);
    disk.free();
    await Promise.all(writes);
    expect((await store.steps(id)).map(({ name }) => name)).toEqual(['step 0', 'step 1', 'step 2']);
    expect(await store.waiting()).toEqual([]);
  });

  test('reading goes on', async () => {
    const { disk, store, id } = await startOnSmallDisk();
    disk.fill();
    await expect(store.append([event('into the full disk')])).rejects.toThrow(StoreUnavailableError);
    expect(await store.event(id)).toMatchObject({ payload: 'before' });
  });

  test('the store can be closed, and keeps what it acknowledged', async () => {
    const { disk, store, id } = await startOnSmallDisk();
    disk.fill();
    await expect(store.append([event('into the full disk')])).rejects.toThrow(StoreUnavailableError);
    await store.close();
    disk.free();
    const again = await openStoreForTest({ folder: disk.path, writer });
    expect((await again.waiting()).map((waiting) => waiting.id)).toEqual([id]);
  });
});
