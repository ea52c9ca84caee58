import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graphemes, isBlank } from '../../src/core/text.ts';
import { cutText } from '../../src/translation/cut-text.ts';
import { splitForButtons, splitText } from '../../src/translation/split-text.ts';

const family = '👩‍👩‍👧‍👦';
const word = 'word '.repeat(10).trim();

describe('where a text is cut', () => {
  test.each<[name: string, text: string, limit: number, ...parts: string[]]>([
    ['not at all when it fits', 'one two', 7, 'one two'],
    ['between paragraphs first', 'One. Two.\nThree.\n\nFour. Five.', 25, 'One. Two.\nThree.', 'Four. Five.'],
    ['else between lines', 'One. Two.\nThree. Four', 18, 'One. Two.', 'Three. Four'],
    ['else between sentences', 'One two. Three four five', 20, 'One two.', 'Three four five'],
    ['behind a quoted sentence', 'He said "no." And left us', 20, 'He said "no."', 'And left us'],
    ['a number of a list ends no sentence', 'Yes indeed: 1. abcdefghij', 20, 'Yes indeed: 1.', 'abcdefghij'],
    ['else between words', 'one two three', 9, 'one two', 'three'],
    ['exactly at the limit', 'one two', 3, 'one', 'two'],
    ['between Japanese sentences', 'これはペンです。それは本です', 12, 'これはペンです。', 'それは本です'],
    ['else inside the word', 'abcdefgh', 3, 'abc', 'def', 'gh'],
    ['never inside a visible character', `ab${family}cd`, 12, 'ab', family, 'cd'],
    ['never between a letter and its accent', 'abe\u0301cd', 3, 'ab', 'e\u0301c', 'd'],
    ['white space at the cut goes', 'one \n\n  two', 6, 'one', 'two'],
    ['white space around the text goes', '  one  ', 10, 'one'],
    ['a text that says nothing has no parts', ' \n\u200b ', 10],
  ])('%s', (_name, text, limit, ...parts) => expect(splitText(text, limit)).toEqual(parts));

  test('a character longer than the limit is cut, its surrogate pairs stay whole', () => {
    const parts = splitText(family, 4);
    expect(parts.join('')).toBe(family);
    expect(parts.every((part) => part.length <= 4 && part.isWellFormed())).toBe(true);
  });

  test('a text of a megabyte is split', () => {
    const parts = splitText(`${word}. `.repeat(20_000), 160);
    expect(parts.length).toBeGreaterThan(6000);
    expect(parts.every((part) => part.length <= 160)).toBe(true);
  });
});

const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.constantFrom(' ', '\n', '\n\n', '. ', family, '🇪🇸🇫🇷', 'e\u0301', 'ab', '。', ' \u0301'),
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(''));

const withoutSpace = (said: string) => said.replace(/\s+/gu, '');

describe('for every text and limit', () => {
  test('no part is empty or over the limit, and nothing but white space is lost', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 60 }), (said, limit) => {
        const parts = splitText(said, limit);
        expect(parts.every((part) => part.length <= limit && !isBlank(part))).toBe(true);
        const visible = (some: string) => withoutSpace(some).replace(/\p{Cf}/gu, '');
        expect(visible(parts.join(''))).toBe(visible(said));
      }),
      { numRuns: 2000 },
    );
  });

  test('no visible character that fits is cut', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 30, max: 60 }), (said, limit) => {
        const whole = graphemes(said.trim()).filter((character) => !isBlank(character));
        fc.pre(whole.every((character) => character.length <= limit));
        const characters = splitText(said, limit).flatMap(graphemes);
        expect(characters.filter((character) => !isBlank(character))).toEqual(whole);
      }),
      { numRuns: 2000 },
    );
  });

  test('what goes before buttons and what they stand under is the whole text', () => {
    const limits = { unit: 'utf16' as const, textLength: 60, textWithButtonsLength: 30 };
    fc.assert(
      fc.property(text, (said) => {
        const { before, last } = splitForButtons(said, limits);
        expect(last.length).toBeLessThanOrEqual(30);
        expect(before.every((part) => part.length <= 60 && !isBlank(part))).toBe(true);
        const visible = (some: string) => withoutSpace(some).replace(/\p{Cf}/gu, '');
        expect(visible(before.join('') + last)).toBe(visible(said));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a text that gets buttons', () => {
  const limits = { unit: 'utf16' as const, textLength: 100, textWithButtonsLength: 40 };

  test('stays whole when it is short enough', () => {
    expect(splitForButtons('One.\n\nTwo?', limits)).toEqual({ before: [], last: 'One.\n\nTwo?' });
  });

  test('else its last paragraph carries them', () => {
    const before = 'The first paragraph is here.\n\nAnd the second.';
    expect(splitForButtons(`${before}\n\nWhich one?`, limits)).toEqual({ before: [before], last: 'Which one?' });
  });

  test('else the end of a last paragraph that is too long', () => {
    expect(splitForButtons('A sentence that goes on for quite a while. Which one?', limits)).toEqual({
      before: ['A sentence that goes on for quite a while.'],
      last: 'Which one?',
    });
  });
});

describe('the beginning of a text', () => {
  test.each([
    ['is all of it when it fits', 'abc', 3, 'abc'],
    ['is cut at the length', 'abcd', 3, 'abc'],
    ['does not end in half a character', `ab${family}`, 6, 'ab'],
    ['keeps a character that fits', `ab${family}`, 13, `ab${family}`],
    ['does not end in a space', 'ab cd', 3, 'ab'],
  ])('%s', (_name, said, length, expected) => expect(cutText(said, length)).toBe(expected));
});
