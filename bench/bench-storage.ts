import { fillSqlite } from './fill-sqlite.ts';
import { type PostgresProbe, startBenchPostgres } from './postgres-probe.ts';

/** Where the connector under test keeps its data. */
export interface BenchStorage {
  name: string;
  /** Connectors that share it; the load posts to each of them in turn. */
  instances: number;
  /** Gets it ready before the connectors start, with so many finished events that earlier ones have left behind. */
  open(dataDir: string, storedEvents: number): Promise<OpenStorage>;
}

/** A storage while a stand uses it. */
export interface OpenStorage {
  /** Keys of `server.yaml` that choose it. */
  server: Record<string, unknown>;
  /** Where the data is in a process of its own. */
  postgres?: PostgresProbe;
  close(): Promise<void>;
}

/** SQLite in the data folder: what the connector uses when nothing is set. */
export const sqliteStorage: BenchStorage = {
  name: 'SQLite',
  instances: 1,
  async open(dataDir, storedEvents) {
    if (storedEvents > 0) await fillSqlite(dataDir, storedEvents);
    return { server: {}, close: async () => {} };
  },
};

/** A PostgreSQL server of its own with its default settings (fsync is on), for one connector or several. */
export function postgresStorage(instances: number): BenchStorage {
  const name = instances === 1 ? 'PostgreSQL, 1 instance' : `PostgreSQL, ${instances} instances`;
  return {
    name,
    instances,
    async open(_dataDir, storedEvents) {
      if (storedEvents > 0) throw new Error('stored events are put into SQLite only');
      const { url, probe, stop } = await startBenchPostgres();
      return { server: { storage: url }, postgres: probe, close: stop };
    },
  };
}
