import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { ConnectorLabels } from '../protocol/page-protocol.ts';

const LANG_DIR = fileURLToPath(new URL('../../../lang', import.meta.url));

/** The sentences that come with the connector, by language and label. */
export function readShippedLabels(): ConnectorLabels {
  const files = readdirSync(LANG_DIR).filter((file) => file.endsWith('.yaml'));
  return Object.fromEntries(
    files.map((file) => [file.slice(0, -'.yaml'.length), parse(readFileSync(join(LANG_DIR, file), 'utf8'))]),
  );
}

/** The connector's own sentences as it says them now. */
export interface LabelsInForce {
  /** With `$name` filled in where a value is given; up to the first other one. A label nobody knows is its own name. */
  text(label: string, values?: Readonly<Record<string, string>>): string;
  /** Undefined where nobody wrote it in the language of the conversation. */
  optional(label: string): string | undefined;
}

/** @param replaced what the connector has read of Extra Info, which goes before its own; English stands in for what is missing */
export function labelsInForce(shipped: ConnectorLabels, replaced: ConnectorLabels, lang: string): LabelsInForce {
  const find = (table: ConnectorLabels, language: string, label: string): string | undefined =>
    table[language]?.[label]?.trim() ? table[language][label] : undefined;
  const optional = (label: string): string | undefined => find(replaced, lang, label) ?? find(shipped, lang, label);
  return {
    optional,
    text(label, values = {}) {
      const text = optional(label) ?? find(replaced, 'en', label) ?? find(shipped, 'en', label) ?? label;
      const filled = text.replace(/\$([A-Za-z]\w*)/g, (written, name: string) => values[name] ?? written);
      return filled.split('$')[0] || filled;
    },
  };
}
