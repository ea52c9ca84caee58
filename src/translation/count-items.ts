import { createHtmlParser } from './html-parser.ts';

/** How many items the ordered lists of a text have, in its order: a list that counts down begins with that number. */
export function countItems(html: string): number[] {
  const sizes: number[] = [];
  const open: (number | undefined)[] = [];
  const parser = createHtmlParser({
    onopentag: (name) => {
      if (name === 'ol') open.push(sizes.push(0) - 1);
      else if (name === 'ul' || name === 'menu' || name === 'dir') open.push(undefined);
      const list = name === 'li' ? open.at(-1) : undefined;
      if (list !== undefined) sizes[list] = (sizes[list] ?? 0) + 1;
    },
    onclosetag: (name) => {
      if (['ol', 'ul', 'menu', 'dir'].includes(name)) open.pop();
    },
  });
  parser.end(html);
  return sizes;
}
