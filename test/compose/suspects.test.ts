import { describe, expect, test } from 'vitest';
import { createSuspects } from '../../src/compose/suspects.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { RunOutcome } from '../../src/store/lanes.ts';
import { createSlots } from '../../src/store/slots.ts';

const FINISHED: RunOutcome = { status: 'finished' };

describe('suspected turns', () => {
  test('work one at a time, those that were begun least often first', async () => {
    const [suspects, slots] = [createSuspects(systemClock), createSlots(0)];
    const order: string[] = [];
    let working = 0;
    const turn = (name: string) => async () => {
      order.push(name);
      working += 1;
      expect(working).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      working -= 1;
      return FINISHED;
    };
    await Promise.all([
      suspects.run(3, slots, turn('thrice')),
      suspects.run(0, slots, turn('never')),
      suspects.run(1, slots, turn('once')),
    ]);
    expect(order).toEqual(['never', 'once', 'thrice']);
  });

  test('that rest let the next one work', async () => {
    const [suspects, slots] = [createSuspects(systemClock), createSlots(2)];
    const rested = Promise.withResolvers<void>();
    const first = suspects.run(0, slots, async (alone) => {
      alone.release();
      await rested.promise;
      await alone.acquire();
      return FINISHED;
    });
    const second = suspects.run(0, slots, async () => {
      rested.resolve();
      return FINISHED;
    });
    expect(await Promise.all([first, second])).toEqual([FINISHED, FINISHED]);
  });

  test('take no place from others while they wait, and have it back in the end', async () => {
    const [suspects, slots] = [createSuspects(systemClock), createSlots(1)];
    await slots.acquire();
    const run = suspects.run(0, slots, async () => {
      expect(slots.free()).toBe(1);
      return FINISHED;
    });
    await run;
    expect(slots.free()).toBe(0);
  });

  test('that have not begun stop with the process', async () => {
    const [suspects, slots] = [createSuspects(systemClock), createSlots(2)];
    const end = Promise.withResolvers<RunOutcome>();
    const begun = Promise.withResolvers<void>();
    const first = suspects.run(0, slots, () => {
      begun.resolve();
      return end.promise;
    });
    const second = suspects.run(1, slots, async () => FINISHED);
    await begun.promise;
    suspects.stop();
    expect(await second).toEqual({ status: 'stopped' });
    expect(await suspects.run(0, slots, async () => FINISHED)).toEqual({ status: 'stopped' });
    end.resolve(FINISHED);
    expect(await first).toEqual(FINISHED);
  });
});
