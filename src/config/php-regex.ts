/** A regular expression that cannot be used; the message says why and what to do. */
export class PhpRegexError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PhpRegexError';
  }
}

const brackets: Record<string, string> = { '(': ')', '[': ']', '{': '}', '<': '>' };
const delimiters = '/#~!@%|;,=&"\'`';
const phpFlags = /^[imsxuADUSXJn]*$/;

/** Constructs of PHP that JavaScript would silently read as something else. */
const untranslatable = [
  { found: /\[:\^?\w+:\]/, name: 'a POSIX class such as [[:alpha:]]' },
  { found: /(?<!\\)(?:\\\\)*\\[QEGKRXhHe]/, name: 'one of \\Q \\E \\G \\K \\R \\X \\h \\H \\e' },
];

/**
 * Compiles a regular expression as the PHP original has them in its configuration, with delimiters and flags
 * (`/^dev\./i`, `#staging#`, `{test}u`), or bare (`^dev\.`). Only good for asking whether a text matches.
 *
 * @throws {PhpRegexError} when it is broken, or means something else in JavaScript
 */
export function phpRegexToRegExp(written: string): RegExp {
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
  if (phpFlags.test(flags)) {
    const pattern = written.slice(1, end);
    return { pattern: open === close ? pattern.replaceAll(`\\${open}`, open) : pattern, flags };
  }
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

function compile(pattern: string, flags: string): RegExp {
  const problem = untranslatable.find(({ found }) => found.test(pattern));
  if (problem !== undefined) throw new PhpRegexError(`uses ${problem.name}, which is not supported here`);
  const inline = /^\(\?([imsx]+)\)/.exec(pattern);
  const allFlags = flags + (inline?.[1] ?? '');
  const body = inline === null ? pattern : pattern.slice(inline[0].length);
  const translated = translateAnchors(allFlags.includes('x') ? withoutFreeSpacing(body) : body);
  const source = allFlags.includes('A') ? `(?<![\\s\\S])(?:${translated})` : translated;
  const kept = [...new Set(allFlags)].filter((flag) => 'ims'.includes(flag)).join('');
  try {
    return allFlags.includes('u') ? compileUnicode(source, kept) : new RegExp(source, kept);
  } catch (error) {
    throw new PhpRegexError(`is not a regular expression that works here: ${(error as Error).message}`);
  }
}

// JavaScript's unicode mode refuses escapes such as "\-" that PHP allows; hosts and paths are ASCII anyway.
function compileUnicode(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, `${flags}u`);
  } catch {
    return new RegExp(source, flags);
  }
}

/** `\A`, `\z` and `\Z` mean nothing to JavaScript. */
function translateAnchors(pattern: string): string {
  const meanings: Record<string, string> = { A: '(?<![\\s\\S])', z: '(?![\\s\\S])', Z: '(?![\\s\\S])' };
  return pattern.replace(/\\([\s\S])/g, (written, letter: string) => meanings[letter] ?? written);
}

/** Flag x: spaces and comments are there for the reader, except in a class and behind a backslash. */
function withoutFreeSpacing(pattern: string): string {
  return pattern.replace(
    /(\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\])|\s+|#.*/g,
    (_written, kept: string | undefined) => kept ?? '',
  );
}
