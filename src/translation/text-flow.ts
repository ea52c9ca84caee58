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
export type Chunk = { kind: 'text' | 'gap'; text: string } | { kind: 'image'; image: ImagePart } | { kind: 'cell' };

/** What is to stand before the next text. */
interface Separation {
  space: boolean;
  lines: number;
}

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
  #next: Separation = { space: false, lines: 0 };

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
    this.append([{ kind: 'text', text }]);
  }

  /** Chunks made elsewhere, behind what separates them from the last text. */
  append(chunks: readonly Chunk[]): void {
    if (chunks.length === 0) return;
    const gap = this.#takeGap();
    if (gap !== '') this.chunks.push({ kind: 'gap', text: gap });
    for (const chunk of chunks) this.chunks.push(chunk);
  }

  space(): void {
    this.#next.space = true;
  }

  /** One line break more, two at most. */
  breakLine(): void {
    this.#next.lines = Math.min(this.#next.lines + 1, 2);
  }

  /** The next text begins a line. */
  line(): void {
    this.#next.lines = Math.max(this.#next.lines, 1);
  }

  /** The next text begins a paragraph. */
  paragraph(): void {
    this.#next.lines = Math.max(this.#next.lines, this.compact ? 1 : 2);
  }

  /** Forgets what was to stand before the next text, and tells it. */
  takeSeparation(): Separation {
    const separation = this.#next;
    this.#next = { space: false, lines: 0 };
    return separation;
  }

  /** Puts back what `takeSeparation` took, in the place of what came since. */
  restoreSeparation(separation: Separation): void {
    this.#next = { ...separation };
  }

  #takeGap(): string {
    const last = this.chunks.at(-1);
    const marker = this.marker;
    const { space, lines } = this.takeSeparation();
    this.marker = '';
    if (last === undefined || last.kind === 'cell') return marker;
    if (lines > 0 || marker !== '') return '\n'.repeat(Math.max(lines, 1)) + (marker || this.indent);
    return space ? ' ' : '';
  }
}
