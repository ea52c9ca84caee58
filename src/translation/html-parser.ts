import { Parser } from 'htmlparser2';

/** Elements inside elements; browsers go no deeper than 512 either. */
const maxDepth = 256;

type Handler = NonNullable<ConstructorParameters<typeof Parser>[0]>;

/**
 * A parser that takes the same time for every tag: what stands too deep is closed where it opens, so that the list of
 * open elements, which the parser goes through again and again, stays short.
 */
class ShallowParser extends Parser {
  #depth = 0;
  /** Elements that were closed at once; as many closing tags are passed over. */
  #flattened = 0;
  /** The tag that is being read opens too deep. */
  #isTooDeep = false;

  constructor(handler: Handler) {
    super({
      ...handler,
      onopentagname: (name) => {
        this.#depth += 1;
        if (this.#isTooDeep && !super.isVoidElement(name)) this.#flattened += 1;
        handler.onopentagname?.(name);
      },
      onclosetag: (name, implied) => {
        this.#depth -= 1;
        handler.onclosetag?.(name, implied);
      },
    });
  }

  override onopentagname(start: number, end: number): void {
    this.#isTooDeep = this.#depth >= maxDepth;
    super.onopentagname(start, end);
  }

  override onclosetag(start: number, end: number): void {
    this.#isTooDeep = false;
    if (this.#flattened === 0) {
      super.onclosetag(start, end);
      return;
    }
    this.#flattened -= 1;
    this.endIndex = end;
    this.startIndex = end + 1;
  }

  protected override isVoidElement(name: string): boolean {
    return this.#isTooDeep || super.isVoidElement(name);
  }
}

/** A parser for HTML of strangers, however deep its elements stand in each other. */
export function createHtmlParser(handler: Handler): Parser {
  return new ShallowParser(handler);
}
