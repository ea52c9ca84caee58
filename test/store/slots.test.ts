import { expect, test } from 'vitest';
import { createSlots } from '../../src/store/slots.ts';

/** Asks for so many places; what was given is noted by number. */
function ask(slots: ReturnType<typeof createSlots>, count: number): number[] {
  const given: number[] = [];
  for (let number = 0; number < count; number += 1) void slots.acquire().then(() => given.push(number));
  return given;
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('as many as there are places get one', async () => {
  const slots = createSlots(3);
  const given = ask(slots, 5);
  await settled();
  expect(given).toEqual([0, 1, 2]);
});

test('a place that is given back goes to who waits longest', async () => {
  const slots = createSlots(1);
  const given = ask(slots, 3);
  slots.release();
  await settled();
  expect(given).toEqual([0, 1]);
  slots.release();
  await settled();
  expect(given).toEqual([0, 1, 2]);
});

test('a place that nobody waits for is free for the next', async () => {
  const slots = createSlots(1);
  await slots.acquire();
  slots.release();
  const given = ask(slots, 2);
  await settled();
  expect(given).toEqual([0]);
});

test('thousands may wait, nobody is forgotten and the order stays', async () => {
  const slots = createSlots(2);
  const given = ask(slots, 5_000);
  for (let i = 0; i < 4_998; i += 1) slots.release();
  await settled();
  expect(given).toEqual(Array.from({ length: 5_000 }, (_, index) => index));
  slots.release();
  slots.release();
  const later = ask(slots, 3);
  await settled();
  expect(later).toEqual([0, 1]);
});
