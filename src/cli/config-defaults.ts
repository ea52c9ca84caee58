import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultFileNames, shippedConfDir } from '../config/config-folder.ts';
import { exitCodes, UsageError } from './exit-codes.ts';

/**
 * Prints the shipped default of one file, or of all.
 *
 * @param file `chat` or `chat.yaml`
 */
export async function runConfigDefaults(file: string | undefined): Promise<number> {
  const names = file === undefined ? defaultFileNames : [findName(file)];
  const texts = names.map((name) => {
    const text = readFileSync(join(shippedConfDir, `${name}.yaml`), 'utf8').trimEnd();
    return file === undefined ? `# ---- ${name}.yaml ----\n\n${text}\n` : text;
  });
  console.log(texts.join('\n'));
  return exitCodes.ok;
}

function findName(file: string) {
  const name = defaultFileNames.find((name) => name === file.replace(/\.ya?ml$/, ''));
  if (name !== undefined) return name;
  throw new UsageError(`there is no default file "${file}"; there are: ${defaultFileNames.join(', ')}`);
}
