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
    // The colour of the skin counts where it tells choices apart.
    expect(['👍', '👍🏿', '👎🏽'].map((text) => found(text, entries(['👍🏽', '👍🏿', '👎'])))).toEqual([0, 1, 2]);
  });
});

describe('a label as keyboards write it', () => {
  test.each([
    ['with a soft hyphen', 'Fahrrad\u00adhelm', 'fahrradhelm'],
    ['with a joiner that is left out', 'می\u200cخواهم', 'میخواهم'],
    ['with marks of direction', '\u200fشكرا\u200f', 'شكرا'],
    ['with a byte order mark', '\ufeffYes', 'yes'],
    ['with an emoji before it', '✅ Yes', 'yes'],
    ['with an emoji that has a selector', '✔\ufe0f Yes', 'yes'],
    ['with an emoji of another skin', '👍🏽', '👍'],
    ['with an emoji of a skin', '👍', '👍🏿'],
    ['with an emoji of a skin in the middle', 'All 👍🏽 here', 'all 👍 here'],
    ['with an emoji of several signs', '👩🏽‍🚀', '👩‍🚀'],
    ['with a space that does not break', '10\u00a0€ off', '10 € off'],
    ['with a narrow space', 'Oui\u202f!', 'oui'],
    ['with an apostrophe', "Don't know", 'don’t know'],
    ['with a typographic apostrophe', 'Don’t know', "don't know"],
    ['with an accent for an apostrophe', "Don't know", 'don´t know'],
    ['with quotes inside', 'The “Quay” bike', 'the "quay" bike'],
    ['with a dash', 'Mon–Fri', 'mon-fri'],
    ['with a hyphen that does not break', 'e\u2011mail', 'e-mail'],
    ['with an ellipsis inside', 'Well… yes', 'well... yes'],
    ['in full width', 'ＹＥＳ', 'yes'],
    ['in half width', 'ハイ', 'ﾊｲ'],
    ['with digits of another script', '2 wheels', '٢ wheels'],
    ['with a composed accent', 'Devolucio\u0301n', 'DEVOLUCIÓN'],
    ['with a letter of German', 'Straße', 'STRASSE'],
    ['with a letter of Danish', 'Søndag', 'sondag'],
    ['with a letter of Polish', 'Łódź', 'lodz'],
    ['with a letter of Turkish', 'İptal', 'iptal'],
    ['without a dot of Turkish', 'Kapı', 'kapi'],
    ['in Greek', 'Ναι, σωστός', 'ΝΑΙ, ΣΩΣΤΌΣ'],
    ['in Russian', 'Ёлка', 'елка'],
    ['in Arabic, with vowels', 'نَعَم', 'نعم'],
    ['in Arabic, from a Persian keyboard', 'ملكي', 'ملکی'],
    ['in Hebrew, with an abbreviation', 'צה״ל', 'צה"ל'],
  ])('%s', (_name, label, typed) => expect(found(typed, entries([label]))).toBe(0));

  test.each([
    ['vowels of Thai', 'กิน', 'กีน'],
    ['vowels of Hindi', 'कु', 'कू'],
    ['strokes of Japanese', 'が', 'か'],
    ['flags', '🇪🇸', '🇫🇷'],
    ['flags of parts of a country', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏴󠁧󠁢󠁳󠁣󠁴󠁿'],
    ['letters', 'Yes', 'Yet'],
  ])('%s still tell labels apart', (_name, label, typed) => expect(found(typed, entries([label]))).toBe(-1));
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
    ['2⃣', 1],
    ['②', 1],
    ['⑵', 1],
    ['𝟐', 1],
    ['٢', 1],
    ['۲', 1],
    ['२', 1],
    ['๒', 1],
    ['(٢)', 1],
    ['٠٢', 1],
    ['２）', 1],
    ['2\u200f', 1],
    ['\u200e2', 1],
    ['\u202b2\u202c', 1],
    ['\u20662\u2069', 1],
    ['\ufeff2', 1],
    ['\u00a02\u00a0', 1],
    ['2\u3000', 1],
    ['«2»', 1],
    ['“2”', 1],
    ['2…', 1],
    ['2 👍', 1],
    ['*2*', 1],
    ['۰', -1],
    ['٤', -1],
    ['−2', -1],
    ['–2', -1],
    ['+2', -1],
    ['€2', -1],
    ['٢٢', -1],
    ['二', -1],
    ['02', 1],
    ['002', 1],
    ['0', -1],
    ['4', -1],
    ['-2', -1],
    ['-2-', 1],
    ['–2–', 1],
    ['- 2', 1],
    ['-2.', -1],
    ['–2.', -1],
    ['(-2)', -1],
    ['-2)', -1],
    ['❷', 1],
    ['➁', 1],
    ['➋', 1],
    ['⓶', 1],
    ['㈡', 1],
    ['㊁', 1],
    ['❷.', 1],
    ['⓬', -1],
    ['❿', -1],
    ['2) Medium', 1],
    ['2. Medium', 1],
    ['2 Medium', 1],
    ['2.medium', 1],
    ['(2) medium!', 1],
    ['2: Médium', 1],
    ['2 - Medium', 1],
    ['2️⃣ Medium', 1],
    ['❷ Medium', 1],
    ['٢) Medium', 1],
    ['2) Large', -1],
    ['2) Medium please', -1],
    ['4) Medium', -1],
    ['-2) Medium', -1],
    ['2Medium', -1],
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

  test('with a label behind it means the choice that has both, as shown or in full', () => {
    const list = entries(['Return', 'Return', 'Track my parcel'], {
      numbered: true,
      shown: ['Return', 'Return', 'Track…'],
    });
    const typed = ['1) Return', '2) Return', '3) Track…', '3) Track my parcel', '3) Return', 'Return'];
    expect(typed.map((text) => found(text, list))).toEqual([0, 1, 2, 2, -1, 0]);
    expect(found('2) Medium', entries(['Small', 'Medium']))).toBe(-1);
  });

  test('with a label behind it is no other number', () => {
    const list = entries(['1 kg', '5 kg', '2 wheels', 'wheels'], { numbered: true });
    const typed = ['2.5 kg', '2-5 kg', '2 5 kg', '2) 5 kg', '2. 5 kg', '2 wheels', '4 wheels'];
    expect(typed.map((text) => found(text, list))).toEqual([-1, -1, 1, 1, 1, 2, 3]);
  });

  test('that is a label means the label', () => {
    const list = entries(['0', '1', '2'], { numbered: true });
    expect(['1', '2', '3', '1)'].map((text) => found(text, list))).toEqual([1, 2, 2, 0]);
  });
});

test('without choices nothing is meant', () => {
  expect(matchChoice('yes', [])).toBeUndefined();
});
