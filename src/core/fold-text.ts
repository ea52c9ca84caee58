import { normalise, trimMatching, withoutUnseen } from './text.ts';

/** Signs that a keyboard writes in several ways, and how they are compared. */
const signs = new Map(
  Object.entries({
    "'": '\u2018\u2019\u201a\u201b\u2032\u2035\u02b9\u02bb\u02bc\u02bd\u05f3\u0060\u00b4\uff07\ua78c',
    '"': '\u201c\u201d\u201e\u201f\u2033\u2036\u05f4\u00ab\u00bb\u300c\u300d\u300e\u300f\uff02\u301d\u301e\u301f',
    '-': '\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\u058a\u05be\ufe58\ufe63\uff0d',
    '10': '\u{1f51f}',
  }).flatMap(([plain, written]) => Array.from(written, (sign) => [sign, plain] as const)),
);
const anySign = new RegExp(`[${[...signs.keys()].join('')}]`, 'gu');

/** Signs that are numbers from one on, in a row, and that no form of Unicode makes plain: `❷`, `➁`, `㈡`, `㊁`, ... */
const numberRows: readonly (readonly [first: number, number: number, count: number])[] = [
  [0x2776, 1, 10],
  [0x2780, 1, 10],
  [0x278a, 1, 10],
  [0x24eb, 11, 10],
  [0x24f5, 1, 10],
  [0x3220, 1, 10],
  [0x3280, 1, 10],
];
const anyNumberSign = /[\u2776-\u2793\u24eb-\u24fe\u3220-\u3229\u3280-\u3289]/gu;

/** The colour of an emoji's skin. */
const skinTone = /(?<=\p{Emoji_Modifier_Base})\p{Emoji_Modifier}/gu;

/** Letters that have no accent to take off, and the Arabic ones that keyboards of other languages write differently. */
const letters = new Map([
  ['ø', 'o'],
  ['ł', 'l'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['ħ', 'h'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['þ', 'th'],
  ['ی', 'ي'],
  ['ى', 'ي'],
  ['ک', 'ك'],
  ['ـ', ''],
]);
const anyLetter = new RegExp(`[${[...letters.keys()].join('')}]`, 'gu');

/**
 * Marks that a letter can do without: accents, and the vowel signs of Arabic and Hebrew. Those of Thai or Hindi are
 * letters, and so are the strokes that tell Japanese が from か.
 */
const accents =
  /(?![\u3099\u309a])(?=[\p{Script=Inherited}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Cyrillic}])\p{Mn}/gu;

/** Punctuation, symbols, emoji, and the unseen tags behind a flag. */
const around = /[\p{P}\p{S}\s\u{e0020}-\u{e007f}]/u;

/**
 * A text as people type it and as their keyboards write it, for comparing: in one line, without signs nobody sees, with
 * plain quotes, dashes and digits, in one width and one case, and emoji without the colour of their skin.
 */
export function plainText(text: string): string {
  const plain = withoutUnseen(text)
    .replace(skinTone, '')
    .replace(anySign, (sign) => signs.get(sign) ?? sign);
  return digitsToAscii(normalise(plain, 'NFKC'))
    .replace(/\u20e3/g, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .toLowerCase();
}

/**
 * The form in which what a user typed is compared with a label: as `plainText`, and without accents and surrounding
 * punctuation.
 */
export function foldText(text: string): string {
  const plain = normalise(plainText(text), 'NFKD')
    .replace(accents, '')
    // Both ways, so that "ß" is "ss" and "ı" is "i".
    .toUpperCase()
    .toLowerCase()
    .replace(anyLetter, (letter) => letters.get(letter) ?? letter);
  const bare = trimMatching(plain, around);
  // A label that is nothing but signs (an emoji, "+1"'s sign) still has to be told from other labels.
  return bare === '' ? plain : bare;
}

/** As `plainText`, and with the signs that stand for a number as digits: for a text that may be one. */
export function plainNumber(text: string): string {
  return plainText(text.replace(anyNumberSign, numberOfSign));
}

function numberOfSign(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  const [first, number] = numberRows.find(([from, , count]) => code >= from && code < from + count) ?? [code, 0];
  return String(number + code - first);
}

/** Digits of any script as ours. */
function digitsToAscii(text: string): string {
  return text.replace(/(?![0-9])\p{Nd}/gu, digitToAscii);
}

/** The digits of a script come in tens, from zero to nine (Unicode: decimal digits). */
function digitToAscii(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let start = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(start - 1))) start -= 1;
  return String((code - start) % 10);
}
