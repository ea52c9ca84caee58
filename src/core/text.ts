const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The visible characters of a text: an emoji family or a letter with its accents is one. */
export function graphemes(text: string): string[] {
  return Array.from(segmenter.segment(text), (part) => part.segment);
}

/**
 * The form in which what a user typed is compared with a label: without case, accents,
 * surrounding punctuation and doubled spaces.
 */
export function foldText(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{Mn}+/gu, '')
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .trim();
  const bare = plain.replace(/^[\p{P}\p{S}\s]+|[\p{P}\p{S}\s]+$/gu, '');
  // A label that is nothing but signs (an emoji, "+1"'s sign) still has to be told from other labels.
  return bare === '' ? plain : bare;
}

/** True when nothing of the text can be seen. */
export function isBlank(text: string | undefined | null): boolean {
  return text === undefined || text === null || !/[^\s\p{Cf}]/u.test(text);
}
