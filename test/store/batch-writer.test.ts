import { describe, expect, test } from 'vitest';
import { type BatchTransport, createBatchWriter } from '../../src/store/batch-writer.ts';
import { StoreUnavailableError } from '../../src/store/schema.ts';
import type { WriteOperation, WriteResult } from '../../src/store/write-operations.ts';

/** A disk that shows what is written together, and that the test lets go on or fail. */
function createDisk() {
  const batches: WriteOperation[][] = [];
  let gate: Promise<void> = Promise.resolve();
  let answer = (batch: WriteOperation[]): WriteResult[] => batch.map(() => ({ value: undefined }));
  let closed = false;
  const transport: BatchTransport = {
    async apply(operations) {
      batches.push(operations);
      await gate;
      return answer(operations);
    },
    close: async () => {
      closed = true;
    },
  };
  return {
    transport,
    batches,
    isClosed: () => closed,
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
    answerWith: (next: typeof answer) => {
      answer = next;
    },
  };
}

const put = (key: string): WriteOperation => ({ type: 'put', space: 's', key, value: 'v', at: 1 });
const append: WriteOperation = { type: 'append', events: [] };
const keysOf = (batch: WriteOperation[] | undefined) => batch?.map((one) => ('key' in one ? one.key : one.type));
const fail = () => {
  throw new Error('disk I/O error');
};

describe('group commit', () => {
  test('what is written in one turn of the event loop goes together', async () => {
    const { transport, batches } = createDisk();
    const { write } = createBatchWriter(transport);
    await Promise.all([write(put('a')), write(put('b')), Promise.resolve().then(() => write(put('c')))]);
    expect(batches.map(keysOf)).toEqual([['a', 'b', 'c']]);
  });

  test('what gathers while a commit is under way goes with the next one', async () => {
    const { transport, batches, hold } = createDisk();
    const { write } = createBatchWriter(transport);
    const release = hold();
    const first = write(put('a'));
    await expect.poll(() => batches.length).toBe(1);
    const others = [write(put('b')), write(put('c'))];
    release();
    await Promise.all([first, ...others]);
    expect(batches.map(keysOf)).toEqual([['a'], ['b', 'c']]);
  });

  test('a batch has a limit, and what is over it keeps its order', async () => {
    const { transport, batches } = createDisk();
    const { write } = createBatchWriter(transport);
    await Promise.all(Array.from({ length: 4_500 }, (_, index) => write(put(String(index)))));
    expect(batches.map((batch) => batch.length)).toEqual([2_000, 2_000, 500]);
    expect(batches.flatMap(keysOf)).toEqual(Array.from({ length: 4_500 }, (_, index) => String(index)));
  });

  test('a promise resolves after its commit, with the result of its own write', async () => {
    const { transport, answerWith, hold } = createDisk();
    answerWith((batch) => batch.map((one) => ({ value: 'key' in one ? one.key : undefined })));
    const { write } = createBatchWriter(transport);
    const release = hold();
    const written = write(put('a'));
    expect(await Promise.race([written, new Promise((resolve) => setImmediate(() => resolve('not yet')))])).toBe(
      'not yet',
    );
    release();
    expect(await written).toBe('a');
  });

  test('a write that is broken fails alone', async () => {
    const { transport, answerWith } = createDisk();
    answerWith((batch) => batch.map((_, index) => (index === 1 ? { broken: 'no such event' } : { value: index })));
    const { write, healthy } = createBatchWriter(transport);
    const outcomes = await Promise.allSettled([write(put('a')), write(put('b')), write(put('c'))]);
    expect(outcomes).toMatchObject([
      { status: 'fulfilled', value: 0 },
      { status: 'rejected', reason: { message: 'no such event' } },
      { status: 'fulfilled', value: 2 },
    ]);
    expect(healthy()).toBe(true);
  });
});

describe('a commit that fails', () => {
  const replay = (eventId: number): WriteOperation => ({ type: 'replay', eventId });

  test('hands appends back, keeps what turns write in its order and tries it again', async () => {
    const { transport, batches, answerWith } = createDisk();
    answerWith(fail);
    const { write, healthy } = createBatchWriter(transport);
    const kept = [write(replay(1)), write(replay(2))];
    await expect(write(append)).rejects.toThrow(StoreUnavailableError);
    expect(healthy()).toBe(false);
    await expect(write(append)).rejects.toThrow('disk I/O error');
    kept.push(write(replay(3)));
    answerWith((batch) => batch.map(() => ({ value: 'written' })));
    expect(await Promise.all(kept)).toEqual(['written', 'written', 'written']);
    expect(batches).toEqual([
      [replay(1), replay(2), append],
      [replay(1), replay(2), replay(3)],
    ]);
    expect(healthy()).toBe(true);
  });

  test.each([
    { type: 'delivery', message: 'm1', outcome: 'user', at: 1 },
    { type: 'sweep', afterId: 0, eventsBefore: 1, sessionsBefore: 1, now: 1 },
    put('a'),
  ] as const)(
    'hands back what comes from outside or comes again: $type',
    async (operation) => {
      const { transport, answerWith } = createDisk();
      answerWith(fail);
      const { write } = createBatchWriter(transport);
      await expect(write(operation)).rejects.toThrow(StoreUnavailableError);
      await expect(write(operation)).rejects.toThrow(StoreUnavailableError);
    },
    3_000,
  );

  test('lets itself be closed: what could not be written is handed back', async () => {
    const { transport, answerWith, isClosed } = createDisk();
    answerWith(fail);
    const { write, healthy, close } = createBatchWriter(transport);
    const kept = write(replay(1));
    await expect.poll(() => healthy()).toBe(false);
    const handedBack = expect(kept).rejects.toThrow(StoreUnavailableError);
    await close();
    await handedBack;
    expect(isClosed()).toBe(true);
  }, 3_000);

  test('is followed by a probe when nothing waits: appends would never be tried again else', async () => {
    const { transport, batches, answerWith } = createDisk();
    answerWith(fail);
    const { write, healthy } = createBatchWriter(transport);
    await expect(write(append)).rejects.toThrow(StoreUnavailableError);
    answerWith((batch) => batch.map(() => ({ value: 'written' })));
    await expect.poll(() => healthy(), { timeout: 5_000 }).toBe(true);
    expect(batches.map(keysOf)).toEqual([['append'], ['probe']]);
    expect(await write(append)).toBe('written');
  });
});

test('closing waits for what is on its way', async () => {
  const { transport, hold, isClosed } = createDisk();
  const { write, close } = createBatchWriter(transport);
  const release = hold();
  const order: string[] = [];
  const written = [write(put('a')).then(() => order.push('a')), write(put('b')).then(() => order.push('b'))];
  const closed = close().then(() => order.push('closed'));
  expect(isClosed()).toBe(false);
  release();
  await Promise.all([...written, closed]);
  expect(order).toEqual(['a', 'b', 'closed']);
});
