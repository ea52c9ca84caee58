import { actOnUser } from './act-on-user.ts';

/** Deletes everything that is kept about a user. */
export async function runUserErase(options: { dataDir: string; userId: string }): Promise<number> {
  return actOnUser({ ...options, action: 'erase', done: 'erased' });
}
