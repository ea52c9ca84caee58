import { graphemes, isBlank } from '../core/text.ts';

const words = new Intl.Segmenter('en', { granularity: 'word' });

/** Where a text may be cut, the better place the higher. */
const rank = { word: 0, sentence: 1, line: 2, paragraph: 3 } as const;

/**
 * A text -> parts of at most `limit` UTF-16 units, in order. Cut between paragraphs, else lines, sentences, words,
 * and inside a word only between visible characters (unless one alone is longer than the limit).
 * Nothing is lost but white space at the cuts; no part is empty.
 *
 * @param limit At least 2, so that no surrogate pair has to be broken.
 */
export function splitText(text: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > limit) {
    const cut = findCut(rest, limit);
    parts.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  parts.push(rest);
  return parts.filter((part) => !isBlank(part));
}

/**
 * A text that gets buttons -> what goes before, and the text the buttons stand under: all of it where that is
 * short enough, else its last paragraph, or as much of the end of that as may carry buttons.
 */
export function splitForButtons(
  text: string,
  limits: { textLength: number; textWithButtonsLength: number },
): { before: string[]; last: string } {
  const whole = text.trim();
  if (whole.length <= limits.textWithButtonsLength) return { before: [], last: whole };
  const lastParagraph = whole.slice(whole.lastIndexOf('\n\n') + 1).trim();
  const last = splitText(lastParagraph, limits.textWithButtonsLength).at(-1) ?? '';
  return { before: splitText(whole.slice(0, whole.length - last.length), limits.textLength), last };
}

function findCut(text: string, limit: number): number {
  // A character that begins inside the limit and could fit ends before twice the limit.
  const start = text.slice(0, limit * 2);
  const ends = characterEnds(start);
  return (
    bestGap(start, limit, ends) ?? lastWordEnd(start, limit, ends) ?? lastEnd(ends, limit) ?? forcedCut(text, limit)
  );
}

function characterEnds(text: string): Set<number> {
  const ends = new Set<number>();
  let end = 0;
  for (const character of graphemes(text)) {
    end += character.length;
    ends.add(end);
  }
  return ends;
}

/** The last of the best places between two words. Chinese and Japanese sentences end without white space. */
function bestGap(text: string, limit: number, ends: Set<number>): number | undefined {
  let best: { cut: number; rank: number } | undefined;
  for (const gap of text.matchAll(/\s+|(?<=[。！？])/gu)) {
    if (gap.index > limit) break;
    const end = gap.index + gap[0].length;
    // A sign on top of a space belongs to the space.
    if (gap.index === 0 || !ends.has(gap.index) || !ends.has(end)) continue;
    const found = gapRank(text, gap.index, gap[0]);
    if (best === undefined || found >= best.rank) best = { cut: gap.index, rank: found };
  }
  return best?.cut;
}

function gapRank(text: string, index: number, gap: string): number {
  const lineBreak = gap.indexOf('\n');
  if (lineBreak !== -1) return gap.indexOf('\n', lineBreak + 1) === -1 ? rank.line : rank.paragraph;
  const before = text.slice(Math.max(0, index - 8), index);
  const isSentence = /[.!?…。！？]["'”’»)\]]*$/u.test(before) && !/(?:^|\s)\d{1,3}\.$/.test(before);
  return isSentence ? rank.sentence : rank.word;
}

/** In scripts that do not separate words by white space. */
function lastWordEnd(text: string, limit: number, ends: Set<number>): number | undefined {
  let last: number | undefined;
  for (const word of words.segment(text)) {
    if (word.index > limit) break;
    if (word.index > 0 && ends.has(word.index)) last = word.index;
  }
  return last;
}

function lastEnd(ends: Set<number>, limit: number): number | undefined {
  let last: number | undefined;
  for (const end of ends) {
    if (end <= limit) last = end;
  }
  return last;
}

/** One visible character is longer than the limit; at least its surrogate pairs stay whole. */
function forcedCut(text: string, limit: number): number {
  const cut = Math.max(limit, 2);
  const before = text.charCodeAt(cut - 1);
  return before >= 0xd800 && before <= 0xdbff && cut > 2 ? cut - 1 : cut;
}
