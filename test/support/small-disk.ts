import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A disk of a few megabytes that a test can fill. */
export interface SmallDisk {
  path: string;
  /** Leaves no room for a single page more. */
  fill(): void;
  /** Takes the filling away. */
  free(): void;
}

/** Why no small disk can be had on this machine; undefined when one can. */
export const noSmallDisk = findObstacle();

if (noSmallDisk !== undefined) console.warn(`Tests with a full disk are left out: ${noSmallDisk}`);

/** Mounts a disk in memory, and takes it away when the test ends. It has to be mounted before what uses it is started. */
export function mountSmallDisk(): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'connector-disk-'));
  mount(path);
  onTestFinished(() => unmount(path));
  const filling = join(path, 'filling');
  return { path, fill: () => fillUp(filling), free: () => rmSync(filling, { force: true }) };
}

function mount(path: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', path], { stdio: 'pipe' });
}

function unmount(path: string): void {
  // Lazily: what a failed test left open must not keep the disk mounted.
  execFileSync('umount', ['-l', path], { stdio: 'pipe' });
  rmdirSync(path);
}

function fillUp(file: string): void {
  const descriptor = openSync(file, 'w');
  try {
    for (;;) writeSync(descriptor, Buffer.alloc(4096, 1));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(descriptor);
  }
}

function findObstacle(): string | undefined {
  const path = mkdtempSync(join(tmpdir(), 'connector-disk-'));
  try {
    mount(path);
  } catch (error) {
    rmdirSync(path);
    return `a disk in memory cannot be mounted, which takes root (${(error as Error).message.trim()})`;
  }
  unmount(path);
  return undefined;
}
