import { type Document, isScalar, isMap as isYamlMap, LineCounter, parseDocument, type YAMLError } from 'yaml';
import type { Finding } from './config-errors.ts';
import { isMap, type ValueMap } from './values.ts';

/** A YAML file that was read. */
export interface YamlFile {
  file: string;
  values: ValueMap;
  /** Line of a key, from 1; undefined when the file does not have it. */
  lineOf(path: readonly PropertyKey[]): number | undefined;
}

// Our own words: the parser's messages may quote the file, and files hold secrets.
const syntaxMessages: Record<string, string> = {
  DUPLICATE_KEY: 'this key stands here twice',
  TAB_AS_INDENT: 'lines must be indented with spaces, not with a tab',
  BAD_INDENT: 'the indentation does not fit the lines before',
  MISSING_CHAR: 'a quote, bracket, comma or colon is missing',
  MULTIPLE_DOCS: 'only one document is allowed in a file (no "---" line in the middle)',
};

/**
 * Reads the text of a YAML file whose top level is a map.
 *
 * @param file the name for messages
 * @returns the file, or the mistakes that make it unreadable
 */
export function parseYamlFile(text: string, file: string): YamlFile | Finding[] {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false, merge: true });
  const problems = [...document.errors, ...document.warnings];
  if (problems.length > 0) return problems.map((problem) => syntaxMistake(problem, file, lineCounter));
  let values: unknown;
  try {
    values = document.toJS({ maxAliasCount: 100 }) ?? {};
  } catch {
    return [{ file, key: '', message: 'has an alias (*name) that leads nowhere, or too many of them' }];
  }
  if (!isMap(values)) return [{ file, key: '', message: 'must hold keys with values ("key: value")' }];
  return { file, values, lineOf: (path) => lineOf(document, lineCounter, path) };
}

function syntaxMistake(problem: YAMLError, file: string, lineCounter: LineCounter): Finding {
  const message =
    problem.name === 'YAMLWarning'
      ? 'has a tag ("!name") that means nothing here'
      : (syntaxMessages[problem.code] ?? 'is not valid YAML');
  return { file, key: '', line: lineCounter.linePos(problem.pos[0]).line, message };
}

function lineOf(document: Document, lineCounter: LineCounter, path: readonly PropertyKey[]): number | undefined {
  const last = path.at(-1);
  const parent = document.getIn(path.slice(0, -1), true);
  const pair = isYamlMap(parent)
    ? parent.items.find(({ key }) => isScalar(key) && String(key.value) === last)
    : undefined;
  const node = pair?.key ?? document.getIn(path, true);
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
  return Array.isArray(range) ? lineCounter.linePos(range[0]).line : undefined;
}
