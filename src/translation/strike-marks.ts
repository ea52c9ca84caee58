/** Stand around struck-out text until it is complete. Unicode keeps these two for uses like this; texts have none. */
const opening = '\ufdd0';
const closing = '\ufdd1';

/** What a channel puts around text to strike it out; undefined where it cannot. */
export function strikeSign(channel: string): string | undefined {
  return channel === 'whatsapp' ? '~' : undefined;
}

/** Marks a text as struck out. */
export function markStruck(text: string): string {
  return opening + text + closing;
}

/** A text without our marks. */
export function withoutMarks(text: string): string {
  return text.replace(/[\ufdd0\ufdd1]/g, '');
}

/** Changes a text that may be struck out as a whole. */
export function changeMarked(text: string, change: (text: string) => string): string {
  return text.includes(opening) ? markStruck(change(withoutMarks(text))) : change(text);
}

/**
 * Writes the marked texts with the sign of the channel, which only counts around whole words of one line.
 * A text that has the sign in itself cannot be struck out with it, and is left out.
 */
export function showStruck(text: string, sign: string | undefined): string {
  if (!text.includes(opening)) return text;
  const joined = text.replace(/\ufdd1([^\S\n]*)\ufdd0/g, '$1');
  return joined.replace(/\ufdd0([^\ufdd0\ufdd1]*)\ufdd1/g, (_marked, marked: string, at: number) => {
    const struck = marked.trim();
    if (sign === undefined || struck === '' || struck.includes(sign)) return '';
    const [before = '', after = ''] = marked.split(struck, 2);
    const end = at + marked.length + 2;
    const apartBefore = /[\p{L}\p{N}]$/u.test(joined.slice(Math.max(at - 2, 0), at)) ? ' ' : '';
    const apartAfter = /^[\p{L}\p{N}]/u.test(joined.slice(end, end + 2)) ? ' ' : '';
    return (before || apartBefore) + sign + struck + sign + (after || apartAfter);
  });
}
