import { describe, expect, onTestFinished, test } from 'vitest';
import { createLanes, type RunOutcome } from '../../src/store/lanes.ts';
import type { WaitingEvent } from '../../src/store/schema.ts';
import type { Slots } from '../../src/store/slots.ts';
import { createTestClock } from '../net/test-server.ts';

const FINISHED: RunOutcome = { status: 'finished' };

interface Run {
  event: WaitingEvent;
  slots: Slots;
  end(outcome?: RunOutcome): void;
}

/** Lanes whose turns end when the test says so. */
function startLanes(concurrency = 100) {
  const clock = createTestClock();
  const runs: Run[] = [];
  let lastId = 0;
  const lanes = createLanes({
    concurrency,
    clock,
    run: (event, slots) => {
      const { promise, resolve } = Promise.withResolvers<RunOutcome>();
      runs.push({ event, slots, end: (outcome = FINISHED) => resolve(outcome) });
      return promise;
    },
  });
  onTestFinished(() => {
    for (const run of runs) run.end();
    return lanes.stop();
  });
  return {
    lanes,
    clock,
    runs,
    /** Adds events with ids that count up from 1. */
    add(...names: string[]) {
      for (const lane of names) {
        lastId += 1;
        lanes.add({ id: lastId, lane, kind: 'user', notBefore: 0 });
      }
    },
    /** Ids of the events that were begun, in their order, as soon as nothing more begins. */
    async begun() {
      await settled();
      return runs.map(({ event }) => event.id);
    },
    runOf(id: number): Run {
      const run = runs.findLast(({ event }) => event.id === id);
      if (run === undefined) throw new Error(`event ${id} was not begun`);
      return run;
    },
  };
}

/** Everything that only waits for promises, and for the next ticks, has happened then. */
const settled = async () => {
  for (let tick = 0; tick < 3; tick += 1) await new Promise((resolve) => setImmediate(resolve));
};

test('a turn does not begin in the tick that adds its event, so that the 200 is written first', async () => {
  const { add, runs, begun } = startLanes();
  add('a');
  for (let i = 0; i < 100; i += 1) await Promise.resolve();
  expect(runs).toEqual([]);
  expect(await begun()).toEqual([1]);
});

describe('one lane', () => {
  test('runs one event at a time, in the order in which they were added', async () => {
    const { add, begun, runOf, lanes } = startLanes();
    add('a', 'a', 'a');
    expect(await begun()).toEqual([1]);
    runOf(1).end();
    expect(await begun()).toEqual([1, 2]);
    runOf(2).end();
    expect(await begun()).toEqual([1, 2, 3]);
    expect(lanes.open()).toBe(1);
    runOf(3).end();
    await settled();
    expect(lanes.open()).toBe(0);
  });

  test('goes on with what is added when it was through', async () => {
    const { add, begun, runOf } = startLanes();
    add('a');
    await begun();
    runOf(1).end();
    await begun();
    add('a');
    expect(await begun()).toEqual([1, 2]);
  });

  test('stays closed while its event is put down, and then runs that event first', async () => {
    const { add, begun, runOf, clock, lanes } = startLanes();
    add('a', 'a', 'b');
    await begun();
    runOf(1).end({ status: 'put-down', notBefore: clock.now() + 20 });
    expect(await begun()).toEqual([1, 3]);
    expect(lanes.open()).toBe(3);
    clock.advance(20);
    await expect.poll(begun).toEqual([1, 3, 1]);
    runOf(1).end();
    expect(await begun()).toEqual([1, 3, 1, 2]);
  });

  test('can wait for weeks, which is longer than a timer can', async () => {
    const { lanes, begun, clock } = startLanes();
    lanes.add({ id: 1, lane: 'a', kind: 'user', notBefore: clock.now() + 40 * 24 * 3_600_000 });
    lanes.add({ id: 2, lane: 'b', kind: 'user', notBefore: clock.now() + 20 });
    clock.advance(20);
    await expect.poll(begun).toEqual([2]);
  });

  test('an event that was put down before a restart waits for its time', async () => {
    const { lanes, begun, clock } = startLanes();
    lanes.add({ id: 1, lane: 'a', kind: 'user', notBefore: clock.now() + 20 });
    lanes.add({ id: 2, lane: 'a', kind: 'user', notBefore: 0 });
    expect(await begun()).toEqual([]);
    clock.advance(20);
    await expect.poll(begun).toEqual([1]);
  });

  test('counts the user events that are open, and those behind the one that runs', async () => {
    const { add, lanes, begun, runOf } = startLanes();
    add('a', 'a', 'b');
    lanes.add({ id: 9, lane: 'a', kind: 'desk', notBefore: 0 });
    await begun();
    expect([lanes.openUserEvents('a'), lanes.userEventsBehind({ lane: 'a', id: 1 })]).toEqual([[false, false], 1]);
    expect([lanes.openUserEvents('c'), lanes.userEventsBehind({ lane: 'c', id: 1 })]).toEqual([[], 0]);
    runOf(1).end();
    await begun();
    expect([lanes.openUserEvents('a'), lanes.userEventsBehind({ lane: 'a', id: 1 })]).toEqual([[false], 0]);
  });
});

