/** What a channel counts: UTF-16 units (the length of a string), or the bytes of the text in UTF-8. */
export type TextUnit = 'utf16' | 'bytes';

/** How much of a limit a text takes. */
export function textSize(text: string, unit: TextUnit): number {
  return unit === 'bytes' ? Buffer.byteLength(text) : text.length;
}

/** The position up to which the beginning of a text fits into a limit. Reads no further, however long the text is. */
export function fittingBeginning(text: string, limit: number, unit: TextUnit): number {
  if (unit === 'utf16') return Math.min(text.length, limit);
  let position = 0;
  let size = 0;
  while (position < text.length) {
    const sign = String.fromCodePoint(text.codePointAt(position) ?? 0);
    size += Buffer.byteLength(sign);
    if (size > limit) break;
    position += sign.length;
  }
  return position;
}

/** The position from which the end of a text fits into a limit. */
export function fittingEnd(text: string, limit: number, unit: TextUnit): number {
  if (unit === 'utf16') return Math.max(0, text.length - limit);
  let position = text.length;
  let size = 0;
  while (position > 0) {
    const pair = position > 1 ? (text.codePointAt(position - 2) ?? 0) : 0;
    const length = pair > 0xffff ? 2 : 1;
    size += Buffer.byteLength(text.slice(position - length, position));
    if (size > limit) break;
    position -= length;
  }
  return position;
}
