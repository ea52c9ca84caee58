import { afterAll, beforeAll } from 'vitest';
import { openPostgresStore } from '../../src/store/postgres/postgres-store.ts';
import { startPostgres, type TestPostgres } from '../support/start-postgres.ts';
import { describeStore } from './contract.ts';

let server: TestPostgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

describeStore('PostgreSQL', async () => {
  const url = await server.createDatabase();
  return { open: (clock) => openPostgresStore({ url, clock }), remove: async () => {} };
});
