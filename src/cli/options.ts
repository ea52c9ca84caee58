import type { CommandInput, Option } from './command.ts';
import { UsageError } from './exit-codes.ts';
import type { StorePlace } from './with-store.ts';

export const confOption: Option = {
  name: 'conf',
  placeholder: 'DIR',
  default: 'conf',
  description: 'Folder of the configuration. Your own files are in its folder `custom`.',
};

export const dataOption: Option = {
  name: 'data',
  placeholder: 'DIR',
  default: 'data',
  description: 'Folder in which events and sessions are kept. It is created when it is not there.',
};

/** For commands that work beside a connector, or in its absence. */
const existingConfOption: Option = {
  name: 'conf',
  placeholder: 'DIR',
  description: 'Folder of the configuration: it says when the data is in PostgreSQL (`server.storage`).',
};

const existingDataOption: Option = {
  name: 'data',
  placeholder: 'DIR',
  default: 'data',
  description: 'Data folder of the connector, which may be running.',
};

/** Where a command finds the connector's data. */
export const storeOptions: readonly Option[] = [existingConfOption, existingDataOption];

export const portOption: Option = {
  name: 'port',
  placeholder: 'N',
  description: 'Port on which webhooks arrive, in place of `port` in server.yaml. 0: any free port.',
};

export const allOption: Option = {
  name: 'all',
  description: 'All of them.',
};

export const addOption: Option = {
  name: 'add',
  description: 'The secrets that are known go on counting beside the new one.',
};

export const environmentOption: Option = {
  name: 'environment',
  placeholder: 'NAME',
  description: 'The same as ENVIRONMENT.',
};

export const yesOption: Option = {
  name: 'yes',
  description: 'Do not ask; without a terminal nothing is asked.',
};

export const forceOption: Option = {
  name: 'force',
  description: 'Replace FILE when it is there already.',
};

/** The value of an option that has a default. */
export function optionValue({ values }: CommandInput, option: Option): string {
  const value = values[option.name];
  if (!value) throw new UsageError(`--${option.name} needs a value: --${option.name} ${option.placeholder}`);
  return value;
}

/** Where the data is, as `storeOptions` say. */
export function storePlace(input: CommandInput): StorePlace {
  const dataDir = optionValue(input, existingDataOption);
  const confDir = input.values[existingConfOption.name];
  if (confDir === '') throw new UsageError('--conf needs a value: --conf DIR');
  return { confDir, dataDir, dataDirGiven: dataDir !== existingDataOption.default };
}

/** The environment that was named, as a word or with its option. */
export function environmentValue({ values }: CommandInput, word: string | undefined): string {
  const option = values[environmentOption.name];
  if (option === '' || word === '') throw new UsageError('--environment needs a value: --environment NAME');
  if (option !== undefined && word !== undefined && option !== word) {
    throw new UsageError(`two environments are named: "${word}" and "${option}"`);
  }
  return option ?? word ?? 'production';
}

/** The value of `--port`; undefined when it was not given. */
export function portValue({ values }: CommandInput): number | undefined {
  const value = values[portOption.name];
  if (value === undefined) return undefined;
  const port = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (!(port <= 65_535)) throw new UsageError(`--port must be a whole number from 0 to 65535, found "${value}"`);
  return port;
}
