import { basename, extname, join } from 'node:path';
import type { Findings } from './config-errors.ts';
import { entriesOf, readText } from './config-folder.ts';
import type { LabelTable } from './labels.ts';
import { isLanguage, languages } from './languages.ts';
import { parseYamlFile } from './yaml-file.ts';

/** Reads `<code>.yaml` of every language in a folder; a folder that does not exist gives an empty table. */
export function readLabels(dir: string, findings: Findings): LabelTable {
  const table: LabelTable = {};
  const files = entriesOf(dir, findings).filter((entry) => ['.yaml', '.yml', '.php'].includes(extname(entry)));
  for (const entry of files) {
    const file = join(dir, entry);
    const code = basename(entry, extname(entry));
    if (extname(entry) === '.php') {
      findings.mistakes.push({ file, key: '', message: `cannot be read: write its labels into ${code}.yaml` });
    } else if (!isLanguage(code)) {
      const message = `is not named after a language of the bot; accepted: ${languages.join(', ')}`;
      findings.mistakes.push({ file, key: '', message });
    } else {
      table[code] = { ...table[code], ...readLanguage(file, findings) };
    }
  }
  return table;
}

function readLanguage(file: string, findings: Findings): Record<string, string> {
  const text = readText(file, findings);
  const yaml = text === undefined ? [] : parseYamlFile(text, file);
  if (Array.isArray(yaml)) {
    findings.mistakes.push(...yaml);
    return {};
  }
  const labels: Record<string, string> = {};
  for (const [key, value] of Object.entries(yaml.values)) {
    if (value === null) continue;
    if (typeof value !== 'string') {
      findings.mistakes.push({ file, key, line: yaml.lineOf([key]), message: 'must be text, in quotes' });
    } else if (value.trim() !== '') {
      // Sibling connectors spell some keys with dashes; ExtraInfo cannot hold dashes at all.
      labels[key.replaceAll('-', '_')] = value;
    }
  }
  return labels;
}
