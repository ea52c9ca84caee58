const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The visible characters of a text: an emoji family or a letter with its accents is one. */
export function graphemes(text: string): string[] {
  return Array.from(segmenter.segment(text), (part) => part.segment);
}

/**
 * Signs that take no room: directions, joiners, soft hyphens, variation selectors, byte order marks, fillers. Tags stay
 * (U+E0020 to U+E007F): they tell the flag of England from that of Scotland.
 */
const unseen = /(?![\u{e0020}-\u{e007f}])[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** A text without the signs that nobody sees and nobody types. */
export function withoutUnseen(text: string): string {
  return text.replace(unseen, '');
}

/** More marks on one letter than any language has. */
const excessMarks = /([\p{M}\uff9e\uff9f]{30})[\p{M}\uff9e\uff9f]+/gu;

/**
 * A text in a normal form of Unicode, in linear time: marks are sorted one by one into those before them, so a text of
 * thousands of marks on one letter would take minutes. What is over 30 on one letter is left out (UAX 15, stream-safe).
 */
export function normalise(text: string, form: 'NFC' | 'NFKC' | 'NFKD'): string {
  return text.replace(excessMarks, '$1').normalize(form);
}

/** A text without what stands at its ends: every first and last code point that fits. Linear, unlike `/x+$/`. */
export function trimMatching(text: string, sign: RegExp): string {
  let start = 0;
  while (start < text.length) {
    const first = String.fromCodePoint(text.codePointAt(start) ?? 0);
    if (!sign.test(first)) break;
    start += first.length;
  }
  return trimEndMatching(text.slice(start), sign);
}

/** A text without the last code points that fit. */
export function trimEndMatching(text: string, sign: RegExp): string {
  let end = text.length;
  while (end > 0) {
    const pair = end > 1 ? (text.codePointAt(end - 2) ?? 0) : 0;
    const last = pair > 0xffff ? String.fromCodePoint(pair) : text.charAt(end - 1);
    if (!sign.test(last)) break;
    end -= last.length;
  }
  return text.slice(0, end);
}

/** True when nothing of the text can be seen. */
export function isBlank(text: string | undefined | null): boolean {
  return text === undefined || text === null || !/[^\s\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(text);
}
