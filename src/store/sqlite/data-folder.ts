import { chmodSync, mkdirSync, readdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import type { StoreLog } from '../schema.ts';

/**
 * Makes the data folder and takes it for this user alone. A folder of somebody else that this user may write to, as
 * Kubernetes (`fsGroup`) and mounted volumes give it, is used as long as others cannot read it.
 * @throws Error that says what is wrong with the folder and what to do
 */
export function prepareDataFolder(folder: string, log: StoreLog): void {
  createFolder(folder);
  protect(folder, 0o700, log);
}

/** Files of ours that an older umask, or a copy, left readable by others. */
export function protectFiles(folder: string, log: StoreLog): void {
  for (const name of readdirSync(folder)) {
    if (/^(connector|lock)\.db/.test(name)) protect(join(folder, name), 0o600, log);
  }
}

/** Why a path cannot be the data folder; undefined when it is a folder, or not there. */
export function noFolderProblem(folder: string): string | undefined {
  const stat = statOf(folder);
  if (stat === undefined || stat.isDirectory()) return undefined;
  return `the data folder ${folder} is a file: name a folder with --data DIR`;
}

function createFolder(folder: string): void {
  const problem = noFolderProblem(folder);
  if (problem !== undefined) throw new Error(problem);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Error(`the data folder ${folder} cannot be made: ${creationProblem(error)}`, { cause: error });
  }
}

function creationProblem(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOTDIR':
      return 'a part of that path is a file; name another one with --data DIR';
    case 'ENOENT':
    case 'EEXIST':
      return 'it is a link that leads nowhere; mend it, or name another folder with --data DIR';
    case 'EACCES':
    case 'EPERM':
      return `the user with the id ${process.getuid?.()}, as whom this runs, may not write there; make it beforehand and give it to that user (chown)`;
    case 'EROFS':
      return 'the disk is mounted read-only; name a folder on another one with --data DIR';
    case 'ENAMETOOLONG':
      return 'its name is too long; choose a shorter one';
    case 'ENOSPC':
      return 'the disk is full; make room';
  }
  return message;
}

const OTHERS = 0o006;

/** Undefined also where it is not there, or a part of the path is a file. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function protect(path: string, mode: number, log: StoreLog): void {
  let refused: unknown;
  try {
    chmodSync(path, mode);
  } catch (error) {
    refused = error;
  }
  const stat = statOf(path);
  // What went away meanwhile, a journal for example, needs no protection.
  if (stat === undefined || (stat.mode & 0o777) === mode) return;
  if (stat.mode & OTHERS) throw new Error(openToOthers(path, stat), { cause: refused });
  log.warn(
    `${path} belongs to another user (id ${stat.uid}, mode ${octal(stat)}): it is used, since only that user and the group ${stat.gid} can read it`,
  );
}

function openToOthers(path: string, stat: Stats): string {
  const [kind, remedy] = stat.isDirectory() ? ['data folder ', 'u=rwX,g=rwX,o='] : ['file ', 'o='];
  return `the ${kind}${path} can be read or written by every user of this machine, and cannot be closed to them by this one (it belongs to the user ${stat.uid}, mode ${octal(stat)}): give it to the user with the id ${process.getuid?.()} (chown), or take the rights of others away (chmod ${remedy} ${path})`;
}

function octal({ mode }: Stats): string {
  return (mode & 0o7777).toString(8).padStart(4, '0');
}
