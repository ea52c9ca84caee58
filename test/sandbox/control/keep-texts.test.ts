import { expect, test } from 'vitest';
import { createTextKeeper, type TextHolder } from '../../../sandbox/control/keep-texts.ts';

test('the newest texts are kept, and together no more than the limit', () => {
  const keeper = createTextKeeper(1000);
  const holders = Array.from({ length: 5000 }, (): TextHolder => ({}));
  for (const holder of holders) keeper.keep(holder, 'x'.repeat(100));
  expect(holders.findIndex(({ responseText }) => responseText !== undefined)).toBe(4990);
  expect(holders.slice(4990).every(({ responseText }) => responseText?.length === 100)).toBe(true);
});

test('a very long text is cut and says how long it was', () => {
  const holder: TextHolder = {};
  createTextKeeper().keep(holder, 'x'.repeat(100_000));
  expect(holder.responseText).toMatch(/^x{65536}… \(100000 characters\)$/);
});

test('nothing is kept of nothing', () => {
  const holder: TextHolder = {};
  createTextKeeper().keep(holder, '');
  expect(holder).toEqual({});
});
