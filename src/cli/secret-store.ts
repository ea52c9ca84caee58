import type { SecretStore } from '../compose/desk-secrets.ts';
import type { BesideStore } from '../store/beside-store.ts';

/** The store beside a connector, as secrets are kept in it. @param now milliseconds since 1970 */
export function secretStore(store: BesideStore, now: number): SecretStore {
  return {
    list: (space) => store.list(space),
    listUnder: (prefix) => store.listUnder(prefix),
    put: (space, key, value) => store.put(space, key, value, now),
    remove: (space, key) => store.remove(space, key),
  };
}
