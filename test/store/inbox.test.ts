import { describe, expect, onTestFinished, test } from 'vitest';
import { createInbox, InboxFullError } from '../../src/store/inbox.ts';
import { createLanes, type RunOutcome } from '../../src/store/lanes.ts';
import type { NewEvent } from '../../src/store/schema.ts';
import { createTestClock } from '../net/test-server.ts';
import { temporaryFolder } from '../support/conf-folder.ts';
import { openStoreForTest } from './open-store.ts';

const MINUTE = 60_000;

/** An inbox over a real store, whose events wait until they are told to finish. */
async function startInbox({ waiting = 0, per_minute = 0, maxWaiting = 1_000 } = {}) {
  const folder = temporaryFolder('inbox');
  onTestFinished(folder.remove);
  const clock = createTestClock();
  const store = await openStoreForTest({ folder: folder.path, clock });
  const ends: (() => void)[] = [];
  const ran: number[] = [];
  const createParts = () => {
    const lanes = createLanes({
      concurrency: 100,
      clock,
      run: ({ id }) => {
        ran.push(id);
        return new Promise<RunOutcome>((resolve) => ends.push(() => resolve({ status: 'finished' })));
      },
    });
    return { lanes, inbox: createInbox({ store, lanes, flood: { waiting, per_minute }, maxWaiting, clock }) };
  };
  const event = (more: Partial<NewEvent> = {}): NewEvent => ({
    lane: 'lane',
    kind: 'user',
    payload: 'hi',
    receivedAt: clock.now(),
    ...more,
  });
  return {
    ...createParts(),
    createParts,
    store,
    clock,
    event,
    ran,
    finishAll: () => ends.splice(0).map((end) => end()),
  };
}

test('what is stored runs; what is a duplicate or flood does not', async () => {
  const { inbox, lanes, event, store, ran } = await startInbox({ per_minute: 2 });
  const twin = { dedupe: { key: 'message:m1' } };
  expect(await inbox.accept([event(twin)])).toEqual(['stored']);
  expect(await inbox.accept([event(twin)])).toEqual(['duplicate']);
  expect(await inbox.accept([event(), event(), event({ lane: 'other' })])).toEqual(['stored', 'flood', 'stored']);
  expect(lanes.open()).toBe(3);
  await expect.poll(() => ran.length).toBe(2);
  expect(await store.waiting()).toHaveLength(3);
});

test('events of one delivery that is refused for its length are all refused', async () => {
  const { inbox, event, store } = await startInbox({ maxWaiting: 3 });
  await inbox.accept([event(), event()]);
  await expect(inbox.accept([event(), event()])).rejects.toThrow(InboxFullError);
  expect(await store.waiting()).toHaveLength(2);
  expect(await inbox.accept([event()])).toEqual(['stored']);
});

test('what was refused for its length does not count as arrived', async () => {
  const { inbox, event, finishAll, lanes } = await startInbox({ maxWaiting: 1, per_minute: 2 });
  await inbox.accept([event()]);
  for (let i = 0; i < 10; i += 1) await expect(inbox.accept([event()])).rejects.toThrow('server.max_waiting');
  await expect
    .poll(() => {
      finishAll();
      return lanes.open();
    })
    .toBe(0);
  expect(await inbox.accept([event()])).toEqual(['stored']);
});

describe('only events of users are flood', () => {
  test.each(['desk', 'desk-lookup', 'user-deleted', 'control'] as const)('not of kind %s', async (kind) => {
    const { inbox, event } = await startInbox({ waiting: 1, per_minute: 1 });
    await inbox.accept([event()]);
    for (let i = 0; i < 5; i += 1) expect(await inbox.accept([event({ kind })])).toEqual(['stored']);
    expect(await inbox.accept([event()])).toEqual(['flood']);
  });

  test('events of the desk are not counted among those that wait', async () => {
    const { inbox, event } = await startInbox({ waiting: 2 });
    for (let i = 0; i < 5; i += 1) await inbox.accept([event({ kind: 'desk' })]);
    expect(await inbox.accept([event()])).toEqual(['stored']);
    expect(await inbox.accept([event()])).toEqual(['stored']);
    expect(await inbox.accept([event()])).toEqual(['flood']);
  });
});

test('arrivals of the last minute are known after a restart', async () => {
  const { inbox, event, clock, createParts } = await startInbox({ per_minute: 3 });
  await inbox.accept([event()]);
  clock.advance(40_000);
  await inbox.accept([event(), event()]);
  const again = createParts().inbox;
  expect(await again.accept([event()])).toEqual(['flood']);
  clock.advance(MINUTE - 40_000);
  expect(await again.accept([event()])).toEqual(['stored']);
  expect(await again.accept([event()])).toEqual(['flood']);
});

test('conversations that fell silent are forgotten, others are not', async () => {
  const { inbox, event, clock } = await startInbox({ per_minute: 1 });
  for (let i = 0; i < 5; i += 1) {
    expect(await inbox.accept([event({ lane: 'steady' })])).toEqual(['stored']);
    expect(await inbox.accept([event({ lane: 'steady' })])).toEqual(['flood']);
    clock.advance(MINUTE);
  }
});

test('events that are being stored count as waiting: a slow disk does not let them gather without end', async () => {
  const { inbox, event, lanes } = await startInbox({ maxWaiting: 3 });
  const outcomes = await Promise.allSettled(
    Array.from({ length: 5 }, (_, index) => inbox.accept([event({ lane: `${index}` })])),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(InboxFullError);
  }
  expect(lanes.open()).toBe(3);
});
