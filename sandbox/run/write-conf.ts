import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';

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

function mergeDeeply(base: unknown, change: unknown): unknown {
  if (!isMap(base) || !isMap(change)) return change;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(change)) merged[key] = mergeDeeply(base[key], value);
  return merged;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
