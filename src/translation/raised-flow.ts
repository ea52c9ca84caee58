import { lowerText, raiseText } from './raised-text.ts';
import { changeMarked, withoutMarks } from './strike-marks.ts';
import type { TextFlow } from './text-flow.ts';

/** What is longer is no exponent or footnote but a text in small letters. */
const maxChunks = 9;
const maxLength = 60;

/** Texts above and below the line. */
export class RaisedFlow {
  readonly #flow: TextFlow;
  readonly #starts: number[] = [];

  constructor(flow: TextFlow) {
    this.#flow = flow;
  }

  open(): void {
    this.#starts.push(this.#flow.chunks.length);
  }

  close(raised: 'up' | 'down'): void {
    const start = this.#starts.pop();
    const { chunks } = this.#flow;
    if (start === undefined || start >= chunks.length) return;
    const first = chunks[start];
    const isApart = first?.kind === 'gap';
    const text = chunks.length - start <= maxChunks ? this.#shortText(isApart ? start + 1 : start) : undefined;
    if (text === undefined) {
      // Too long to be raised; at least it does not become a part of the word before it.
      if (first?.kind === 'text' && this.#before(start) !== '') first.text = ` ${first.text}`;
      return;
    }
    const change = raised === 'up' ? raiseText : lowerText;
    const before = isApart ? '' : this.#before(start);
    chunks.length = isApart ? start + 1 : start;
    const shown = changeMarked(text.trim(), (words) => change(words, before));
    chunks.push({ kind: 'text', text: shown });
    if (/[a-z\d]$/i.test(withoutMarks(shown))) this.#flow.apart();
  }

  /** What was written since, when it is one short text. */
  #shortText(start: number): string | undefined {
    const texts: string[] = [];
    let length = 0;
    for (const chunk of this.#flow.chunks.slice(start)) {
      if (chunk.kind !== 'text' && chunk.kind !== 'gap') return undefined;
      length += chunk.text.length;
      if (length > maxLength || chunk.text.includes('\n')) return undefined;
      texts.push(chunk.text);
    }
    return texts.join('');
  }

  /** The end of the word that the raised text stands at. */
  #before(start: number): string {
    const last = this.#flow.chunks[start - 1];
    return last?.kind === 'text' ? withoutMarks(last.text.slice(-4)) : '';
  }
}
