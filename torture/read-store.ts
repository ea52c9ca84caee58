import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import type { TortureStand } from './stand.ts';

/** An event as the connector keeps it: which deed it was, and how it ended. */
export interface StoredEvent {
  id: number;
  lane: string;
  kind: string;
  payload: string;
  /** `done`, `waiting`, `parked`, `undeliverable`. */
  state: string;
  reason: string | null;
}

const eventsOf = (table: string): string => `select id, lane, kind, payload, state, reason from ${table} order by id`;

/** Everything the connector has stored. Read only to tell which message belongs to which event, and what never ended. */
export async function readStore(store: TortureStand['store']): Promise<StoredEvent[]> {
  if ('dataDir' in store) return readSqlite(join(store.dataDir, 'connector.db'));
  const client = new pg.Client({ connectionString: store.database });
  await client.connect();
  try {
    const { rows } = await client.query(eventsOf('smooch_connector.events'));
    return rows.map((row) => ({ ...row, id: Number(row.id) }));
  } finally {
    await client.end();
  }
}

function readSqlite(file: string): StoredEvent[] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return database.prepare(eventsOf('events')).all() as unknown as StoredEvent[];
  } finally {
    database.close();
  }
}
