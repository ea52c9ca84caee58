import {
  type Document,
  isScalar,
  isMap as isYamlMap,
  LineCounter,
  type Pair,
  parseDocument,
  visit,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
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
  // The parser looks for each key among all keys before it, which takes its time for thousands of them: done below.
  const document = parseDocument(text, { lineCounter, prettyErrors: false, merge: true, uniqueKeys: false });
  const problems = [...document.errors, ...document.warnings];
  if (problems.length > 0) return problems.map((problem) => syntaxMistake(problem, file, lineCounter));
  const twice = keysThatStandTwice(document);
  if (twice.length > 0) {
    const message = syntaxMessages.DUPLICATE_KEY ?? '';
    return twice.map((offset) => ({ file, key: '', line: lineCounter.linePos(offset).line, message }));
  }
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

/** Positions of keys that their map has already. */
function keysThatStandTwice(document: Document): number[] {
  const found: number[] = [];
  visit(document, {
    Map: (_, map) => {
      const keys = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        if (keys.has(key.value)) found.push(key.range?.[0] ?? 0);
        keys.add(key.value);
      }
    },
  });
  return found;
}

/** The pairs of a map by their keys: whoever asks for one line of a file with mistakes asks for many. */
const pairsOfMaps = new WeakMap<YAMLMap, Map<string, Pair>>();

function pairOf(map: YAMLMap, name: PropertyKey | undefined): Pair | undefined {
  let pairs = pairsOfMaps.get(map);
  if (pairs === undefined) {
    const entries = map.items.flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.value), pair] as const] : []));
    pairs = new Map(entries);
    pairsOfMaps.set(map, pairs);
  }
  return pairs.get(String(name));
}

function lineOf(document: Document, lineCounter: LineCounter, path: readonly PropertyKey[]): number | undefined {
  const parent = document.getIn(path.slice(0, -1), true);
  const pair = isYamlMap(parent) ? pairOf(parent, path.at(-1)) : undefined;
  const node = (pair?.key as unknown) ?? document.getIn(path, true);
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
  return Array.isArray(range) ? lineCounter.linePos(range[0]).line : undefined;
}
