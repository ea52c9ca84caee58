import { Parser } from 'htmlparser2';
import { isBlank } from '../core/text.ts';
import { countItems } from './count-items.ts';
import { toOneLine } from './cut-label.ts';
import { elementRole, hasMarkup } from './html-elements.ts';
import { HtmlWalker, type ImageResolver } from './html-walker.ts';
import { webAddress } from './link-target.ts';
import { escapeLooseTags, escapeStrayStarts } from './loose-tags.ts';
import { showStruck } from './strike-marks.ts';
import type { Chunk, ImagePart } from './text-flow.ts';
import { keepLooseAmpersands, walkHtml } from './walk-html.ts';

export interface TextPart {
  type: 'text';
  text: string;
}

/** A piece of an answer, in the order in which it is shown. */
export type MessagePart = TextPart | ImagePart;

export interface HtmlMessages {
  parts: MessagePart[];
  /** For the log: what was left out, and why, each reason once. Holds nothing of the text. */
  notes: string[];
}

/** How a text is read. */
export interface ReadingOptions {
  /** Decides which images are shown and from where; by default those with a web address. */
  resolveImage?: ImageResolver;
  /** What the channel puts around struck-out text; without it such text is left out. */
  strike?: string;
  /** A person wrote it: tags that are never closed are words. By default only those of unknown elements are. */
  isTyped?: boolean;
}

/**
 * HTML as the bot and agents write it -> texts and images in the order of the source. A text without any tag
 * is plain: its line breaks stay.
 */
export function htmlToMessages(html: string, options: ReadingOptions = {}): HtmlMessages {
  const { resolveImage = webAddress, strike } = options;
  const source = options.isTyped ? escapeLooseTags(escapeStrayStarts(html)) : escapeLooseTags(html, isUnknown);
  if (!hasMarkup(source)) {
    const plain = source.includes('&') ? decodeEntities(source) : source;
    return { parts: textParts(tidyLines(plain)), notes: [] };
  }
  const listSizes = /\sreversed/i.test(source) ? countItems(source) : undefined;
  const walker = new HtmlWalker({ resolveImage, marksStruck: strike !== undefined, listSizes });
  walkHtml(source, walker);
  return { parts: chunksToParts(walker.chunks, strike), notes: [...new Set(walker.notes)] };
}

/** HTML -> plain text with its lines, for labels that are messages. Images have no place there. */
export function htmlToText(html: string): string {
  const texts = htmlToMessages(html).parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  return texts.join('\n');
}

/** HTML -> one line of plain text, for labels, names and headings. Images have no place there. */
export function htmlToLine(html: string, options: ReadingOptions = {}): string {
  const texts = htmlToMessages(html, options).parts.map((part) => (part.type === 'text' ? part.text : ''));
  return toOneLine(texts.join(' '));
}

function isUnknown(name: string): boolean {
  return elementRole(name) === undefined;
}

/** The finished text: one part per image, one for everything between two images. */
function chunksToParts(chunks: readonly Chunk[], strike: string | undefined): MessagePart[] {
  const parts: MessagePart[] = [];
  let texts: string[] = [];
  for (const chunk of chunks) {
    if (chunk.kind === 'image') {
      parts.push(...textParts(showStruck(texts.join(''), strike)), chunk.image);
      texts = [];
    } else if (chunk.kind !== 'cell') {
      texts.push(chunk.text);
    }
  }
  return [...parts, ...textParts(showStruck(texts.join(''), strike))];
}

function textParts(text: string): TextPart[] {
  return isBlank(text) ? [] : [{ type: 'text', text: text.trim() }];
}

/** A text without tags: `<` is only a sign. */
function decodeEntities(text: string): string {
  const texts: string[] = [];
  const parser = new Parser({ ontext: (part) => texts.push(part === '\u00a0' ? ' ' : part) });
  parser.end(keepLooseAmpersands(text).replaceAll('<', '&lt;'));
  return texts.join('');
}

function tidyLines(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/\n(?:[^\S\n]*\n){2,}/g, '\n\n');
}
