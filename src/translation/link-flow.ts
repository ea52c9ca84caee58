import { linkTarget, sameAddress } from './link-target.ts';
import { withoutMarks } from './strike-marks.ts';
import type { Chunk, TextFlow } from './text-flow.ts';

/** Links: `text (url)`; the url alone where the text says no more. */
export class LinkFlow {
  readonly #flow: TextFlow;
  readonly #notes: string[];
  #link: { href: string; start: number; lostText: boolean } | undefined;

  constructor(flow: TextFlow, notes: string[]) {
    this.#flow = flow;
    this.#notes = notes;
  }

  open(href: string): void {
    this.close();
    this.#link = { href, start: this.#flow.chunks.length, lostText: false };
  }

  /** Text of the link that is open is not shown: without it nobody could have followed the link. */
  loseText(): void {
    if (this.#link !== undefined) this.#link.lostText = true;
  }

  close(): void {
    const link = this.#link;
    if (link === undefined) return;
    this.#link = undefined;
    if (link.lostText && this.#flow.chunks.length === link.start) return;
    const { shown, note } = linkTarget(link.href);
    if (note !== undefined) this.#notes.push(note);
    if (shown !== undefined) this.#addTarget(link.start, shown);
  }

  #addTarget(start: number, target: string): void {
    const content = this.#flow.chunks.slice(start);
    const images = content.flatMap((chunk) => (chunk.kind === 'image' ? [chunk.image.url] : []));
    const firstText = content.findIndex((chunk) => chunk.kind === 'text');
    // A picture that links to itself needs no address.
    if (images.includes(target)) return;
    if (firstText === -1 || content.at(-1)?.kind !== 'text') this.#flow.add(target);
    else if (!sameAddress(textOf(content.slice(firstText)), target))
      this.#flow.chunks.push({ kind: 'text', text: ` (${target})` });
    else if (/^https?:/i.test(target) && images.length === 0) {
      // The text may lack the scheme, without which not every channel makes a link of it.
      this.#flow.chunks.length = start + firstText;
      this.#flow.chunks.push({ kind: 'text', text: target });
    }
  }
}

function textOf(content: readonly Chunk[]): string {
  const texts = content.map((chunk) => (chunk.kind === 'text' || chunk.kind === 'gap' ? chunk.text : ' '));
  return withoutMarks(texts.join(''));
}
