import type { TextFlow } from './text-flow.ts';

/** Deeper lists are not indented further: nobody writes them, and each level would cost in every line. */
const maxIndent = 8;

interface OpenList {
  ordered: boolean;
  next: number;
}

/** Lists: an item is a line that begins with `- ` or its number, two spaces in for every list around it. */
export class ListFlow {
  readonly #flow: TextFlow;
  readonly #lists: OpenList[] = [];

  constructor(flow: TextFlow) {
    this.#flow = flow;
  }

  open(ordered: boolean, start: string | undefined): void {
    this.#flow.paragraph();
    this.#lists.push({ ordered, next: wholeNumber(start) ?? 1 });
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
    list.next = number + 1;
    this.#flow.marker = indentation(this.#lists.length - 1) + (list.ordered ? `${number}. ` : '- ');
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
