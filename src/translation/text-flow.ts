import { markStruck, withoutMarks } from './strike-marks.ts';

/** An image between texts. */
export interface ImagePart {
  type: 'image';
  url: string;
  altText?: string;
}

/**
 * `gap` holds white space and list markers: what separates a text from the one before it.
 * `cell` marks the beginning of a table cell until its row is complete.
 */
export type Chunk =
  | { kind: 'text' | 'gap'; text: string }
  | { kind: 'image'; image: ImagePart }
  | { kind: 'cell'; columns: number; rows: number };

/** What is to stand before the next text. */
interface Separation {
  space: boolean;
  lines: number;
  /** A space where two words would become one otherwise. */
  apart: boolean;
}

const none: Separation = { space: false, lines: 0, apart: false };

/**
 * A text in the making. What separates two texts is only remembered, and written when a text follows:
 * so nothing begins or ends with white space, and separators never add up to more than an empty line.
 */
export class TextFlow {
  readonly chunks: Chunk[] = [];
  /** Stands before the next text instead of the indentation; an item that stays empty leaves none. */
  marker = '';
  /** Before the first text of every further line. */
  indent = '';
  /** Paragraphs are not set off by an empty line. */
  compact = false;
  /** Text is marked as struck out. */
  struck = false;
  /** Quotes and brackets that were opened and wait for what they stand around. */
  #opened = '';
  #next: Separation = none;

  /** Text of the source, white space collapsed. */
  write(source: string): void {
    const text = source.replace(/\s+/gu, ' ');
    if (text.startsWith(' ')) this.space();
    const core = text.trim();
    if (core !== '') this.add(core);
    if (text.endsWith(' ')) this.space();
  }

  /** Text whose lines and spaces count. */
  writePreformatted(source: string): void {
    for (const [index, line] of source
      .replaceAll('\u00a0', ' ')
      .split(/\r\n?|\n/)
      .entries()) {
      if (index > 0) this.breakLine();
      if (line.trim() !== '') this.add(line);
      else if (line !== '') this.space();
    }
  }

  /** A text as it is, behind what separates it from the last one. */
  add(text: string): void {
    this.append([this.#textChunk(text)]);
  }

  /** A text that stands for something else, set apart from the words beside it. */
  addWords(text: string): void {
    this.apart();
    this.add(text);
    this.apart();
  }

  /** A sign before the next text; without one it is not written. */
  openSign(sign: string): void {
    this.#opened += sign;
  }

  /** The sign that belongs to an opened one, right behind the last text. */
  closeSign(opened: string, sign: string): void {
    if (this.#opened.endsWith(opened)) this.#opened = this.#opened.slice(0, -opened.length);
    else if (this.chunks.at(-1)?.kind === 'text') this.chunks.push(this.#textChunk(sign));
  }

  /** Chunks made elsewhere, behind what separates them from the last text. */
  append(chunks: readonly Chunk[]): void {
    if (chunks.length === 0) return;
    const first = chunks[0];
    const gap = this.#takeGap(first?.kind === 'text' ? this.#opened + first.text : '');
    if (gap !== '') this.chunks.push({ kind: 'gap', text: gap });
    if (this.#opened !== '') this.chunks.push(this.#textChunk(this.#opened));
    this.#opened = '';
    for (const chunk of chunks) this.chunks.push(chunk);
  }

  space(): void {
    this.#next = { ...this.#next, space: true };
  }

  /** The next text does not become a part of the last word. */
  apart(): void {
    this.#next = { ...this.#next, apart: true };
  }

  /** One line break more, two at most. */
  breakLine(): void {
    this.#setLines(Math.min(this.#next.lines + 1, 2));
  }

  /** The next text begins a line. */
  line(): void {
    this.#setLines(Math.max(this.#next.lines, 1));
  }

  /** The next text begins a paragraph. */
  paragraph(): void {
    this.#setLines(Math.max(this.#next.lines, this.compact ? 1 : 2));
  }

  /** Forgets what was to stand before the next text, and tells it. */
  takeSeparation(): Separation {
    const separation = this.#next;
    this.#next = none;
    return separation;
  }

  /** Puts back what `takeSeparation` took, in the place of what came since. */
  restoreSeparation(separation: Separation): void {
    this.#next = separation;
  }

  #setLines(lines: number): void {
    this.#next = { ...this.#next, lines };
  }

  #textChunk(text: string): Chunk {
    return { kind: 'text', text: this.struck ? markStruck(text) : text };
  }

  /** @param next What is written behind the gap. */
  #takeGap(next: string): string {
    const last = this.chunks.at(-1);
    const marker = this.marker;
    const { space, lines, apart } = this.takeSeparation();
    this.marker = '';
    if (last === undefined || last.kind === 'cell') return marker;
    if (lines > 0 || marker !== '') return '\n'.repeat(Math.max(lines, 1)) + (marker || this.indent);
    return space || (apart && last.kind === 'text' && wouldJoin(last.text, next)) ? ' ' : '';
  }
}

/** True when the end of a text and the beginning of the next would read as one word. */
function wouldJoin(text: string, next: string): boolean {
  return /[\p{L}\p{N}]$/u.test(withoutMarks(text.slice(-3))) && /^[\p{L}\p{N}]/u.test(withoutMarks(next.slice(0, 3)));
}
