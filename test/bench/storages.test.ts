import { expect, test } from 'vitest';
import { postgresStorage, sqliteStorage } from '../../bench/bench-storage.ts';
import { measureStorages } from '../../bench/measure-storages.ts';

test('storages are compared, and what reaches PostgreSQL from two instances is counted', async () => {
  const [sqlite, postgres] = await measureStorages({
    storages: [sqliteStorage, postgresStorage(2)],
    users: 4,
    plan: { seconds: 2, pairs: 1, warmSeconds: 0 },
  });
  expect(sqlite).toMatchObject({ storage: 'SQLite', ratio: 1, failures: 0, postgres: undefined });
  expect(postgres).toMatchObject({ storage: 'PostgreSQL, 2 instances', users: 4, failures: 0 });
  // A turn is committed when it comes in, when it is claimed, and step by step; few users share few commits.
  expect(postgres?.postgres?.commitsPerTurn).toBeGreaterThan(1);
  expect(postgres?.postgres?.statementsPerTurn).toBeGreaterThan(postgres?.postgres?.commitsPerTurn ?? 0);
  expect(postgres?.postgres?.cpuPerTurn).toBeGreaterThan(0);
  expect(postgres?.turnsPerSecond).toBeGreaterThan(0);
}, 90_000);
