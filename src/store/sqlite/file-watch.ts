import { statSync } from 'node:fs';
import { DamagedError } from './storage-problem.ts';

/** Tells whether the files of a database are still those that were opened. */
export interface FileWatch {
  /**
   * What is written to a file that has lost its name is lost with the process, and nothing else would tell.
   * @throws DamagedError when one was deleted, moved or replaced
   */
  insist(): void;
}

/** Begins the watch over an open database and its two companions, which SQLite keeps for as long as it is open. */
export function watchFiles(file: string): FileWatch {
  const known = ['', '-wal', '-shm'].map((ending) => ({ path: file + ending, ...identityOf(file + ending) }));
  return {
    insist() {
      for (const { path, dev, ino } of known) {
        const now = identityOf(path);
        if (ino !== undefined && (now.ino !== ino || now.dev !== dev)) throw new DamagedError(sentence(path, now.ino));
      }
    },
  };
}

function identityOf(path: string): { dev?: number; ino?: number } {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? {} : { dev: stat.dev, ino: stat.ino };
}

function sentence(path: string, ino: number | undefined): string {
  const what = ino === undefined ? 'was deleted or moved away' : 'was replaced by another file';
  return `${path} ${what} while the connector uses it: nothing more is taken; put it back, or stop the connector, restore a backup (runbook, "Damaged data") and start again`;
}
