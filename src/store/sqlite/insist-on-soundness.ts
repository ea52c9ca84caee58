import type { DatabaseSync } from 'node:sqlite';
import { DamagedError, damaged } from './storage-problem.ts';

/**
 * Reads through a whole database.
 * @param file its name, for the message
 * @param how quick: the pages, 400 MB a second; whole: also whether each index fits its table
 * @throws DamagedError with what is wrong, or whatever SQLite says
 */
export function insistOnSoundness(database: DatabaseSync, file: string, how: 'quick' | 'whole'): void {
  const row = database.prepare(how === 'quick' ? 'pragma quick_check(1)' : 'pragma integrity_check(1)').get();
  const found = String(Object.values(row ?? { found: 'nothing' })[0]);
  if (found !== 'ok')
    throw new DamagedError(damaged(file, found.replace('*** in database main ***', '').replaceAll(/\s+/g, ' ').trim()));
}
