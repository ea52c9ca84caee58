import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import { mergeDeeply } from './merge-deeply.ts';

/** Path below the configuration folder, `custom/server.yaml`, and what is merged into that file. */
export type ConfChanges = Record<string, Record<string, unknown>>;

const templateDir = fileURLToPath(new URL('../conf', import.meta.url));

/** Copies the sandbox's configuration to a folder and merges changes into it, one after another; lists are replaced whole. */
export function writeConf(dir: string, ...changes: ConfChanges[]): void {
  cpSync(templateDir, dir, { recursive: true });
  for (const [path, change] of changes.flatMap((one) => Object.entries(one))) {
    const file = join(dir, path);
    const before: unknown = existsSync(file) ? parse(readFileSync(file, 'utf8')) : undefined;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, stringify(mergeDeeply(before, change)));
  }
}
