const WITHIN_WORDS = /<\/?(?:a|b|code|em|font|i|mark|s|small|span|strong|sub|sup|u)\b[^>]*>/gi;

/** HTML without its tags, in one line, for lists. What only marks words leaves no gap: `<b>Hello</b>!` is `Hello!`. */
export function htmlToLine(html: string): string {
  return html
    .replace(WITHIN_WORDS, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
