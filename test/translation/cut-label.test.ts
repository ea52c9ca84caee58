import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graphemes } from '../../src/core/text.ts';
import { cutLabel, cutLabels } from '../../src/translation/cut-label.ts';

describe('a label', () => {
  test.each([
    ['stays when it fits', 'Track my parcel', 20, 'Track my parcel'],
    ['may be exactly as long', 'abcde', 5, 'abcde'],
    ['ends behind a word', 'Return a defective product', 20, 'Return a defective…'],
    ['keeps a word that just fits', 'Return a defective product', 19, 'Return a defective…'],
    ['drops a word that does not', 'Return a defective product', 18, 'Return a…'],
    ['does not end in a comma', 'Yes, I would like that', 5, 'Yes…'],
    ['is cut in a word when it has no other', 'Donaudampfschifffahrt', 8, 'Donauda…'],
    ['is counted in visible characters', '👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 3, '👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦'],
    ['is never cut inside one', '👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 2, '👩‍👩‍👧‍👦…'],
    ['is one line', ' Track\n my  parcel ', 20, 'Track my parcel'],
  ])('%s', (_name, label, limit, expected) => expect(cutLabel(label, limit)).toBe(expected));
});

describe('labels shown together', () => {
  test('equal ones after cutting are numbered inside the limit', () => {
    const labels = ['Return a product from the shop', 'Return a product from the web', 'Other'];
    expect(cutLabels(labels, 20)).toEqual(['Return a… (1)', 'Return a… (2)', 'Other']);
  });

  test('equal short ones are numbered', () => {
    expect(cutLabels(['Yes', 'Yes'], 20)).toEqual(['Yes (1)', 'Yes (2)']);
  });

  test('a number that is already there is passed over', () => {
    expect(cutLabels(['Yes', 'Yes (1)', 'Yes'], 20)).toEqual(['Yes (2)', 'Yes (1)', 'Yes (3)']);
  });

  test('different ones stay as they are', () => {
    expect(cutLabels(['Sí', 'Si', 'si'], 20)).toEqual(['Sí', 'Si', 'si']);
  });

  test('none is over the limit, none is empty, no two are the same', () => {
    const label = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((text) => text.trim() !== ''),
      fc.constantFrom('Return a product', 'Return a product now', 'Yes', 'Yes (1)', '👩‍👩‍👧‍👦'.repeat(9)),
    );
    fc.assert(
      fc.property(fc.array(label, { maxLength: 20 }), fc.integer({ min: 6, max: 40 }), (labels, limit) => {
        const shown = cutLabels(labels, limit);
        expect(shown.every((text) => text !== '' && graphemes(text).length <= limit && text.isWellFormed())).toBe(true);
        expect(new Set(shown).size).toBe(labels.length);
      }),
      { numRuns: 2000 },
    );
  });
});
