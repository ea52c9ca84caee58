import { graphemes } from '../core/text.ts';

const words = new Intl.Segmenter('en', { granularity: 'word' });

/** What ends at a gap; the higher, the better the place to cut. */
const rank = { word: 0, sentence: 1, line: 2, paragraph: 3 } as const;

/** A place between two words: the white space from `start` to `end`, none behind a Chinese or Japanese sentence. */
export interface TextGap {
  start: number;
  end: number;
  rank: number;
}

/** Where the visible characters of a text end. */
export function characterEnds(text: string): Set<number> {
  const ends = new Set<number>();
  let end = 0;
  for (const character of graphemes(text)) {
    end += character.length;
    ends.add(end);
  }
  return ends;
}

/** The places between the words of a text, in order. A gap that would part a visible character is none. */
export function* findGaps(text: string, ends: ReadonlySet<number>): Generator<TextGap> {
  for (const { index: start, 0: gap } of text.matchAll(/\s+|(?<=[。！？])/gu)) {
    const end = start + gap.length;
    if (start > 0 && ends.has(start) && ends.has(end)) yield { start, end, rank: rankOf(text, start, gap) };
  }
}

/** The ends of words in scripts that do not put white space between them. */
export function wordEnds(text: string, ends: ReadonlySet<number>): number[] {
  const starts = Array.from(words.segment(text), (word) => word.index);
  return starts.filter((start) => start > 0 && ends.has(start));
}

function rankOf(text: string, start: number, gap: string): number {
  const lineBreak = gap.indexOf('\n');
  if (lineBreak !== -1) return gap.includes('\n', lineBreak + 1) ? rank.paragraph : rank.line;
  const before = text.slice(Math.max(0, start - 8), start);
  // The number of a list item ends no sentence.
  const isSentence = /[.!?…。！？]["'”’»)\]]*$/u.test(before) && !/(?:^|\s)\d{1,3}\.$/.test(before);
  return isSentence ? rank.sentence : rank.word;
}
