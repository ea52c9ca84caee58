/** How a list counts. */
export type NumberStyle = 'decimal' | 'lower-alpha' | 'upper-alpha' | 'lower-roman' | 'upper-roman';

const styles: Readonly<Record<string, NumberStyle>> = {
  1: 'decimal',
  decimal: 'decimal',
  a: 'lower-alpha',
  A: 'upper-alpha',
  i: 'lower-roman',
  I: 'upper-roman',
  'lower-alpha': 'lower-alpha',
  'lower-latin': 'lower-alpha',
  'upper-alpha': 'upper-alpha',
  'upper-latin': 'upper-alpha',
  'lower-roman': 'lower-roman',
  'upper-roman': 'upper-roman',
};

const romanSigns: readonly [value: number, sign: string][] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
];

const points = new Set(['none', 'disc', 'circle', 'square']);

/**
 * How the items of a list are numbered; undefined for a list of points.
 *
 * @param type Attribute `type` of a list, or CSS `list-style-type`.
 */
export function numberStyle(type: string | undefined, ordered: boolean): NumberStyle | undefined {
  const written = type?.trim() ?? '';
  if (points.has(written.toLowerCase())) return undefined;
  return (Object.hasOwn(styles, written) ? styles[written] : undefined) ?? (ordered ? 'decimal' : undefined);
}

/** The number of an item as its list writes it; in digits where the list's signs have none for it. */
export function writeNumber(number: number, style: NumberStyle): string {
  if (style === 'decimal' || number < 1 || number > 3999) return String(number);
  const written = style.endsWith('alpha') ? toLetters(number) : toRoman(number);
  return style.startsWith('upper') ? written.toUpperCase() : written;
}

function toLetters(number: number): string {
  let letters = '';
  for (let rest = number; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(97 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

function toRoman(number: number): string {
  let rest = number;
  let roman = '';
  for (const [value, sign] of romanSigns) {
    for (; rest >= value; rest -= value) roman += sign;
  }
  return roman;
}
