import { isBlank } from '../core/text.ts';
import { fittingBeginning, fittingEnd, type TextUnit } from '../core/text-size.ts';
import { breakShorthand } from './break-shorthand.ts';
import { characterEnds, findGaps, wordEnds } from './text-gaps.ts';

/** UTF-16 units behind a limit that are looked at. */
const LOOK_AHEAD = 16;

/** What a text may take on its channel. */
export interface TextLimits {
  textLength: number;
  textWithButtonsLength: number;
  unit: TextUnit;
}

/** A text of somebody else -> the texts of the messages that show it on a channel, word for word. */
export function textToParts(text: string, limits: Pick<TextLimits, 'textLength' | 'unit'>): string[] {
  return splitText(breakShorthand(text), limits.textLength, limits.unit);
}

/**
 * A text -> parts that take at most `limit`, in order. Cut between paragraphs, else lines, sentences, words,
 * and inside a word only between visible characters (unless one alone is longer than the limit).
 * Nothing is lost but white space at the cuts; no part is empty.
 *
 * @param limit At least 4, so that no surrogate pair has to be broken.
 */
export function splitText(text: string, limit: number, unit: TextUnit = 'utf16'): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  for (;;) {
    const end = fittingBeginning(rest, limit, unit);
    if (end === rest.length) break;
    const cut = findCut(rest, end);
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
  { textLength, textWithButtonsLength, unit }: TextLimits,
): { before: string[]; last: string } {
  const whole = breakShorthand(text).trim();
  if (fittingBeginning(whole, textWithButtonsLength, unit) === whole.length) return { before: [], last: whole };
  const lastParagraph = whole.slice(whole.lastIndexOf('\n\n') + 1).trim();
  const last = lastParagraph
    .slice(findTail(lastParagraph, fittingEnd(lastParagraph, textWithButtonsLength, unit)))
    .trim();
  return { before: splitText(whole.slice(0, whole.length - last.length), textLength, unit), last };
}

/**
 * Where the first part of a text that is too long ends: at the last of the best gaps.
 *
 * @param limit The position up to which it fits.
 */
function findCut(text: string, limit: number): number {
  // Whether a character ends at the limit, the next ones say.
  const beginning = text.slice(0, limit + LOOK_AHEAD);
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

/**
 * Where the last part of a text begins that is as long as it may be: at the first of the best gaps.
 *
 * @param from The position from which it fits.
 */
function findTail(text: string, from: number): number {
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
