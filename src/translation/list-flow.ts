import { type NumberStyle, numberStyle, writeNumber } from './list-number.ts';
import type { TextFlow } from './text-flow.ts';

/** Deeper lists are not indented further: nobody writes them, and each level would cost in every line. */
const maxIndent = 8;

/** A list as its tag describes it. */
export interface ListKind {
  ordered: boolean;
  /** Attribute `start`. */
  start?: string;
  /** Attribute `type`, or the style that says the same. */
  type?: string;
  /** Counts down: from `start`, else from the number of its items. */
  countsDownFrom?: number;
}

interface OpenList {
  /** Undefined for points. */
  numbers: NumberStyle | undefined;
  next: number;
  step: 1 | -1;
}

/** Lists: an item is a line that begins with `- ` or its number, two spaces in for every list around it. */
export class ListFlow {
  readonly #flow: TextFlow;
  readonly #lists: OpenList[] = [];

  constructor(flow: TextFlow) {
    this.#flow = flow;
  }

  open({ ordered, start, type, countsDownFrom }: ListKind): void {
    this.#flow.paragraph();
    this.#lists.push({
      numbers: numberStyle(type, ordered),
      next: wholeNumber(start) ?? countsDownFrom ?? 1,
      step: countsDownFrom === undefined ? 1 : -1,
    });
    this.#settle();
  }

  close(): void {
    this.#lists.pop();
    this.#settle();
    this.#flow.paragraph();
  }

  /** @param value The item's own number, where it has one. */
  openItem(value: string | undefined): void {
    this.#flow.line();
    const list = this.#lists.at(-1);
    if (list === undefined) {
      this.#flow.marker = '- ';
      return;
    }
    const number = wholeNumber(value) ?? list.next;
    list.next = number + list.step;
    const mark = list.numbers === undefined ? '- ' : `${writeNumber(number, list.numbers)}. `;
    this.#flow.marker = indentation(this.#lists.length - 1) + mark;
  }

  closeItem(): void {
    this.#flow.marker = '';
    this.#flow.line();
  }

  #settle(): void {
    this.#flow.indent = indentation(this.#lists.length);
    this.#flow.compact = this.#lists.length > 0;
  }
}

function indentation(depth: number): string {
  return '  '.repeat(Math.min(depth, maxIndent));
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d{1,9}$/.test(text.trim()) ? Number(text) : undefined;
}
