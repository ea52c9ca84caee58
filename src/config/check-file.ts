import type { z } from 'zod';
import { isSecretName, maskAddress } from '../core/mask-secret.ts';
import { type Finding, type Findings, pathToKey } from './config-errors.ts';
import type { ConfigFileName } from './config-folder.ts';
import { expectedFile, type Layer, type LayerFile } from './read-layer.ts';
import { isMap, mergeLayers, valueAt } from './values.ts';

/** A value that is never quoted: a secret, or an address that is mostly one. */
function isSecret(key: PropertyKey): boolean {
  return key === 'storage' || (typeof key === 'string' && isSecretName(key));
}

/** The layers of one file name: shipped, custom, environment. */
export interface FileLayers {
  name: ConfigFileName;
  /** From the lowest to the highest. */
  layers: readonly Layer[];
}

/**
 * Merges the layers of one file and checks the result.
 *
 * @returns the checked values; undefined when there are mistakes, which are then among the findings
 */
export function checkFile<Schema extends z.ZodType>(
  schema: Schema,
  fileLayers: FileLayers,
  findings: Findings,
): z.infer<Schema> | undefined {
  if (fileLayers.layers.some(({ broken }) => broken.has(fileLayers.name))) return undefined;
  const merged = mergeLayers(filesOf(fileLayers).map(({ values }) => values));
  const result = schema.safeParse(merged);
  if (result.success) return result.data;
  findings.mistakes.push(...result.error.issues.flatMap((issue) => issueToMistakes(issue, fileLayers)));
  return undefined;
}

/** A finding about a key, at the place where the operator wrote it, or would write it. */
export function findingAt(fileLayers: FileLayers, path: readonly PropertyKey[], message: string): Finding {
  const key = pathToKey(path);
  const shipped = fileLayers.layers[0]?.files.get(fileLayers.name);
  for (let length = path.length; length > 0; length -= 1) {
    const part = path.slice(0, length);
    const holder = holderOf(part, fileLayers);
    if (holder !== undefined && holder !== shipped) {
      return { file: holder.file, key, line: holder.lineOf(part), message };
    }
  }
  return { file: expectedFile(ownLayer(fileLayers), fileLayers.name), key, message };
}

function filesOf({ name, layers }: FileLayers): LayerFile[] {
  return layers.flatMap((layer) => layer.files.get(name) ?? []);
}

/** The layer in which a missing value belongs to be written: `custom`, the first above the shipped one. */
function ownLayer({ layers }: FileLayers): Layer {
  const layer = layers[1] ?? layers[0];
  if (layer === undefined) throw new Error('a configuration file needs at least one layer');
  return layer;
}

/** The highest file that has a value at a path: the one that counts. */
function holderOf(path: readonly PropertyKey[], fileLayers: FileLayers): LayerFile | undefined {
  return filesOf(fileLayers)
    .toReversed()
    .find(({ values }) => valueAt(values, path).exists);
}

function issueToMistakes(issue: z.core.$ZodIssue, fileLayers: FileLayers): Finding[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => findingAt(fileLayers, [...issue.path, key], issue.message));
  }
  const holder = holderOf(issue.path, fileLayers);
  if (holder?.unfilled.has(pathToKey(issue.path))) return [];
  return [findingAt(fileLayers, issue.path, `${issue.message}${found(issue, holder)}`)];
}

/** `, found "abc"`: what the operator wrote, when it may be shown. */
function found({ code, path }: z.core.$ZodIssue, holder: LayerFile | undefined): string {
  if (path.some(isSecret)) return '';
  const { exists, value } = valueAt(holder?.written, path);
  const isWhole = typeof value === 'object' && code !== 'invalid_type';
  return exists && !isWhole ? `, found ${show(value)}` : '';
}

function show(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isMap(value)) return 'a map';
  const text = JSON.stringify(typeof value === 'string' ? maskAddress(value) : value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
