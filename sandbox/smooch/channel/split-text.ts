/** What a channel counts: characters as JavaScript does (UTF-16 units), or bytes of UTF-8. */
export type LengthUnit = 'utf16' | 'utf8';

/** Cuts a text into parts of at most this length, at the last space before it where there is one. */
export function splitText(text: string, length: number, unit: LengthUnit = 'utf16'): string[] {
  const parts: string[] = [];
  let rest = text;
  for (let end = fittingEnd(rest, length, unit); end < rest.length; end = fittingEnd(rest, length, unit)) {
    const space = rest.lastIndexOf(' ', end);
    const cut = space > 0 ? space : end;
    parts.push(rest.slice(0, cut));
    rest = rest.slice(cut).trimStart();
  }
  return [...parts, rest];
}

/** Cuts a label to this length, without warning and inside words. */
export function cutText(text: string, length: number, unit: LengthUnit = 'utf16'): string {
  return text.slice(0, fittingEnd(text, length, unit));
}

/** Up to where a text fits into a length; never inside a character that takes two units, but one at least. */
function fittingEnd(text: string, length: number, unit: LengthUnit): number {
  // The usual short text needs no counting: a unit of UTF-16 is at most three bytes.
  if (text.length * (unit === 'utf8' ? 3 : 1) <= length) return text.length;
  let end = 0;
  let counted = 0;
  for (const character of text) {
    counted += unit === 'utf8' ? Buffer.byteLength(character) : character.length;
    if (counted > length && end > 0) return end;
    end += character.length;
  }
  return end;
}
