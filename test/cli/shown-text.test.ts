import { describe, expect, test } from 'vitest';
import { ageText } from '../../src/cli/age-text.ts';
import { columns } from '../../src/cli/columns.ts';
import { printable } from '../../src/cli/printable.ts';

test.each([
  [-5, '0 s'],
  [59_999, '59 s'],
  [60_000, '1 min'],
  [3_599_999, '59 min'],
  [3_600_000, '1 h'],
  [86_399_999, '23 h'],
  [86_400_000 * 90, '90 d'],
])('an age of %i ms is shown as %s', (ms, shown) => {
  expect(ageText(ms)).toBe(shown);
});

test('columns are as wide as their widest cell, and no line ends with spaces', () => {
  expect(
    columns([
      ['ID', 'STATE', 'REASON'],
      ['1234', 'parked', ''],
      ['5', 'done', 'why'],
    ]),
  ).toEqual(['ID    STATE   REASON', '1234  parked', '5     done    why']);
});

describe('words of others', () => {
  test('stay in one line and cannot steer the terminal', () => {
    expect(printable(' a\r\nb\u0007\u001b[2Jc\u202ed\u200b ')).toBe('a b [2Jc d');
  });

  test('are cut when they are long, never inside a character', () => {
    expect(printable('x'.repeat(200))).toBe('x'.repeat(200));
    const cut = printable('😀'.repeat(300));
    expect(cut).toMatch(/^(😀)+…$/u);
    expect(cut.length).toBeLessThanOrEqual(201);
  });
});
