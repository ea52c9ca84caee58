import { toOneLine } from './cut-label.ts';
import type { Chunk, TextFlow } from './text-flow.ts';

/** Tables in tables in tables are read as lines: every level has to be gone through again. */
const maxDepth = 8;

/** A cell that reaches over more columns or rows is taken for one that reaches over so many. */
const maxSpan = 50;

/** A longer text is said once, not again in every row that its cell reaches into. */
const maxCarried = 60;

type CellChunk = Extract<Chunk, { kind: 'cell' }>;

interface OpenRow {
  start: number;
  before: ReturnType<TextFlow['takeSeparation']>;
}

/** What a cell of an earlier row still says, by column. */
type CarriedCells = Map<number, { text: string; rows: number }>;

/** Tables: a row is a line, its cells separated by ` | `. */
export class TableFlow {
  readonly #flow: TextFlow;
  readonly #rows: (OpenRow | undefined)[] = [];
  readonly #tables: CarriedCells[] = [];

  constructor(flow: TextFlow) {
    this.#flow = flow;
  }

  openTable(): void {
    this.#flow.paragraph();
    this.#tables.push(new Map());
  }

  closeTable(): void {
    this.#tables.pop();
    this.#flow.paragraph();
  }

  openRow(): void {
    this.#flow.line();
    if (this.#rows.length >= maxDepth) {
      this.#rows.push(undefined);
      return;
    }
    this.#rows.push({ start: this.#flow.chunks.length, before: this.#flow.takeSeparation() });
    // Broken markup has text before the first cell.
    this.#flow.chunks.push({ kind: 'cell', columns: 0, rows: 1 });
  }

  /** @param spans Attributes `colspan` and `rowspan`. */
  openCell(spans: { colspan?: string; rowspan?: string }): void {
    if (this.#rows.at(-1) === undefined) {
      this.#flow.line();
      return;
    }
    this.#flow.takeSeparation();
    this.#flow.chunks.push({ kind: 'cell', columns: span(spans.colspan), rows: span(spans.rowspan) });
  }

  closeRow(): void {
    const row = this.#rows.pop();
    if (row !== undefined) {
      const chunks = rowToChunks(this.#flow.chunks.splice(row.start), this.#tables.at(-1) ?? new Map());
      this.#flow.restoreSeparation(row.before);
      this.#flow.append(chunks);
    }
    this.#flow.line();
  }
}

function span(attribute: string | undefined): number {
  const number = /^\s*\d{1,4}\s*$/.test(attribute ?? '') ? Number(attribute) : 1;
  return Math.min(Math.max(number, 1), maxSpan);
}

/**
 * The chunks of a row -> the chunks to show: one line, its images behind it. A row with one cell that says
 * something (tables are used for layout) stays as it is, with its lines and the order of its images.
 */
function rowToChunks(row: readonly Chunk[], carried: CarriedCells): Chunk[] {
  const texts = rowTexts(splitCells(row), carried);
  if (texts.filter((text) => text !== '').length <= 1) return row.filter((chunk) => chunk.kind !== 'cell');
  const from = texts.findIndex((text) => text !== '');
  const to = texts.findLastIndex((text) => text !== '');
  const line = texts.slice(from, to + 1).reduce((before, text) => `${before} |${text === '' ? '' : ` ${text}`}`);
  return [{ kind: 'text', text: line }, ...row.filter((chunk) => chunk.kind === 'image')];
}

/** What stands in each column, cells that reach over several in the first of them. */
function rowTexts(cells: readonly { cell: CellChunk; content: Chunk[] }[], carried: CarriedCells): string[] {
  const texts: string[] = [];
  for (const { cell, content } of cells) {
    takeCarried(texts, carried);
    const text = cellText(content);
    if (cell.rows > 1) carried.set(texts.length, { text: text.length <= maxCarried ? text : '', rows: cell.rows - 1 });
    if (cell.columns > 0 || text !== '') texts.push(text);
    for (let column = 1; column < cell.columns; column++) texts.push('');
  }
  takeCarried(texts, carried);
  return texts;
}

/** The cells of earlier rows that reach into this one, up to the next free column. */
function takeCarried(texts: string[], carried: CarriedCells): void {
  for (let above = carried.get(texts.length); above !== undefined; above = carried.get(texts.length)) {
    if (above.rows > 1) above.rows -= 1;
    else carried.delete(texts.length);
    texts.push(above.text);
  }
}

function splitCells(row: readonly Chunk[]): { cell: CellChunk; content: Chunk[] }[] {
  const cells: { cell: CellChunk; content: Chunk[] }[] = [];
  for (const chunk of row) {
    if (chunk.kind === 'cell') cells.push({ cell: chunk, content: [] });
    else cells.at(-1)?.content.push(chunk);
  }
  return cells;
}

function cellText(cell: readonly Chunk[]): string {
  const texts = cell.map((chunk) => (chunk.kind === 'text' || chunk.kind === 'gap' ? chunk.text : ' '));
  return toOneLine(texts.join(''));
}
