import { actOnUser } from './act-on-user.ts';
import type { StorePlace } from './with-store.ts';

/** Makes the connector forget where a user's conversations stand: the next message begins a new one with the bot. */
export async function runSessionClear(options: { place: StorePlace; userId: string }): Promise<number> {
  return actOnUser({ ...options, action: 'clear-session', done: 'begun anew', unknownIsDone: false });
}
