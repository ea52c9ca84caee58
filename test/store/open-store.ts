import { onTestFinished } from 'vitest';
import type { Store } from '../../src/store/schema.ts';
import { openSqliteStore, type SqliteStoreOptions } from '../../src/store/sqlite/sqlite-store.ts';

/** Opens a store that is closed with the test, unless the test closes it itself. */
export async function openStoreForTest(options: SqliteStoreOptions): Promise<Store> {
  const store = await openSqliteStore(options);
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= store.close();
    return closed;
  };
  onTestFinished(close);
  return { ...store, close };
}
