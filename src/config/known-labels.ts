import { shippedLangDir } from './config-folder.ts';
import { type LabelTable, optionalLabels, placeholderNames } from './labels.ts';
import { fallbackLanguage } from './languages.ts';
import { readLabels } from './read-labels.ts';

/** Key of a label that is used -> the `$names` that something is put in for. */
export type KnownLabels = ReadonlyMap<string, readonly string[]>;

/** Where more labels are wrong, it is a file for something else, and nobody reads them all. */
const MOST_PROBLEMS = 20;

/** Of a name in a message. */
const LONGEST_NAME = 40;

/**
 * The labels that the connector says.
 *
 * @param ratingLabels keys that the configured ratings have on their buttons
 */
export function knownLabels(ratingLabels: readonly string[]): KnownLabels {
  const { table } = readLabels(shippedLangDir, { mistakes: [], warnings: [] });
  const shipped = Object.entries(table[fallbackLanguage] ?? {});
  return new Map<string, readonly string[]>([
    ...ratingLabels.map((key) => [normalKey(key), []] as const),
    ...Object.entries(optionalLabels).map(([key, about]) => [key, placeholderNames(about)] as const),
    ...shipped.map(([key, text]) => [key, placeholderNames(text)] as const),
  ]);
}

/** What nobody will ever read of these labels, as misspelled as it is: each key with what is wrong. */
export function labelProblems(labels: LabelTable[string], known: KnownLabels): { key: string; message: string }[] {
  const problems = Object.entries(labels).flatMap(([key, text]) => {
    const names = known.get(normalKey(key));
    if (names === undefined) {
      return [{ key, message: 'is no label of the connector, and no rating has it on its button: is it misspelled?' }];
    }
    const unknown = placeholderNames(text).filter((name) => !names.includes(name));
    return unknown.map((name) => ({
      key,
      message: `has $${name.slice(0, LONGEST_NAME)}, which nothing is put in for; ${accepted(names)}`,
    }));
  });
  const more = problems.length - MOST_PROBLEMS;
  if (more <= 0) return problems;
  const rest = { key: '', message: `has ${more} more labels that are not known, or have names that are not` };
  return [...problems.slice(0, MOST_PROBLEMS), rest];
}

function accepted(names: readonly string[]): string {
  return names.length === 0 ? 'this label takes no names' : `accepted: ${names.map((name) => `$${name}`).join(', ')}`;
}

function normalKey(key: string): string {
  return key.replaceAll('-', '_');
}
