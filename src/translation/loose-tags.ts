import { elementRole } from './html-elements.ts';

/** Elements that are whole without anything in them. */
const emptyElements = new Set('br hr wbr'.split(' '));

/** Elements that never hold anything; without an attribute they say nothing. */
const voidElements = new Set('area base basefont col embed frame img input link meta param source track'.split(' '));

/** Elements that may stay open until what they stand in ends, and what that is. */
const parents: Readonly<Record<string, readonly string[]>> = {
  li: ['ul', 'ol', 'menu', 'dir'],
  dt: ['dl'],
  dd: ['dl'],
  rt: ['ruby'],
  rp: ['ruby'],
  option: ['select', 'datalist'],
  optgroup: ['select'],
  ...Object.fromEntries('caption colgroup thead tbody tfoot tr td th'.split(' ').map((name) => [name, ['table']])),
};

const attributes =
  /[\s"'/](?:(?:href|src|style|class|id|title|alt|width|height|align|valign|type|name|value|target|rel|color|face|size|lang|dir|border|cellpadding|cellspacing|colspan|rowspan|bgcolor|start|cite|datetime|role|clear|action|method|for|content|controls|open)\s*=|(?:data-|aria-|on[a-z]|xmlns|v:|o:)[\w:-]*\s*=|(?:hidden|open|controls|reversed|checked|disabled|selected)(?=[\s/>]))/i;

/** How much of a tag is looked at for an attribute. */
const tagLength = 400;

/** An address in brackets, which is read as the address. */
const address = /^<(?:https?:\/\/|[^\s<>@=]{1,254}@)/i;

/**
 * A text in which a person wrote about tags, or compared with `<`: a `<word>` that is never closed and has no
 * attribute is escaped, so that it is read as text.
 *
 * @param isRead Which elements are looked at, by their name.
 */
export function escapeLooseTags(html: string, isRead: (name: string) => boolean = () => true): string {
  const loose = findLooseTags(html, isRead);
  if (loose.length === 0) return html;
  const pieces = loose.map((start, index) => html.slice(index === 0 ? 0 : (loose[index - 1] ?? 0) + 1, start));
  return [...pieces, html.slice((loose.at(-1) ?? 0) + 1)].join('&lt;');
}

/** Where the loose tags of a text begin, in order. */
function findLooseTags(html: string, isRead: (name: string) => boolean): number[] {
  const open = new Map<string, { start: number; isLoose: boolean }[]>();
  const lastClosing = new Map<string, number>();
  const loose: number[] = [];
  for (const { 1: slash, 2: written = '', index: start } of html.matchAll(/<(\/?)([a-z][a-z0-9:_-]*)/gi)) {
    const name = written.toLowerCase();
    if (slash !== '') {
      lastClosing.set(name, start);
      open.get(name)?.pop();
      continue;
    }
    const isLoose = isRead(name) && mayBeText(html, start, name);
    if (voidElements.has(name) || emptyElements.has(name)) {
      if (isLoose) loose.push(start);
    } else {
      const before = open.get(name);
      if (before === undefined) open.set(name, [{ start, isLoose }]);
      else before.push({ start, isLoose });
    }
  }
  for (const [name, tags] of open) {
    const parentEnd = Math.max(-1, ...(parents[name] ?? []).map((parent) => lastClosing.get(parent) ?? -1));
    for (const { start, isLoose } of tags) if (isLoose && start > parentEnd) loose.push(start);
  }
  return loose.sort((one, other) => one - other);
}

/** True for a tag that is none if nothing closes it. */
function mayBeText(html: string, start: number, name: string): boolean {
  const tag = /^<[^<>]*>?/.exec(html.slice(start, start + tagLength))?.[0] ?? '';
  if (address.test(tag) || tag.endsWith('/>') || attributes.test(tag)) return false;
  const isBare = tag.endsWith('>') && tag.slice(name.length + 1, -1).trim() === '';
  if (emptyElements.has(name)) return !isBare;
  // An element that we do not know has whatever attributes its inventor liked.
  return elementRole(name) !== undefined || !/\s[a-z_][\w:.-]*\s*=\s*["'\w]/i.test(tag);
}

/** A `<` that begins something else than a tag, up to the next `>`: signs that a person typed. */
const strayStart = /<(?=\/(?![a-z>])|!(?!--|doctype|\[)|\?(?!xml))/gi;

/** Beginnings of comments and the like that would take words with them. A comment that never ends is none. */
export function escapeStrayStarts(html: string): string {
  const end = html.lastIndexOf('-->') + 1;
  const closed = html.slice(0, end) + html.slice(end).replaceAll('<!--', '&lt;!--');
  return closed.replace(strayStart, '&lt;');
}
