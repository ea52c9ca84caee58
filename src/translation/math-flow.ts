import type { RaisedFlow } from './raised-flow.ts';
import type { TextFlow } from './text-flow.ts';

/** What is written in place of the lines and positions of a formula, by element and place of the part in it. */
const parts: Readonly<Record<string, readonly ('/' | 'up' | 'down' | undefined)[]>> = {
  mfrac: [undefined, '/'],
  msup: [undefined, 'up'],
  mover: [undefined, 'up'],
  msub: [undefined, 'down'],
  munder: [undefined, 'down'],
  msubsup: [undefined, 'down', 'up'],
  munderover: [undefined, 'down', 'up'],
};

/** What stands around an element: the reach of a line of a fraction, or of a root. */
function bracketOf(name: string, parent: string | undefined): string | undefined {
  if (name === 'msqrt' || name === 'mroot') return '√(';
  return name === 'mrow' && parent === 'mfrac' ? '(' : undefined;
}

interface OpenPart {
  name: string;
  parts: number;
  raised?: 'up' | 'down';
  bracket?: string;
}

/** Formulas (MathML) in one line: a half is 1/2, not 12. */
export class MathFlow {
  readonly #flow: TextFlow;
  readonly #raised: RaisedFlow;
  readonly #open: OpenPart[] = [];

  constructor(flow: TextFlow, raised: RaisedFlow) {
    this.#flow = flow;
    this.#raised = raised;
  }

  open(name: string): void {
    const parent = this.#open.at(-1);
    const place = parent === undefined ? undefined : parts[parent.name]?.[parent.parts];
    if (parent !== undefined) parent.parts += 1;
    const bracket = bracketOf(name, parent?.name);
    const raised = place === '/' ? undefined : place;
    this.#open.push({ name, parts: 0, raised, bracket });
    if (place === '/') this.#flow.closeSign('/', '/');
    if (raised !== undefined) this.#raised.open();
    if (bracket !== undefined) this.#flow.openSign(bracket);
  }

  close(): void {
    const part = this.#open.pop();
    if (part?.bracket !== undefined) this.#flow.closeSign(part.bracket, ')');
    if (part?.raised !== undefined) this.#raised.close(part.raised);
  }
}
