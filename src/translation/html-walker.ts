import { isBlank } from '../core/text.ts';
import { toOneLine } from './cut-label.ts';
import { cutText } from './cut-text.ts';
import { type ElementRole, elementRole } from './html-elements.ts';
import { LinkFlow } from './link-flow.ts';
import { ListFlow } from './list-flow.ts';
import { MediaFlow, sourceFault } from './media-flow.ts';
import { TableFlow } from './table-flow.ts';
import { type Chunk, TextFlow } from './text-flow.ts';

/** Source of an image -> the address to show it from; undefined when it cannot be shown. */
export type ImageResolver = (source: string) => string | undefined;

type Attributes = Readonly<Record<string, string>>;

interface ElementHandler {
  open(attributes: Attributes, name: string): void;
  close(): void;
}

/** Smooch takes no longer description of an image (Smooch docs: message types). */
const altTextLength = 128;

/** Goes through the tags of a text and writes down what they say. Every `open` has to be followed by its `close`. */
export class HtmlWalker {
  /** What could not be shown, for the log. */
  readonly notes: string[] = [];
  readonly #flow = new TextFlow();
  readonly #resolveImage: ImageResolver;
  readonly #handlers: Record<ElementRole, ElementHandler>;
  /** Open elements whose content is not shown. */
  #hidden = 0;
  #preformatted = 0;

  constructor(resolveImage: ImageResolver) {
    this.#resolveImage = resolveImage;
    this.#handlers = this.#createHandlers();
  }

  get chunks(): readonly Chunk[] {
    return this.#flow.chunks;
  }

  text(text: string): void {
    if (this.#hidden > 0) return;
    if (this.#preformatted > 0) this.#flow.writePreformatted(text);
    else this.#flow.write(text);
  }

  open(name: string, attributes: Attributes): void {
    this.keepTagsApart();
    const role = elementRole(name);
    if (role === undefined) return;
    if (this.#hidden > 0 && !hidesContent(role) && role !== 'source') return;
    this.#handlers[role].open(attributes, name);
    if (hidesContent(role)) this.#hidden += 1;
  }

  close(name: string): void {
    this.keepTagsApart();
    const role = elementRole(name);
    if (role === undefined) return;
    if (hidesContent(role)) this.#hidden -= 1;
    if (this.#hidden === 0) this.#handlers[role].close();
  }

  /** A "<" of the text must not become a tag together with what follows the tag that stood between them. */
  keepTagsApart(): void {
    const last = this.#flow.chunks.at(-1);
    if (last?.kind === 'text' && last.text.endsWith('<')) this.#flow.space();
  }

  #createHandlers(): Record<ElementRole, ElementHandler> {
    const flow = this.#flow;
    const lists = new ListFlow(flow);
    const tables = new TableFlow(flow);
    const links = new LinkFlow(flow, this.notes);
    const media = new MediaFlow(flow, this.notes);
    const nothing = () => {};
    const line = () => flow.line();
    const paragraph = () => flow.paragraph();
    return {
      paragraph: { open: paragraph, close: paragraph },
      line: { open: line, close: line },
      break: { open: () => flow.breakLine(), close: nothing },
      list: { open: ({ start }, name) => lists.open(name === 'ol', start), close: () => lists.close() },
      item: { open: ({ value }) => lists.openItem(value), close: () => lists.closeItem() },
      row: { open: () => tables.openRow(), close: () => tables.closeRow() },
      cell: { open: () => tables.openCell(), close: nothing },
      preformatted: { open: () => this.#preformat(1), close: () => this.#preformat(-1) },
      link: { open: ({ href }) => links.open(href ?? ''), close: () => links.close() },
      image: { open: (attributes) => this.#addImage(attributes), close: nothing },
      player: {
        open: ({ src, data }) => media.openPlayer(src ?? data, this.#hidden > 0),
        close: () => media.closePlayer(),
      },
      source: { open: ({ src }) => media.nameSource(src), close: nothing },
      frame: { open: ({ src }) => media.openFrame(src, this.#hidden > 0), close: nothing },
      dropped: { open: nothing, close: nothing },
      inline: { open: nothing, close: nothing },
    };
  }

  #preformat(by: 1 | -1): void {
    this.#preformatted += by;
    this.#flow.paragraph();
  }

  #addImage({ src = '', alt = '' }: Attributes): void {
    const url = isBlank(src) ? undefined : this.#resolveImage(src);
    if (url === undefined) {
      this.notes.push(`an image was left out: ${sourceFault(src)}`);
      return;
    }
    const altText = cutText(toOneLine(alt), altTextLength);
    this.#flow.chunks.push({ kind: 'image', image: { type: 'image', url, ...(altText === '' ? {} : { altText }) } });
  }
}

function hidesContent(role: ElementRole): boolean {
  return role === 'dropped' || role === 'player' || role === 'frame';
}
