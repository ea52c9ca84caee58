import { Parser } from 'htmlparser2';
import { isBlank } from '../core/text.ts';
import { toOneLine } from './cut-label.ts';
import { hasMarkup } from './html-elements.ts';
import { HtmlWalker, type ImageResolver } from './html-walker.ts';
import { webAddress } from './link-target.ts';
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

/**
 * HTML as the bot and agents write it -> texts and images in the order of the source. A text without any tag
 * is plain: its line breaks stay.
 *
 * @param resolveImage Decides which images are shown and from where; by default those with a web address.
 */
export function htmlToMessages(html: string, resolveImage: ImageResolver = webAddress): HtmlMessages {
  if (!hasMarkup(html)) {
    const plain = html.includes('&') ? decodeEntities(html) : html;
    return { parts: textParts(tidyLines(plain)), notes: [] };
  }
  const walker = new HtmlWalker(resolveImage);
  walkHtml(html, walker);
  return { parts: chunksToParts(walker.chunks), notes: [...new Set(walker.notes)] };
}

/** HTML -> plain text with its lines, for labels that are messages. Images have no place there. */
export function htmlToText(html: string): string {
  const texts = htmlToMessages(html).parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  return texts.join('\n');
}

/** HTML -> one line of plain text, for labels. Images have no place there. */
export function htmlToLine(html: string): string {
  const texts = htmlToMessages(html).parts.map((part) => (part.type === 'text' ? part.text : ''));
  return toOneLine(texts.join(' '));
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
