import { expect, onTestFinished, test } from 'vitest';
import { createDeliveryBook } from '../../src/store/deliveries.ts';
import { temporaryFolder } from '../support/conf-folder.ts';
import { openStoreForTest } from './open-store.ts';

async function startBook() {
  const folder = temporaryFolder('deliveries');
  onTestFinished(folder.remove);
  const store = await openStoreForTest({ folder: folder.path });
  return { book: createDeliveryBook(store), store };
}

test('what became of a message is known to whoever asks later', async () => {
  const { book, store } = await startBook();
  expect(await book.outcome('m1')).toBeUndefined();
  await book.record({ messageId: 'm1', outcome: 'channel' });
  expect(await book.outcome('m1')).toBe('channel');
  expect(await createDeliveryBook(store).outcome('m1')).toBe('channel');
});

test('it wakes everybody who waits for that message, and nobody else', async () => {
  const { book } = await startBook();
  const woken: string[] = [];
  const wait = (id: string, name: string) => {
    const { event, forget } = book.next(id);
    onTestFinished(forget);
    return event.then(() => woken.push(name));
  };
  const waiting = [wait('m1', 'one'), wait('m1', 'two')];
  void wait('m2', 'another');
  await book.record({ messageId: 'm1', outcome: 'channel' });
  await Promise.all(waiting);
  expect(woken).toEqual(['one', 'two']);
});

test('who is woken finds the outcome', async () => {
  const { book } = await startBook();
  const { event, forget } = book.next('m1');
  onTestFinished(forget);
  const seen = event.then(() => book.outcome('m1'));
  await book.record({ messageId: 'm1', outcome: 'failure: blocked' });
  expect(await seen).toBe('failure: blocked');
});

test('who has forgotten is not woken; the others still are', async () => {
  const { book } = await startBook();
  const woken: string[] = [];
  const gone = book.next('m1');
  const stays = book.next('m1');
  void gone.event.then(() => woken.push('gone'));
  const rest = stays.event.then(() => woken.push('stays'));
  gone.forget();
  gone.forget();
  await book.record({ messageId: 'm1', outcome: 'channel' });
  await rest;
  expect(woken).toEqual(['stays']);
  stays.forget();
  await book.record({ messageId: 'm1', outcome: 'user' });
});
