import { elementRole } from './html-elements.ts';
import { createHtmlParser } from './html-parser.ts';
import type { HtmlWalker } from './html-walker.ts';

/** More tags than any text needs; behind them the text is left out, so that nobody can make us count for minutes. */
const maxTags = 50_000;

/** How often reading starts again behind a tag that never ends. */
const maxStarts = 4;

/** Leads the walker through a text, however broken its markup is. */
export function walkHtml(html: string, walker: HtmlWalker): void {
  // The parser passes over "</>" without a word, which would join the texts around it.
  let rest = withoutExcess(keepLooseAmpersands(html.replaceAll('</>', '</i>')), walker.notes);
  for (let start = 0; start < maxStarts && rest !== ''; start++) rest = walkToBreak(rest, walker);
}

/**
 * HTML reads `&copy` without its semicolon as a sign, which spoils addresses (`?a=1&copy=2`) and names.
 * Only the few that are often written so keep that meaning.
 */
export function keepLooseAmpersands(html: string): string {
  return html.replace(/&(?!#?\w{1,31};|(?:nbsp|amp|lt|gt|quot)(?![\w=]))/g, '&amp;');
}

function withoutExcess(html: string, notes: string[]): string {
  let tags = 0;
  for (const tag of html.matchAll(/<[a-z/]/gi)) {
    tags += 1;
    if (tags <= maxTags) continue;
    notes.push(`a text has more than ${maxTags} tags; what follows was left out`);
    return html.slice(0, tag.index);
  }
  return html;
}

/** Reads until the end or until a tag that never ends; returns what is to be read after that one. */
function walkToBreak(html: string, walker: HtmlWalker): string {
  /** The tag that was begun and has not ended yet. */
  let begun: { name: string; start: number } | undefined;
  let textEnd: number | undefined;
  const parser = createHtmlParser({
    onopentagname: (name) => {
      begun = { name, start: parser.startIndex };
    },
    onopentag: (name, attributes) => {
      begun = undefined;
      walker.open(name, attributes);
      const address = addressInBrackets(html.slice(parser.startIndex + 1, parser.endIndex));
      if (address !== undefined) walker.text(address);
    },
    onclosetag: (name) => {
      // At the end everything is closed, a tag that never ended too; the walker has not seen that one.
      if (begun?.name === name) begun = undefined;
      else walker.close(name);
    },
    ontext: (text) => {
      if (parser.startIndex !== textEnd) walker.keepTagsApart();
      walker.text(text);
      textEnd = parser.endIndex + 1;
    },
  });
  parser.write(html);
  const tail = html.slice(begun?.start ?? parser.startIndex);
  // Closes what is open, and reads the tail where it is the beginning of an entity or a lone "<".
  parser.end();
  if (!/^<[a-z]/i.test(tail)) return '';
  const tailEnd = tail.indexOf('>');
  if (tailEnd !== -1) return tail.slice(tailEnd + 1);
  if (!looksLikeTag(tail)) walker.text(tail);
  return '';
}

/** `<https://...>` and `<somebody@somewhere>` are no elements but addresses in brackets. */
function addressInBrackets(tag: string): string | undefined {
  return /^(?:https?:\/\/|[^\s@=]+@)\S+$/i.test(tag) ? tag : undefined;
}

/** The end of a text such as `<a href="htt` was a tag; that of `3 <b then` was not. */
function looksLikeTag(tail: string): boolean {
  const name = /^<([a-z][a-z0-9]*)/i.exec(tail)?.[1]?.toLowerCase() ?? '';
  return elementRole(name) !== undefined && (tail.includes('=') || tail.trim().length === name.length + 1);
}