describe('many lanes', () => {
  test('run side by side', async () => {
    const { add, begun } = startLanes();
    add('a', 'b', 'c', 'a', 'b');
    expect(await begun()).toEqual([1, 2, 3]);
  });

  test('no more of them than there are places; who came first gets one first', async () => {
    const { add, begun, runOf } = startLanes(2);
    add('a', 'b', 'c', 'd');
    expect(await begun()).toEqual([1, 2]);
    runOf(2).end();
    expect(await begun()).toEqual([1, 2, 3]);
    runOf(1).end();
    expect(await begun()).toEqual([1, 2, 3, 4]);
  });

  test('a turn that waits gives its place back and waits for it again', async () => {
    const { add, begun, runOf } = startLanes(1);
    add('a', 'b');
    expect(await begun()).toEqual([1]);
    const { slots } = runOf(1);
    slots.release();
    expect(await begun()).toEqual([1, 2]);
    let back = false;
    const again = slots.acquire().then(() => {
      back = true;
    });
    await settled();
    expect(back).toBe(false);
    runOf(2).end();
    await again;
    expect(back).toBe(true);
  });

  test('whose first event was erased, or whose user was deleted, does not rest any longer', async () => {
    const { lanes, add, clock, runOf, begun } = startLanes();
    add('lane', 'other');
    await begun();
    for (const id of [1, 2]) runOf(id).end({ status: 'put-down', notBefore: clock.now() + 1_000_000 });
    await settled();
    lanes.wake('lane');
    lanes.wake('nobody');
    lanes.add({ id: 3, lane: 'other', kind: 'user-deleted', notBefore: 0 });
    expect(await begun()).toEqual([1, 2, 1, 2]);
    runOf(2).end();
    expect(await begun()).toEqual([1, 2, 1, 2, 3]);
  });

  test('a turn that is put down gives its place back', async () => {
    const { add, begun, runOf, clock } = startLanes(1);
    add('a', 'b');
    await begun();
    runOf(1).end({ status: 'put-down', notBefore: clock.now() + 1_000_000 });
    expect(await begun()).toEqual([1, 2]);
  });

  test('ten thousand events of a thousand lanes all run, each lane in its order', async () => {
    const orders = new Map<string, number[]>();
    const lanes = createLanes({
      concurrency: 50,
      clock: createTestClock(),
      run: async ({ id, lane }) => {
        orders.set(lane, [...(orders.get(lane) ?? []), id]);
        if (id % 7 === 0) await settled();
        return FINISHED;
      },
    });
    for (let id = 0; id < 10_000; id += 1) lanes.add({ id, lane: `lane ${id % 1_000}`, kind: 'user', notBefore: 0 });
    await expect.poll(() => lanes.open(), { timeout: 10_000 }).toBe(0);
    expect(orders.size).toBe(1_000);
    for (const ids of orders.values()) expect(ids).toEqual([...ids].sort((a, b) => a - b));
    await lanes.stop();
  });
});

describe('stopping', () => {
  test('waits for what runs, and nothing more begins', async () => {
    const { add, begun, runOf, lanes } = startLanes(2);
    add('a', 'b', 'a', 'c');
    await begun();
    let stopped = false;
    const stopping = lanes.stop().then(() => {
      stopped = true;
    });
    add('d');
    runOf(1).end();
    expect(await begun()).toEqual([1, 2]);
    expect(stopped).toBe(false);
    runOf(2).end();
    await stopping;
    expect(await begun()).toEqual([1, 2]);
    expect(lanes.open()).toBe(3);
  });

  test('is done at once when nothing runs, also while an event rests', async () => {
    const { lanes, begun, clock } = startLanes();
    lanes.add({ id: 1, lane: 'a', kind: 'user', notBefore: clock.now() + 1_000_000 });
    await lanes.stop();
    clock.advance(1_000_000);
    expect(await begun()).toEqual([]);
  });

  test('an event that stops between two steps stays open', async () => {
    const { add, begun, runOf, lanes } = startLanes();
    add('a', 'a');
    await begun();
    const stopping = lanes.stop();
    runOf(1).end({ status: 'stopped' });
    await stopping;
    expect(lanes.open()).toBe(2);
    expect(await begun()).toEqual([1]);
  });
});

test('of an event that waits, for its place or its turn, the content is not kept in memory', async () => {
  const { lanes, runs, begun, runOf } = startLanes(1);
  const addFresh = (id: number, lane: string) => {
    const fresh = { id, origin: id, lane, kind: 'user', payload: 'x', receivedAt: 1, takeovers: 0 } as const;
    const event: WaitingEvent = { id, lane, kind: 'user', notBefore: 0, fresh };
    lanes.add(event);
    return event;
  };
  const [first, behind, elsewhere] = [addFresh(1, 'a'), addFresh(2, 'a'), addFresh(3, 'b')];
  await begun();
  expect([first, behind, elsewhere].map(({ fresh }) => fresh?.id)).toEqual([1, undefined, undefined]);
  runOf(1).end();
  await begun();
  runOf(3).end();
  expect(await begun()).toEqual([1, 3, 2]);
  expect(runs).toHaveLength(3);
});
