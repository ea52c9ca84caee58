import { isBlank } from '../core/text.ts';
import { createHandlers, type ElementHandlers } from './element-handlers.ts';
import { type ElementLook, lookInside, plainLook } from './element-look.ts';
import { type ElementRole, elementRole, formulaRole } from './html-elements.ts';
import { LinkFlow } from './link-flow.ts';
import { MediaFlow } from './media-flow.ts';
import { RaisedFlow } from './raised-flow.ts';
import { withoutMarks } from './strike-marks.ts';
import { type Chunk, TextFlow } from './text-flow.ts';

/** Source of an image -> the address to show it from; undefined when it cannot be shown. */
export type ImageResolver = (source: string) => string | undefined;

export interface WalkerOptions {
  /** Decides which images are shown and from where. */
  resolveImage: ImageResolver;
  /** Struck-out text is marked; otherwise it is left out. */
  marksStruck: boolean;
  /** How many items the ordered lists have, in the order of the source; only asked for lists that count down. */
  listSizes?: readonly number[];
}

type Attributes = Readonly<Record<string, string>>;

interface OpenElement {
  role: ElementRole | undefined;
  look: ElementLook;
  /** Its handler was told that it opened. */
  handled: boolean;
}

/** What arranges texts, and goes on where the texts themselves are not shown. */
const arrangement: ReadonlySet<ElementRole> = new Set([
  ...(['paragraph', 'line', 'list', 'item', 'table', 'row', 'cell', 'preformatted'] as const),
]);

/** Goes through the tags of a text and writes down what they say. Every `open` has to be followed by its `close`. */
export class HtmlWalker {
  /** What could not be shown, for the log. */
  readonly notes: string[] = [];
  readonly #flow = new TextFlow();
  readonly #links = new LinkFlow(this.#flow, this.notes);
  readonly #raised = new RaisedFlow(this.#flow);
  readonly #options: WalkerOptions;
  readonly #handlers: ElementHandlers;
  readonly #open: OpenElement[] = [];
  /** Open players and frames: what they hold is for programs that cannot play them. */
  #players = 0;
  #preformatted = 0;
  #orderedLists = 0;
  #listSize: number | undefined;

  constructor(options: WalkerOptions) {
    this.#options = options;
    this.#handlers = createHandlers({
      flow: this.#flow,
      links: this.#links,
      media: new MediaFlow(this.#flow, this.notes),
      raised: this.#raised,
      notes: this.notes,
      options,
      isInPlayer: () => this.#players > 0,
      listSize: () => this.#listSize,
      preformat: (by) => {
        this.#preformatted += by;
        this.#flow.paragraph();
      },
    });
  }

  get chunks(): readonly Chunk[] {
    return this.#flow.chunks;
  }

  text(text: string): void {
    if (this.#players > 0) return;
    if (!this.#isSeen(this.#look)) {
      if (this.#look.gone !== 'dropped' && !isBlank(text)) this.#links.loseText();
      // The spaces of a text that is left out stay, so that the words around it do not join.
      if (!this.#look.gone && /^\s|\s$/u.test(text)) this.#flow.apart();
      return;
    }
    const clean = withoutMarks(text);
    if (this.#preformatted > 0) this.#flow.writePreformatted(clean);
    else this.#flow.write(clean);
  }

  open(name: string, attributes: Attributes): void {
    this.keepTagsApart();
    const around = this.#look;
    const role = this.#open.at(-1)?.role === 'formula' ? formulaRole(name) : elementRole(name);
    const look = role === undefined ? { ...around, raised: undefined } : lookInside(around, name, role, attributes);
    const handled = role !== undefined && this.#isHandled(role, look);
    this.#open.push({ role, look, handled });
    this.#flow.struck = look.struck;
    if (name === 'ol') this.#listSize = this.#options.listSizes?.[this.#orderedLists++];
    if (!handled) {
      if (look.gone && role !== undefined && arrangement.has(role)) this.#flow.apart();
      return;
    }
    this.#handlers[role].open(attributes, name);
    if (look.raised !== undefined) this.#raised.open();
    if (isPlayer(role)) this.#players += 1;
  }

  close(name: string): void {
    this.keepTagsApart();
    const element = this.#open.pop();
    this.#flow.struck = this.#look.struck;
    if (element?.role === undefined || !element.handled) return;
    if (isPlayer(element.role)) this.#players -= 1;
    if (element.look.raised !== undefined) this.#raised.close(element.look.raised);
    if (this.#players === 0) this.#handlers[element.role].close(name);
  }

  /** A "<" of the text must not become a tag together with what follows the tag that stood between them. */
  keepTagsApart(): void {
    const last = this.#flow.chunks.at(-1);
    if (last?.kind === 'text' && last.text.endsWith('<')) this.#flow.space();
  }

  get #look(): ElementLook {
    return this.#open.at(-1)?.look ?? plainLook;
  }

  #isSeen(look: ElementLook): boolean {
    return look.gone === undefined && !look.unseen && !look.tiny && (!look.struck || this.#options.marksStruck);
  }

  #isHandled(role: ElementRole, look: ElementLook): boolean {
    if (look.gone) return false;
    if (this.#players > 0) return isPlayer(role) || role === 'source';
    return this.#isSeen(look) || arrangement.has(role);
  }
}

function isPlayer(role: ElementRole): boolean {
  return role === 'player' || role === 'frame';
}
