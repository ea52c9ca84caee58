import { fallbackLanguage } from './languages.ts';

/** Language code -> key of the label -> text. */
export type LabelTable = Record<string, Record<string, string>>;

/** What an editor wrote, HTML perhaps, as users read it. */
export type ToPlain = (text: string) => string;

const asWritten: ToPlain = (text) => text;

/** `$agentName` */
const placeholder = /\$([A-Za-z]\w*)/g;

/** Labels that languages may leave out; the shipped files do. */
export const optionalLabels: Readonly<Record<string, string>> = {
  agent_left: 'Said when the agent leaves the chat; `$agentName` is the name. Without it nothing is said.',
  rating_negative: 'Thanks for a rating with `isNegative: true`, in place of `thanks`.',
  rating_positive: 'Thanks for any other rating, in place of `thanks`.',
};

/** Lays label tables over one another, the later one on top. */
export function mergeLabels(tables: readonly LabelTable[]): LabelTable {
  const merged: LabelTable = {};
  for (const [language, labels] of tables.flatMap((table) => Object.entries(table))) {
    merged[language] = { ...merged[language], ...labels };
  }
  return merged;
}

/**
 * The text of a label as the user reads it. ExtraInfo wins over the table, the user's language over English;
 * a label that nobody translated is shown as its key.
 *
 * @param table labels of files
 * @param extraInfo labels of ExtraInfo, group `smooch`, entry `translations`
 * @param variables what stands for `$name` in the text
 * @param toPlain makes plain text of what an editor wrote; a label of which nothing is left counts as missing
 */
export function labelText(
  table: LabelTable,
  extraInfo: LabelTable | undefined,
  language: string,
  key: string,
  variables: Readonly<Record<string, string>> = {},
  toPlain: ToPlain = asWritten,
): string {
  const text =
    lookUp(extraInfo, language, key, toPlain) ??
    lookUp(table, language, key, toPlain) ??
    lookUp(extraInfo, fallbackLanguage, key, toPlain) ??
    lookUp(table, fallbackLanguage, key, toPlain) ??
    key;
  return fillIn(text, variables);
}

/** The text of an optional label; undefined where the user's language does not define it. */
export function optionalLabelText(
  table: LabelTable,
  extraInfo: LabelTable | undefined,
  language: string,
  key: string,
  variables: Readonly<Record<string, string>> = {},
  toPlain: ToPlain = asWritten,
): string | undefined {
  const text = lookUp(extraInfo, language, key, toPlain) ?? lookUp(table, language, key, toPlain);
  return text === undefined ? undefined : fillIn(text, variables);
}

function fillIn(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(placeholder, (written, name: string) =>
    Object.hasOwn(variables, name) ? (variables[name] ?? written) : written,
  );
}

/** The names in a text that something may be put in for. */
export function placeholderNames(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(placeholder), ([, name = '']) => name))];
}

function lookUp(table: LabelTable | undefined, language: string, key: string, toPlain: ToPlain): string | undefined {
  if (table === undefined || !Object.hasOwn(table, language)) return undefined;
  const labels = table[language] ?? {};
  // Files are read with underscores in place of dashes; ExtraInfo is taken as it is.
  const spelling = [key, key.replaceAll('-', '_'), key.replaceAll('_', '-')].find((name) =>
    Object.hasOwn(labels, name),
  );
  const text = spelling === undefined ? undefined : labels[spelling];
  const plain = text?.trim() ? toPlain(text) : undefined;
  return plain?.trim() ? plain : undefined;
}
