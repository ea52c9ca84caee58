import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graphemes } from '../../src/core/text.ts';
import { textSize } from '../../src/core/text-size.ts';
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
    ['is counted in UTF-16 units', '👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 33, '👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦'],
    ['is never cut inside a visible character', '👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 32, '👩‍👩‍👧‍👦👩‍👩‍👧‍👦…'],
    ['with an emoji has less room for letters', '🚲🚲🚲🚲🚲🚲🚲🚲🚲 bikes', 20, '🚲🚲🚲🚲🚲🚲🚲🚲🚲…'],
    ['with accents of their own is cut before a letter', 'e\u0301e\u0301e\u0301e\u0301', 6, 'e\u0301e\u0301…'],
    ['is one line', ' Track\n my  parcel ', 20, 'Track my parcel'],
  ])('%s', (_name, label, limit, expected) => expect(cutLabel(label, limit)).toBe(expected));
});

describe('a label where bytes are counted', () => {
  test.each([
    ['of letters that are one byte', 'Track my parcel', 20, 'Track my parcel'],
    ['of Cyrillic letters, two bytes each', 'Вернуть товар', 20, 'Вернуть…'],
    ['of Chinese letters, three bytes each', '追踪我的包裹吗谢谢', 20, '追踪我的包…'],
    ['of emoji, four bytes each', '🚲🚲🚲🚲🚲🚲', 20, '🚲🚲🚲🚲…'],
  ])('%s', (_name, label, limit, expected) => expect(cutLabel(label, limit, 'bytes')).toBe(expected));
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
    const unit = fc.constantFrom('utf16' as const, 'bytes' as const);
    fc.assert(
      fc.property(fc.array(label, { maxLength: 20 }), fc.integer({ min: 10, max: 40 }), unit, (labels, limit, unit) => {
        const shown = cutLabels(labels, limit, unit);
        expect(shown.every((text) => text !== '' && textSize(text, unit) <= limit && text.isWellFormed())).toBe(true);
        // What is left of a label is a beginning of it, in whole visible characters.
        const beginnings = shown.map((text) => graphemes(text.replace(/(?:…)?(?: \(\d+\))?$|^\d+$/u, '')));
        const whole = new Set(labels.flatMap((text) => graphemes(text.replace(/\s+/gu, ' '))));
        expect(beginnings.flat().every((part) => whole.has(part))).toBe(true);
        expect(new Set(shown).size).toBe(labels.length);
      }),
      { numRuns: 2000 },
    );
  });
});
