import { join } from 'node:path';
import { type Findings, pathToKey } from './config-errors.ts';
import { type ConfigFileName, findConfigFiles, readText } from './config-folder.ts';
import { fillVariables } from './fill-variables.ts';
import { dropUnset, type ValueMap } from './values.ts';
import { parseYamlFile, type YamlFile } from './yaml-file.ts';

/** One file of one layer. */
export interface LayerFile extends Pick<YamlFile, 'file' | 'lineOf'> {
  /** As written; messages quote it, so that what an environment variable holds is never shown. */
  written: ValueMap;
  /** With environment variables filled in and without what is not set. */
  values: ValueMap;
  /** Keys whose environment variable is missing; that is mistake enough. */
  unfilled: ReadonlySet<string>;
}

/** The files of one folder. */
export interface Layer {
  dir: string;
  files: Map<ConfigFileName, LayerFile>;
  /** Files that are there but cannot be read; what they lack is not told as well. */
  broken: Set<ConfigFileName>;
}

/** Reads all configuration files of a folder; a folder that does not exist is an empty layer. */
export function readLayer(dir: string, variables: NodeJS.ProcessEnv, findings: Findings): Layer {
  const layer: Layer = { dir, files: new Map(), broken: new Set() };
  for (const [name, file] of findConfigFiles(dir, findings)) {
    const layerFile = readLayerFile(file, variables, findings);
    if (layerFile === undefined) layer.broken.add(name);
    else layer.files.set(name, layerFile);
  }
  return layer;
}

function readLayerFile(file: string, variables: NodeJS.ProcessEnv, findings: Findings): LayerFile | undefined {
  const text = readText(file, findings);
  if (text === undefined) return undefined;
  const yaml = parseYamlFile(text, file);
  if (Array.isArray(yaml)) {
    findings.mistakes.push(...yaml);
    return undefined;
  }
  const unfilled = new Set<string>();
  const filled = fillVariables(yaml.values, variables, (path, message) => {
    const key = pathToKey(path);
    unfilled.add(key);
    findings.mistakes.push({ file, key, line: yaml.lineOf(path), message });
  });
  return { file, lineOf: yaml.lineOf, written: yaml.values, values: dropUnset(filled) as ValueMap, unfilled };
}

/** Where a file of this name would be created in a layer. */
export function expectedFile(layer: Layer, name: ConfigFileName): string {
  return layer.files.get(name)?.file ?? join(layer.dir, `${name}.yaml`);
}
