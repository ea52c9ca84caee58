/** Longer style attributes are read no further: nobody writes them. */
const maxLength = 2000;

/** What a `style` attribute says, by property, in lower case. */
export type StyleDeclarations = ReadonlyMap<string, string>;

const nothing: StyleDeclarations = new Map();

/** `text-decoration` and its long form set the same: the later one counts. */
const sameProperty: Readonly<Record<string, string>> = { 'text-decoration-line': 'text-decoration' };

/** Reads a `style` attribute: later declarations win, but not over one marked `!important`. */
export function parseStyle(style: string | undefined): StyleDeclarations {
  if (style === undefined || style === '') return nothing;
  const declared = new Map<string, { value: string; important: boolean }>();
  for (const declaration of withoutComments(style.slice(0, maxLength)).toLowerCase().split(';')) {
    const colon = declaration.indexOf(':');
    if (colon === -1) continue;
    const name = declaration
      .slice(0, colon)
      .trim()
      .replace(/^-(?:webkit|moz|ms|o)-/, '');
    const property = sameProperty[name] ?? name;
    const [value = '', ...marks] = declaration.slice(colon + 1).split('!');
    const important = marks.some((mark) => mark.trim() === 'important');
    if (important || declared.get(property)?.important !== true)
      declared.set(property, { value: value.trim(), important });
  }
  return new Map(Array.from(declared, ([property, { value }]) => [property, value]));
}

function withoutComments(style: string): string {
  const [first = '', ...others] = style.split('/*');
  // What follows "/*" counts again behind its "*/"; a comment that never ends takes the rest.
  const seen = others.map((piece) => {
    const end = piece.indexOf('*/');
    return end === -1 ? '' : ` ${piece.slice(end + 2)}`;
  });
  return first + seen.join('');
}

/** A length in CSS pixels; undefined for what depends on things we do not know. */
export function lengthInPixels(text: string | undefined): number | undefined {
  const [, number, unit = ''] =
    /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*([a-z%]*)$/i.exec(text?.trim() ?? '') ?? [];
  if (number === undefined) return undefined;
  const value = Number(number);
  const factor = pixelsPer[unit.toLowerCase()];
  if (value === 0) return 0;
  return factor === undefined ? undefined : value * factor;
}

/** `em` is the size of a letter: 16 pixels, unless somebody changed it. */
const pixelsPer: Readonly<Record<string, number>> = {
  '': 1,
  px: 1,
  pt: 4 / 3,
  pc: 16,
  em: 16,
  rem: 16,
  ex: 8,
  ch: 8,
  in: 96,
  cm: 96 / 2.54,
  mm: 9.6 / 2.54,
};
