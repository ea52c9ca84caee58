import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Findings } from './config-errors.ts';
import { environmentNameProblem } from './schema/environments-schema.ts';

/** The defaults that come with the connector; the same place seen from `src/` and from `dist/`. */
export const shippedConfDir = fileURLToPath(new URL('../../conf/default', import.meta.url));

/** The labels that come with the connector. */
export const shippedLangDir = fileURLToPath(new URL('../../lang', import.meta.url));

/** The files that ship with defaults, in the order in which documentation shows them. */
export const defaultFileNames = ['api', 'environments', 'conversation', 'chat', 'smooch', 'server'] as const;

/** The files a layer may hold; `custom` is free-form and read by hooks only. */
export type ConfigFileName = (typeof defaultFileNames)[number] | 'custom';

const fileNames: readonly string[] = [...defaultFileNames, 'custom'];
const yamlExtensions = ['.yaml', '.yml'];
const accepted = `accepted here: ${fileNames.map((name) => `${name}.yaml`).join(', ')} and the folder lang`;

/** Not configuration: what tools leave behind (`.git`, `..data` of Kubernetes) and notes (`README.md`). */
function isIgnored(entry: string): boolean {
  return entry.startsWith('.') || ['.md', '.txt'].includes(extname(entry).toLowerCase());
}

export function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

/** The names in a folder, in a stable order; none when it does not exist. */
export function entriesOf(dir: string, findings: Findings): string[] {
  return isFolder(dir) ? (readOrReport(dir, findings, () => readdirSync(dir).sort()) ?? []) : [];
}

/** The text of a file; a mistake and undefined when it cannot be read. */
export function readText(file: string, findings: Findings): string | undefined {
  return readOrReport(file, findings, () => readFileSync(file, 'utf8'));
}

function readOrReport<Content>(file: string, findings: Findings, read: () => Content): Content | undefined {
  try {
    return read();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    findings.mistakes.push({ file, key: '', message: `cannot be read (${code})` });
    return undefined;
  }
}

/**
 * The environments that have a folder in the operator's configuration folder.
 * What does not belong there is a mistake.
 */
export function findEnvironmentFolders(confDir: string, findings: Findings): string[] {
  if (!isFolder(confDir)) {
    const message =
      'is no folder: name the configuration folder with --conf; your own files go into its folder "custom"';
    findings.mistakes.push({ file: confDir, key: '', message });
    return [];
  }
  const entries = entriesOf(confDir, findings).filter((entry) => !isIgnored(entry));
  const folders = entries.filter((entry) => isFolder(join(confDir, entry)));
  if (folders.length === 0) {
    const message = 'holds no configuration: create the folder "custom" in it, with api.yaml';
    findings.mistakes.push({ file: confDir, key: '', message });
  }
  for (const entry of entries.filter((entry) => !folders.includes(entry))) {
    const message = 'is not read here: files go into the folder "custom", or into the folder of an environment';
    findings.mistakes.push({ file: join(confDir, entry), key: '', message });
  }
  return folders.filter((folder) => isEnvironmentFolder(confDir, folder, findings));
}

function isEnvironmentFolder(confDir: string, folder: string, findings: Findings): boolean {
  if (folder === 'custom') return false;
  const file = join(confDir, folder);
  if (folder === 'default') {
    if (realpathSync(file) !== realpathSync(shippedConfDir)) {
      const message = 'is not read: the defaults are those that come with the connector; changes go into "custom"';
      findings.warnings.push({ file, key: '', message });
    }
    return false;
  }
  const problem = folder === 'lang' ? 'is not read here: labels go into custom/lang' : environmentNameProblem(folder);
  if (problem !== undefined) findings.mistakes.push({ file, key: '', message: problem });
  return problem === undefined;
}

/** The YAML file of each name in one layer's folder; what cannot be read there is a mistake or a warning. */
export function findConfigFiles(dir: string, findings: Findings): Map<ConfigFileName, string> {
  const found = new Map<ConfigFileName, string>();
  for (const entry of entriesOf(dir, findings).filter((entry) => !isIgnored(entry) && entry !== 'lang')) {
    const file = join(dir, entry);
    const name = basename(entry, extname(entry));
    if (!yamlExtensions.includes(extname(entry)) || isFolder(file)) {
      reportStranger(file, name, findings);
    } else if (!isConfigFileName(name)) {
      findings.mistakes.push({ file, key: '', message: `is not known; ${accepted}` });
    } else if (found.has(name)) {
      findings.mistakes.push({ file, key: '', message: `stands beside ${found.get(name)}; keep one of them` });
    } else {
      found.set(name, file);
    }
  }
  return found;
}

function isConfigFileName(name: string): name is ConfigFileName {
  return fileNames.includes(name);
}

function reportStranger(file: string, name: string, findings: Findings): void {
  if (extname(file) === '.php') {
    const message = `cannot be read: write its values into ${isConfigFileName(name) ? `${name}.yaml` : 'a YAML file'}; ${accepted}`;
    findings.mistakes.push({ file, key: '', message });
  } else {
    findings.warnings.push({ file, key: '', message: `is not read; ${accepted}` });
  }
}
