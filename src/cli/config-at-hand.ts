import { existsSync } from 'node:fs';
import { type LoadedConfig, loadConfig } from '../config/load-config.ts';
import { UsageError } from './exit-codes.ts';
import type { StorePlace } from './with-store.ts';

const CONF_AT_HAND = 'conf';

/**
 * The configuration that `--conf` names, else the one in the folder `conf`; undefined when there is none that is valid
 * and nobody named one.
 * @throws ConfigErrors when --conf names one with mistakes
 */
export function configAtHand({ confDir }: Pick<StorePlace, 'confDir'>): LoadedConfig | undefined {
  if (confDir !== undefined) return loadConfig({ confDir });
  if (!existsSync(CONF_AT_HAND)) return undefined;
  try {
    return loadConfig({ confDir: CONF_AT_HAND });
  } catch {
    // Nobody named this configuration; the data folder may be all there is.
    return undefined;
  }
}

/** @throws UsageError for an environment that does not exist */
export function checkEnvironmentName(config: LoadedConfig | undefined, name: string): void {
  const names = config?.names ?? ['production'];
  if (names.includes(name)) return;
  const hint = config === undefined ? '; --conf DIR names the configuration that knows more' : '';
  throw new UsageError(`there is no environment "${name}"; there are: ${names.join(', ')}${hint}`);
}
