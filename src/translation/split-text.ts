import { isBlank } from '../core/text.ts';
import { characterEnds, findGaps, wordEnds } from './text-gaps.ts';

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
    // A space that carries an accent is part of a visible character.
    rest = rest.slice(cut).replace(/^\s+(?![\p{M}\u200d])/u, '');
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
  const last = lastParagraph.slice(findTail(lastParagraph, limits.textWithButtonsLength)).trim();
  return { before: splitText(whole.slice(0, whole.length - last.length), limits.textLength), last };
}

/** Where the first part of a text that is too long ends: at the last of the best gaps. */
function findCut(text: string, limit: number): number {
  // A character that begins inside the limit and could fit ends before twice the limit.
  const beginning = text.slice(0, limit * 2);
  const ends = characterEnds(beginning);
  let best: { start: number; rank: number } | undefined;
  for (const gap of findGaps(beginning, ends)) {
    if (gap.start > limit) break;
    if (best === undefined || gap.rank >= best.rank) best = gap;
  }
  if (best !== undefined) return best.start;
  const fits = (end: number) => end <= limit;
  return wordEnds(beginning, ends).findLast(fits) ?? [...ends].findLast(fits) ?? forcedCut(text, limit);
}

/** Where the last part of a text begins that is as long as it may be: at the first of the best gaps. */
function findTail(text: string, limit: number): number {
  const from = text.length - limit;
  if (from <= 0) return 0;
  const ends = characterEnds(text);
  let best: { end: number; rank: number } | undefined;
  for (const gap of findGaps(text, ends)) {
    if (gap.end >= from && (best === undefined || gap.rank > best.rank)) best = gap;
  }
  const fits = (end: number) => end >= from && end < text.length;
  return best?.end ?? wordEnds(text, ends).find(fits) ?? [...ends].find(fits) ?? forcedCut(text, from);
}

/** One visible character is longer than the limit; at least its surrogate pairs stay whole. */
function forcedCut(text: string, position: number): number {
  const cut = Math.max(position, 2);
  const before = text.charCodeAt(cut - 1);
  return before >= 0xd800 && before <= 0xdbff ? cut - 1 : cut;
}
