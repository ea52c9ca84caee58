import { PhpRegexError } from './php-regex-error.ts';

const inOrder = 'rules are tried in their order, so a rule above this one can take what it must not match';
const noSpeedGained = 'leave it out: matching is never slow here';

/** What PHP can do and a matcher in linear time cannot, by how it begins; and what to write instead. */
const impossible = [
  { begin: /^\(\?<?[=!]|^\(\*(?:na)?[pn]?l[ab]/, name: 'look-around', advice: inOrder },
  { begin: /^\\(?:[1-9]|k|g)|^\(\?P=/, name: 'a back reference', advice: 'write the repeated text out' },
  { begin: /^\(\?(?:R|[+-]?\d|&|P>)/, name: 'recursion', advice: 'write the repeated part out' },
  { begin: /^\(\?\(/, name: 'a condition', advice: 'write both cases with "|"' },
  { begin: /^\(\?>/, name: 'an atomic group', advice: `write "(?:" for it; ${inOrder}` },
  { begin: /^\(\*/, name: 'a verb such as (*SKIP)', advice: 'leave it out' },
  { begin: /^(?:[*+?]|\{\d+(?:,\d*)?\})\+/, name: 'a possessive quantifier ("++")', advice: noSpeedGained },
  { begin: /^\\X/, name: '\\X', advice: 'write "." for one character' },
  { begin: /^\\c/, name: '\\c', advice: 'write control characters as \\x01' },
];

/** What PHP writes otherwise than RE2. */
const escapes: Record<string, string> = {
  // Alternatives that share the numbers of their captures.
  '(?|': '(?:',
  '\\Z': '\\z',
  '\\G': '\\A',
  // Where the match begins makes no difference to whether there is one.
  '\\K': '',
  '\\h': '[\\t ]',
  '\\H': '[^\\t ]',
  '\\v': '[\\n\\x0b\\f\\r]',
  '\\V': '[^\\n\\x0b\\f\\r]',
  '\\R': '(?:\\r\\n|[\\n\\x0b\\f\\r])',
  '\\N': '[^\\n]',
  '\\e': '\\x1b',
};
const escapesInClass: Record<string, string> = {
  '\\h': '\\t ',
  '\\v': '\\n\\x0b\\f\\r',
  '\\e': '\\x1b',
  '\\b': '\\x08',
};

/** The pieces in which a pattern is read: quoted text, an escape, a class, a comment, a named group, space, a sign. */
const piece =
  /\\Q[\s\S]*?(?:\\E|$)|\\[\s\S]|\[\^?\]?(?:\[:\^?\w+:\]|\\[\s\S]|[^\]\\])*\]|\(\?#[^)]*\)|\(\?'(\w+)'|\(\?\||\s+|#[^\n]*|[\s\S]/g;

/**
 * Writes a pattern of PHP as RE2 understands it.
 *
 * @throws {PhpRegexError} for what cannot be matched in linear time
 */
export function translatePhpPattern(pattern: string, { freeSpacing }: { freeSpacing: boolean }): string {
  return pattern.replace(piece, (found: string, groupName: string | undefined, offset: number) => {
    if (found.startsWith('\\Q')) return found;
    if (found.startsWith('[') && found.length > 1) return classToRe2(found);
    if (found.startsWith('(?#')) return '';
    if (groupName !== undefined) return `(?P<${groupName}>`;
    if (/^[\s#]/.test(found)) return freeSpacing ? '' : found;
    refuseImpossible(pattern.slice(offset, offset + 40));
    return escapes[found] ?? found;
  });
}

function classToRe2(written: string): string {
  return written.replace(/\\[\s\S]/g, (found) => escapesInClass[found] ?? found);
}

function refuseImpossible(rest: string): void {
  const problem = impossible.find(({ begin }) => begin.test(rest));
  if (problem === undefined) return;
  throw new PhpRegexError(`uses ${problem.name}, which cannot be matched in linear time: ${problem.advice}`);
}
