import { RE2JS } from 're2js';
import { translatePhpPattern } from './php-pattern.ts';
import { PhpRegexError } from './php-regex-error.ts';

/** Asks a text whether a regular expression matches somewhere in it. */
export interface TextMatcher {
  test(text: string): boolean;
}

/** Hosts and paths are shorter; what a stranger sends may be longer, and is not read further. */
const longestText = 2000;

const brackets: Record<string, string> = { '(': ')', '[': ']', '{': '}', '<': '>' };
const delimiters = '/#~!@%|;,=&"\'`';
const phpFlags = /^[imsxuADUSXJnr]*$/;

/**
 * Compiles a regular expression as the PHP original has them in its configuration, with delimiters and flags
 * (`/^dev\./i`, `#staging#`, `{test}u`), or bare (`^dev\.`). It is matched by RE2's algorithm, in time that grows with
 * the text and never faster: whoever writes to a public address chooses the text.
 *
 * @throws {PhpRegexError} when it is broken, or asks for what cannot be matched so
 */
export function phpRegexToMatcher(written: string): TextMatcher {
  const delimited = splitDelimited(written);
  if (delimited === undefined) return compile(written, '');
  try {
    return compile(delimited.pattern, delimited.flags);
  } catch (error) {
    // "(?:dev|test)" looks delimited by its own brackets; as a bare expression it is fine.
    if (brackets[written.charAt(0)] === undefined) throw error;
    return compile(written, '');
  }
}

function splitDelimited(written: string): { pattern: string; flags: string } | undefined {
  const open = written.charAt(0);
  const close = brackets[open] ?? (delimiters.includes(open) ? open : undefined);
  if (open === '' || close === undefined) return undefined;
  const end = findEnd(written, open, close);
  if (end === undefined) return undefined;
  const flags = written.slice(end + 1);
  // A delimiter behind a backslash stays as it is: any escaped punctuation mark is the mark itself.
  if (phpFlags.test(flags)) return { pattern: written.slice(1, end), flags };
  if (open !== '/') return undefined;
  throw new PhpRegexError(
    `begins with "/" and so ends at the next one, but "${flags}" behind it are no flags: write "\\/" for a slash inside, or begin with "^/"`,
  );
}

/** Where the closing delimiter is; brackets of the same kind may stand inside each other. */
function findEnd(written: string, open: string, close: string): number | undefined {
  let depth = 1;
  for (let index = 1; index < written.length; index += 1) {
    const character = written.charAt(index);
    if (character === '\\') index += 1;
    else if (character === close) depth -= 1;
    else if (character === open) depth += 1;
    if (depth === 0) return index;
  }
  return undefined;
}

/** RE2's own flags. "u" and those about captures and speed make no difference to whether a text matches. */
const re2Flags: Record<string, number> = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
};

function compile(pattern: string, flags: string): TextMatcher {
  const inline = /^\(\?([imsx]+)\)/.exec(pattern);
  const allFlags = flags + (inline?.[1] ?? '');
  const body = inline === null ? pattern : pattern.slice(inline[0].length);
  const translated = translatePhpPattern(body, { freeSpacing: allFlags.includes('x') });
  const source = allFlags.includes('A') ? `\\A(?:${translated})` : translated;
  const bits = [...allFlags].reduce((sum, flag) => sum | (re2Flags[flag] ?? 0), 0);
  const matcher = compileRe2(source, bits);
  return { test: (text) => matcher.test(text.slice(0, longestText)) };
}

function compileRe2(source: string, flags: number): RE2JS {
  try {
    return RE2JS.compile(source, flags);
  } catch (error) {
    throw new PhpRegexError(`is not a regular expression that works here: ${reasonOf(error)}`);
  }
}

/** Without what it quotes of the expression: the finding shows it as it is written. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^error parsing regexp: /, '').replace(/: `[\s\S]*$/, '');
}
