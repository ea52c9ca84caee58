import { toOneLine } from './cut-label.ts';
import type { Chunk, TextFlow } from './text-flow.ts';

/** Tables in tables in tables are read as lines: every level has to be gone through again. */
const maxDepth = 8;

interface OpenRow {
  start: number;
  before: ReturnType<TextFlow['takeSeparation']>;
}

/** Tables: a row is a line, its cells separated by ` | `. */
export class TableFlow {
  readonly #flow: TextFlow;
  readonly #rows: (OpenRow | undefined)[] = [];

  constructor(flow: TextFlow) {
    this.#flow = flow;
  }

  openRow(): void {
    this.#flow.line();
    if (this.#rows.length >= maxDepth) {
      this.#rows.push(undefined);
      return;
    }
    this.#rows.push({ start: this.#flow.chunks.length, before: this.#flow.takeSeparation() });
    // Broken markup has text before the first cell.
    this.#flow.chunks.push({ kind: 'cell' });
  }

  openCell(): void {
    if (this.#rows.at(-1) === undefined) {
      this.#flow.line();
      return;
    }
    this.#flow.takeSeparation();
    this.#flow.chunks.push({ kind: 'cell' });
  }

  closeRow(): void {
    const row = this.#rows.pop();
    if (row !== undefined) {
      const chunks = rowToChunks(this.#flow.chunks.splice(row.start));
      this.#flow.restoreSeparation(row.before);
      this.#flow.append(chunks);
    }
    this.#flow.line();
  }
}

/**
 * The chunks of a row -> the chunks to show: one line, its images behind it. A row with one cell that says
 * something (tables are used for layout) stays as it is, with its lines and the order of its images.
 */
function rowToChunks(row: readonly Chunk[]): Chunk[] {
  const texts = splitCells(row).map(cellText);
  if (texts.filter((text) => text !== '').length <= 1) return row.filter((chunk) => chunk.kind !== 'cell');
  const from = texts.findIndex((text) => text !== '');
  const to = texts.findLastIndex((text) => text !== '');
  const line = texts.slice(from, to + 1).reduce((before, text) => `${before} |${text === '' ? '' : ` ${text}`}`);
  return [{ kind: 'text', text: line }, ...row.filter((chunk) => chunk.kind === 'image')];
}

function splitCells(row: readonly Chunk[]): Chunk[][] {
  const cells: Chunk[][] = [[]];
  for (const chunk of row) {
    if (chunk.kind === 'cell') cells.push([]);
    else cells.at(-1)?.push(chunk);
  }
  return cells;
}

function cellText(cell: readonly Chunk[]): string {
  const texts = cell.map((chunk) => (chunk.kind === 'text' || chunk.kind === 'gap' ? chunk.text : ' '));
  return toOneLine(texts.join(''));
}
