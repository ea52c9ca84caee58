import { describe, expect, test } from 'vitest';
import { matchChoice } from '../../src/translation/match-choice.ts';
import type { ShownEntry } from '../../src/translation/shown-question.ts';

function entries(labels: string[], more: { numbered?: boolean; shown?: string[] } = {}): ShownEntry[] {
  return labels.map((label, index) => ({
    ...(more.numbered ? { number: index + 1 } : {}),
    label,
    shown: more.shown?.[index] ?? label,
    payload: { option: index },
    message: 0,
  }));
}

/** The place of the choice that is meant; -1 when none is. */
function found(text: string, list: ShownEntry[]): number {
  const entry = matchChoice(text, list);
  return entry === undefined ? -1 : list.indexOf(entry);
}

describe('a typed label', () => {
  const list = entries(['Track my parcel', 'Devolución', '¿Otra cosa?'], {
    shown: ['Track my…', 'Devolución', 'Otra…'],
  });

  test.each([
    ['as shown in full', 'Track my parcel', 0],
    ['as shown, cut', 'Track my…', 0],
    ['cut, without its sign', 'track my', 0],
    ['in another case', 'TRACK MY PARCEL', 0],
    ['without accents', 'devolucion', 1],
    ['with punctuation around', '"Otra cosa"!', 2],
    ['with spaces too many', '  track   my parcel ', 0],
    ['only in part', 'parcel', -1],
    ['with more around it', 'Track my parcel please', -1],
    ['that is none', 'Something else', -1],
    ['that is blank', '  ', -1],
    ['that nobody types', 'Track my parcel'.repeat(10_000), -1],
  ])('%s', (_name, text, index) => expect(found(text, list)).toBe(index));

  test('is taken most exactly first', () => {
    const list = entries(['c', 'C++', 'C']);
    expect(['c', 'C++', 'C', 'c++', 'C!'].map((text) => found(text, list))).toEqual([0, 1, 2, 1, 0]);
  });

  test('that several choices have means the first of them, the shown ones tell them apart', () => {
    const list = entries(['Return', 'Return'], { shown: ['Return (1)', 'Return (2)'] });
    expect(['Return', 'return (2)'].map((text) => found(text, list))).toEqual([0, 1]);
  });

  test('may be nothing but signs', () => {
    const list = entries(['👍', '👎', '+', '-']);
    expect(['👍', '👎', '+', '-'].map((text) => found(text, list))).toEqual([0, 1, 2, 3]);
  });
});

describe('a typed number', () => {
  const list = entries(['Small', 'Medium', 'Large'], { numbered: true });

  test.each([
    ['2', 1],
    ['2.', 1],
    ['2)', 1],
    [' (2) ', 1],
    ['#2', 1],
    ['２', 1],
    ['2️⃣', 1],
    ['02', -1],
    ['0', -1],
    ['4', -1],
    ['-2', -1],
    ['-2-', 1],
    ['"2"', 1],
    ['2,', 1],
    ['¿2?', 1],
    ['[2] ', 1],
    ['2 3', -1],
    ['2 tickets please', -1],
    ['number 2', -1],
    ['2, 3', -1],
    ['2.5', -1],
    ['22', -1],
    ['two', -1],
  ])('"%s"', (text, index) => expect(found(text, list)).toBe(index));

  test('means nothing where no numbers were shown', () => {
    expect(found('2', entries(['Small', 'Medium', 'Large']))).toBe(-1);
  });

  test('that is a label means the label', () => {
    const list = entries(['0', '1', '2'], { numbered: true });
    expect(['1', '2', '3', '1)'].map((text) => found(text, list))).toEqual([1, 2, 2, 0]);
  });
});

test('without choices nothing is meant', () => {
  expect(matchChoice('yes', [])).toBeUndefined();
});
