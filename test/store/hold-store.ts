import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';

// Run as a process of its own: holds the data folder that it is given until it is killed.
const store = await openSqliteStore({ folder: process.argv[2] ?? '' });
await store.append([{ lane: 'lane', kind: 'user', payload: 'of the process', receivedAt: 1 }]);
console.log('holding');
setInterval(() => {}, 60_000);
