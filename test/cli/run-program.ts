import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd?: string;
  /** Beside the variables of this process. */
  env?: Record<string, string>;
}

/** Runs Node with arguments as a process of its own, until it ends. */
export async function runNode(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: options.cwd ?? root,
    env: { ...process.env, ...options.env },
  });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code, stdout, stderr };
}

/** Runs the command line from the clone. */
export function runCli(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return runNode([`${root}/src/cli/main.ts`, ...args], options);
}
