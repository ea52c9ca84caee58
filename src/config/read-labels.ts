import { basename, extname, join } from 'node:path';
import type { Findings } from './config-errors.ts';
import { entriesOf, readText } from './config-folder.ts';
import type { LabelTable } from './labels.ts';
import { isLanguage, languages } from './languages.ts';
import { parseYamlFile, type YamlFile } from './yaml-file.ts';

/** A file of labels, as somebody wrote it. */
export interface LabelFile extends Pick<YamlFile, 'file' | 'lineOf'> {
  /** Keys as they are written, with dashes perhaps. */
  written: Record<string, string>;
}

/** Reads `<code>.yaml` of every language in a folder; a folder that does not exist gives an empty table. */
export function readLabels(dir: string, findings: Findings): { table: LabelTable; files: LabelFile[] } {
  const table: LabelTable = {};
  const read: LabelFile[] = [];
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
      const labels = readLanguage(file, findings);
      if (labels === undefined) continue;
      read.push(labels);
      // Sibling connectors spell some keys with dashes; ExtraInfo cannot hold dashes at all.
      const pairs = Object.entries(labels.written).map(([key, label]) => [key.replaceAll('-', '_'), label]);
      table[code] = { ...table[code], ...Object.fromEntries(pairs) };
    }
  }
  return { table, files: read };
}

function readLanguage(file: string, findings: Findings): LabelFile | undefined {
  const text = readText(file, findings);
  const yaml = text === undefined ? [] : parseYamlFile(text, file);
  if (Array.isArray(yaml)) {
    findings.mistakes.push(...yaml);
    return undefined;
  }
  const written: [string, string][] = [];
  for (const [key, value] of Object.entries(yaml.values)) {
    if (value === null) continue;
    if (typeof value !== 'string') {
      findings.mistakes.push({ file, key, line: yaml.lineOf([key]), message: 'must be text, in quotes' });
    } else if (value.trim() !== '') {
      written.push([key, value]);
    }
  }
  // fromEntries, not assignment: `__proto__` is a key like any other here.
  return { file, lineOf: yaml.lineOf, written: Object.fromEntries(written) };
}
