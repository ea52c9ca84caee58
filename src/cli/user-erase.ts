import { actOnUser } from './act-on-user.ts';
import type { StorePlace } from './with-store.ts';

/** Deletes everything that is kept about a user. */
export async function runUserErase(options: { place: StorePlace; userId: string }): Promise<number> {
  return actOnUser({ ...options, action: 'erase', done: 'erased', unknownIsDone: true });
}
