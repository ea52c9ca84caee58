import { fillSqlite } from './fill-sqlite.ts';

/** Where the connector under test keeps its data. */
export interface BenchStorage {
  name: string;
  /** Keys of `server.yaml` that choose it. */
  server: Record<string, unknown>;
  /** Puts finished events into it, as a connector has left them behind that does not run now. */
  fill(dataDir: string, events: number): Promise<void>;
}

/** SQLite in the data folder: what the connector uses when nothing is set. */
export const sqliteStorage: BenchStorage = { name: 'SQLite', server: {}, fill: fillSqlite };
