import { cutText } from './cut-text.ts';
import { fieldText } from './field-text.ts';
import type { ElementRole } from './html-elements.ts';
import type { WalkerOptions } from './html-walker.ts';
import { imageKind } from './image-kind.ts';
import type { LinkFlow } from './link-flow.ts';
import { ListFlow } from './list-flow.ts';
import { MathFlow } from './math-flow.ts';
import { type MediaFlow, sourceFault } from './media-flow.ts';
import type { RaisedFlow } from './raised-flow.ts';
import { parseStyle } from './style-declarations.ts';
import { TableFlow } from './table-flow.ts';
import type { TextFlow } from './text-flow.ts';

type Attributes = Readonly<Record<string, string>>;

interface ElementHandler {
  open(attributes: Attributes, name: string): void;
  close(name: string): void;
}

export type ElementHandlers = Record<ElementRole, ElementHandler>;

/** What the elements of a text write to, and what they have to know. */
interface Workplace {
  flow: TextFlow;
  links: LinkFlow;
  media: MediaFlow;
  raised: RaisedFlow;
  /** What could not be shown, for the log. */
  notes: string[];
  options: WalkerOptions;
  isInPlayer(): boolean;
  /** How many items the ordered list has that was opened last, where somebody counted them. */
  listSize(): number | undefined;
  preformat(by: 1 | -1): void;
}

/** Smooch takes no longer description of an image (Smooch docs: message types). */
const altTextLength = 128;

const quotes: readonly [opened: string, closed: string][] = [
  ['“', '”'],
  ['‘', '’'],
];

/** What happens where an element of a role begins and ends. */
export function createHandlers(place: Workplace): ElementHandlers {
  const { flow, links, media } = place;
  const tables = new TableFlow(flow);
  const formulas = new MathFlow(flow, place.raised);
  const nothing = () => {};
  const line = () => flow.line();
  const paragraph = () => flow.paragraph();
  return {
    paragraph: { open: paragraph, close: paragraph },
    line: { open: line, close: line },
    break: { open: () => flow.breakLine(), close: nothing },
    ...listHandlers(place),
    table: { open: () => tables.openTable(), close: () => tables.closeTable() },
    row: { open: () => tables.openRow(), close: () => tables.closeRow() },
    cell: { open: (attributes) => tables.openCell(attributes), close: nothing },
    preformatted: { open: () => place.preformat(1), close: () => place.preformat(-1) },
    link: { open: ({ href }) => links.open(flow.struck ? '' : (href ?? '')), close: () => links.close() },
    image: { open: (attributes) => addImage(place, attributes), close: nothing },
    player: {
      open: ({ src, data }) => media.openPlayer(src ?? data, place.isInPlayer()),
      close: () => media.closePlayer(),
    },
    source: { open: ({ src }) => media.nameSource(src), close: nothing },
    frame: { open: ({ src }) => media.openFrame(src, place.isInPlayer()), close: nothing },
    quote: quoteHandler(flow),
    reading: { open: () => flow.openSign('('), close: () => flow.closeSign('(', ')') },
    field: { open: (attributes) => addWords(flow, fieldText(attributes)), close: nothing },
    formula: { open: (_attributes, name) => formulas.open(name), close: () => formulas.close() },
    dropped: { open: nothing, close: nothing },
    inline: { open: nothing, close: nothing },
  };
}

function listHandlers({ flow, listSize }: Workplace): Pick<ElementHandlers, 'list' | 'item'> {
  const lists = new ListFlow(flow);
  const open = (attributes: Attributes, name: string) => {
    const style = parseStyle(attributes.style);
    lists.open({
      ordered: name === 'ol',
      start: attributes.start,
      type: style.get('list-style-type') ?? style.get('list-style')?.split(' ')[0] ?? attributes.type,
      countsDownFrom: name === 'ol' && 'reversed' in attributes ? (listSize() ?? 1) : undefined,
    });
  };
  return {
    list: { open, close: () => lists.close() },
    item: { open: ({ value }) => lists.openItem(value), close: () => lists.closeItem() },
  };
}

/** Quotes in quotes have the other kind of signs. */
function quoteHandler(flow: TextFlow): ElementHandler {
  let depth = 0;
  const signs = () => quotes[depth % quotes.length] ?? ['', ''];
  return {
    open: () => {
      flow.openSign(signs()[0]);
      depth += 1;
    },
    close: () => {
      depth -= 1;
      flow.closeSign(...(signs() as [string, string]));
    },
  };
}

function addImage({ flow, notes, options }: Workplace, attributes: Attributes): void {
  const image = imageKind(attributes);
  if (image.kind === 'nothing') return;
  const url = image.kind === 'picture' ? pictureAddress(attributes.src ?? '', notes, options) : undefined;
  if (url === undefined || flow.struck) {
    addWords(flow, image.words);
    return;
  }
  const altText = cutText(image.words, altTextLength);
  flow.chunks.push({ kind: 'image', image: { type: 'image', url, ...(altText === '' ? {} : { altText }) } });
}

function pictureAddress(source: string, notes: string[], { resolveImage }: WalkerOptions): string | undefined {
  const url = source.trim() === '' ? undefined : resolveImage(source);
  if (url === undefined) notes.push(`an image was left out: ${sourceFault(source)}`);
  return url;
}

function addWords(flow: TextFlow, words: string): void {
  if (words.trim() !== '') flow.addWords(words.trim());
}
