import { maskAddresses } from '../core/mask-secret.ts';

/** Something to tell the operator about one place of the configuration. */
export interface Finding {
  /** The file as the operator would open it: `conf/custom/chat.yaml`. */
  file: string;
  /** The key inside the file, with dots: `chat.roomId`. Empty when the finding is about the whole file. */
  key: string;
  /** Line in the file, from 1; missing when the key is not in the file. */
  line?: number;
  message: string;
}

/** What the reading of a configuration collects. With a mistake it is refused, with warnings it is not. */
export interface Findings {
  mistakes: Finding[];
  warnings: Finding[];
}

/** One line for people: file, key, what is wrong, line. */
export function findingToLine({ file, key, line, message }: Finding): string {
  const place = key === '' ? file : `${file}: ${maskAddresses(key)}`;
  return line === undefined ? `${place}: ${message}` : `${place}: ${message} (line ${line})`;
}

/** The lines of findings, each once: a mistake in a shared file is found once for every environment. */
export function findingsToLines(findings: readonly Finding[]): string[] {
  return [...new Set(findings.map(findingToLine))];
}

/** The configuration cannot be used. Holds every mistake at once, so that one round of repairs is enough. */
export class ConfigErrors extends Error {
  readonly mistakes: readonly Finding[];

  constructor(mistakes: readonly Finding[]) {
    const different = new Map(mistakes.map((mistake) => [findingToLine(mistake), mistake]));
    super([...different.keys()].join('\n'));
    this.name = 'ConfigErrors';
    this.mistakes = [...different.values()];
  }
}

/** A path in a configuration file as people write it: `content_ratings.ratings[0].id`. */
export function pathToKey(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}
