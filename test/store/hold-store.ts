import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';

// Run as a process of its own: holds the data folder that it is given until it is killed. Warnings come first.
const warnings: string[] = [];
const warn = (message: string) => void warnings.push(message);
try {
  const folder = process.argv[2] ?? '';
  const store = await openSqliteStore({ folder, log: { info: () => {}, warn, error: warn } });
  await store.append([{ lane: 'lane', kind: 'user', payload: 'of the process', receivedAt: 1 }]);
  console.log([...warnings, 'the store is open'].join('\n'));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
setInterval(() => {}, 60_000);
