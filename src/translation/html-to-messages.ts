import { Parser } from 'htmlparser2';
import { isBlank } from '../core/text.ts';
import { elementRole, hasMarkup } from './html-elements.ts';
import { HtmlWalker, type ImageResolver } from './html-walker.ts';
import { webAddress } from './link-target.ts';
import type { Chunk, ImagePart } from './text-flow.ts';

export interface TextPart {
  type: 'text';
  text: string;
}

/** A piece of an answer, in the order in which it is shown. */
export type MessagePart = TextPart | ImagePart;

export interface HtmlMessages {
  parts: MessagePart[];
  /** For the log: what was left out, and why. Holds nothing of the text. */
  notes: string[];
}

/** More tags than any text needs; behind them the text is left out, so that nobody can make us count for minutes. */
const maxTags = 50_000;

/** How often reading starts again behind a tag that never ends. */
const maxRestarts = 4;

/**
 * HTML as the bot and agents write it -> texts and images in the order of the source. A text without any tag
 * is plain: its line breaks stay.
 *
 * @param resolveImage Decides which images are shown and from where; by default those with a web address.
 */
export function htmlToMessages(html: string, resolveImage: ImageResolver = webAddress): HtmlMessages {
  if (!hasMarkup(html)) return { parts: textParts(decodeEntities(html)), notes: [] };
  const walker = new HtmlWalker(resolveImage);
  // The parser passes over "</>" without a word, which would join the texts around it.
  let rest = withoutExcess(keepLooseAmpersands(html.replaceAll('</>', '</i>')), walker.notes);
  for (let start = 0; start < maxRestarts && rest !== ''; start++) rest = walk(rest, walker);
  return { parts: chunksToParts(walker.chunks), notes: walker.notes };
}

/** HTML -> one line of plain text, for labels. Images have no place there. */
export function htmlToLine(html: string): string {
  const texts = htmlToMessages(html).parts.map((part) => (part.type === 'text' ? part.text : ''));
  return texts.join(' ').replace(/\s+/gu, ' ').trim();
}

/** The finished text: one part per image, one for everything between two images. */
function chunksToParts(chunks: readonly Chunk[]): MessagePart[] {
  const parts: MessagePart[] = [];
  let texts: string[] = [];
  for (const chunk of chunks) {
    if (chunk.kind === 'image') {
      parts.push(...textParts(texts.join('')), chunk.image);
      texts = [];
    } else if (chunk.kind !== 'cell') {
      texts.push(chunk.text);
    }
  }
  return [...parts, ...textParts(texts.join(''))];
}

function textParts(text: string): TextPart[] {
  return isBlank(text) ? [] : [{ type: 'text', text: text.trim() }];
}

/** A text without tags: only its entities are read, and empty lines counted. */
function decodeEntities(text: string): string {
  const texts: string[] = [];
  const parser = new Parser({ ontext: (part) => texts.push(part === '\u00a0' ? ' ' : part) });
  parser.end(keepLooseAmpersands(text).replaceAll('<', '&lt;'));
  return texts
    .join('')
    .replace(/\r\n?/g, '\n')
    .replace(/\n(?:[^\S\n]*\n){2,}/g, '\n\n');
}

/**
 * HTML reads `&copy` without its semicolon as a sign, which spoils addresses (`?a=1&copy=2`) and names.
 * Only the few that are often written so keep that meaning.
 */
function keepLooseAmpersands(html: string): string {
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
function walk(html: string, walker: HtmlWalker): string {
  /** The tag that was begun and has not ended yet. */
  let begun: { name: string; start: number } | undefined;
  let textEnd: number | undefined;
  const parser = new Parser({
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
