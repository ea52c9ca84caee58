import { join } from 'node:path';
import { NotConfiguredError } from '../core/errors.ts';
import { checkFile } from './check-file.ts';
import { ConfigErrors, type Findings, findingsToLines } from './config-errors.ts';
import { findEnvironmentFolders, isFolder, shippedConfDir, shippedLangDir } from './config-folder.ts';
import { defaultEnvironment, type EnvironmentRule, environmentsToRules } from './environment.ts';
import { checkEnvironment, type EnvironmentConfig } from './environment-config.ts';
import { mergeLabels } from './labels.ts';
import { readLabels } from './read-labels.ts';
import { readLayer } from './read-layer.ts';
import { environmentsSchema } from './schema/environments-schema.ts';
import { type ServerConfig, serverSchema } from './schema/server-schema.ts';
import { warnAboutEnvironments, warnAboutLabels } from './warnings.ts';

export interface LoadConfigOptions {
  /** The folder that holds `custom` and the folders of environments. */
  confDir: string;
  /** Where `${NAME}` in a value comes from; `process.env` when left out. */
  env?: NodeJS.ProcessEnv;
}

/** The whole configuration, read and checked. Keys are called as in the files. */
export interface LoadedConfig {
  server: ServerConfig;
  /** In the order in which they are tried. */
  environments: EnvironmentRule[];
  /** Every environment there is: production, those of rules, those with a folder. */
  names: string[];
  /**
   * The configuration of one environment. One that is not configured (any more) gets what `custom` says.
   *
   * @throws {NotConfiguredError} when `custom` alone cannot serve it, because it has no API key
   */
  forEnvironment(name: string): EnvironmentConfig;
  /** What works but deserves a look, one line each. */
  warnings: string[];
}

/**
 * Reads the configuration: shipped defaults, then `<confDir>/custom`, then `<confDir>/<environment>`.
 *
 * @throws {ConfigErrors} with every mistake in any file, also when only one environment is broken
 */
export function loadConfig({ confDir, env = process.env }: LoadConfigOptions): LoadedConfig {
  const findings: Findings = { mistakes: [], warnings: [] };
  const folders = findEnvironmentFolders(confDir, findings);
  if (!isFolder(confDir)) throw new ConfigErrors(findings.mistakes);

  const shared = [shippedConfDir, join(confDir, 'custom')].map((dir) => readLayer(dir, env, findings));
  const sharedLabels = [shippedLangDir, join(confDir, 'custom', 'lang')].map((dir) => readLabels(dir, findings));
  const server = checkFile(serverSchema, { name: 'server', layers: shared }, findings);
  const rules = checkFile(environmentsSchema, { name: 'environments', layers: shared }, findings);
  const environmentRules = environmentsToRules(rules ?? {});
  const names = [...new Set([defaultEnvironment, ...environmentRules.map(({ name }) => name), ...folders])];

  const environments = new Map<string, EnvironmentConfig>();
  const ownLabelFiles = [...(sharedLabels[1]?.files ?? [])];
  for (const name of names) {
    const own = folders.includes(name) ? readOverlay(join(confDir, name), confDir, env, findings) : undefined;
    const layers = own === undefined ? shared : [...shared, own.layer];
    const labels = mergeLabels([...sharedLabels, ...(own === undefined ? [] : [own.labels])].map(({ table }) => table));
    ownLabelFiles.push(...(own?.labels.files ?? []));
    const environment = checkEnvironment({ name, layers, labels }, findings);
    if (environment !== undefined) environments.set(name, environment);
  }
  // Mistakes in here either show in an environment too, or are repaired in the folder of each.
  const unheard: Findings = { mistakes: [], warnings: [] };
  const base = checkEnvironment(
    { name: '', layers: shared, labels: mergeLabels(sharedLabels.map(({ table }) => table)) },
    unheard,
  );

  if (findings.mistakes.length > 0 || server === undefined || rules === undefined) {
    throw new ConfigErrors(findings.mistakes);
  }
  warnAboutLabels(ownLabelFiles, [...environments.values()], findings);
  warnAboutEnvironments({ confDir, layers: shared, folders, names, rules, server }, findings);
  return {
    server,
    environments: environmentRules,
    names,
    forEnvironment: (name) => environments.get(name) ?? withName(base, name),
    warnings: findingsToLines(findings.warnings),
  };
}

function withName(base: EnvironmentConfig | undefined, name: string): EnvironmentConfig {
  if (base !== undefined) return { ...base, name };
  throw new NotConfiguredError(`the environment "${name}" is not configured: custom/api.yaml has no key and secret`);
}

/** Server and environments are the same for all, so their files may not stand in an environment's folder. */
function readOverlay(dir: string, confDir: string, env: NodeJS.ProcessEnv, findings: Findings) {
  const layer = readLayer(dir, env, findings);
  for (const common of ['server', 'environments'] as const) {
    const file = layer.files.get(common)?.file;
    if (file === undefined) continue;
    const message = `cannot differ between environments: move it to ${join(confDir, 'custom')}`;
    findings.mistakes.push({ file, key: '', message });
  }
  return { layer, labels: readLabels(join(dir, 'lang'), findings) };
}
