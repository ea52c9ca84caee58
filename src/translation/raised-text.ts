const upper = signTable('0123456789+-−=()abcdefghijklmnoprstuvwxyz', '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ');
const lower = signTable('0123456789+-−=()aehijklmnoprstuvx', '₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ');
const marks: Readonly<Record<string, string>> = { tm: '™', sm: '℠', '(r)': '®', r: '®' };

function signTable(signs: string, raised: string): ReadonlyMap<string, string> {
  const targets = [...raised];
  return new Map([...signs].map((sign, index) => [sign, targets[index] ?? sign]));
}

/**
 * A text above the line: 10² must not become 102. Ordinals stay as people type them (`1st`).
 *
 * @param before What stands right before it; empty at the beginning of a word.
 */
export function raiseText(text: string, before: string): string {
  const mark = /\p{L}\p{L}$/u.test(before) ? marks[text.toLowerCase()] : undefined;
  if (mark !== undefined) return mark;
  if (!/[\p{L}\p{N}]/u.test(text) || /^[[(].*[\])]$/.test(text)) return text;
  if (/^\p{L}+\.?$/u.test(text)) return raiseWord(text, before);
  const signs = translate(text, upper);
  if (signs !== undefined || before === '') return signs ?? text;
  return isWord(before) ? [...text].map((sign) => upper.get(sign) ?? sign).join('') : `^(${text})`;
}

function raiseWord(word: string, before: string): string {
  if (before === '') return word;
  if (/\d$/.test(before)) {
    if ([...word].length > 1) return word;
    if (word === 'a' || word === 'o') return word === 'a' ? 'ª' : 'º';
  } else if (isWord(before)) {
    return ` ${word}`;
  }
  return translate(word, upper) ?? `^(${word})`;
}

/** A text below the line. @param before What stands right before it; empty at the beginning of a word. */
export function lowerText(text: string, before: string): string {
  const signs = translate(text, lower);
  if (signs !== undefined) return signs;
  if (before === '' || !/[\p{L}\p{N}]/u.test(text)) return text;
  return `_${/^[\p{L}\p{N}]+$/u.test(text) ? text : `(${text})`}`;
}

function isWord(text: string): boolean {
  return /\p{L}\p{L}$/u.test(text);
}

function translate(text: string, table: ReadonlyMap<string, string>): string | undefined {
  let translated = '';
  for (const sign of text) {
    const target = table.get(sign);
    if (target === undefined) return undefined;
    translated += target;
  }
  return translated;
}
