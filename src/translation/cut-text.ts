import { graphemes } from '../core/text.ts';

/**
 * The beginning of a text: at most `length` UTF-16 units, and never half a visible character.
 * Empty when the first one alone is longer.
 */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  let cut = '';
  // A character begun inside the length may end behind it: the next signs say so.
  for (const character of graphemes(text.slice(0, length + 16))) {
    if (cut.length + character.length > length) break;
    cut += character;
  }
  return cut.trimEnd();
}
