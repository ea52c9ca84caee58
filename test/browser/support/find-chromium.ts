import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Chromium's program: where `CHROMIUM_PATH` says, else `chromium` in `PATH`; undefined when there is none. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env.CHROMIUM_PATH;
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  const candidates = named ? [named] : folders.map((folder) => join(folder, 'chromium'));
  return candidates.find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
