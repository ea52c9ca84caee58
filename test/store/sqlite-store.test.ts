import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { temporaryFolder } from '../support/conf-folder.ts';
import { describeStore, type StorePlace } from './contract.ts';

const sqlitePlace = (writer: 'thread' | 'inline') => async (): Promise<StorePlace> => {
  const { path, remove } = temporaryFolder('store');
  return { open: (clock) => openSqliteStore({ folder: path, clock, writer }), remove: async () => remove() };
};

describeStore('SQLite, written in a thread of its own', sqlitePlace('thread'));
describeStore('SQLite, written in the calling thread', sqlitePlace('inline'));
