import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { columnsToEvent, type EventColumns } from '../event-columns.ts';
import type { ClaimedEvent, Claims } from '../schema.ts';
import { type Database, isConflict, type Queryable, reading } from './connection.ts';
import type { Jobs } from './jobs.ts';
import { SCHEMA } from './tables.ts';
import { toStorableKey } from './to-storable.ts';

export interface ClaimOptions {
  database: Database;
  jobs: Jobs;
  release: Claims['release'];
  onMore: Claims['onMore'];
}

/** Creates the claims of one instance: pg-boss says which events are free, our rows say how often each was claimed. */
export function createClaims({ database, jobs, release, onMore }: ClaimOptions): Claims {
  const owner = `${hostname()}:${process.pid}:${randomBytes(3).toString('hex')}`;
  const count = async (text: string, values: unknown[]) =>
    (await reading(database.query<{ count: number }>(text, values)))[0]?.count ?? 0;
  return {
    async claim(limit) {
      try {
        return await database.transaction((connection) => claimIn(connection, jobs, owner, limit));
      } catch (error) {
        // Another instance wanted the same ones; the next look finds what it left.
        if (isConflict(error)) return [];
        throw error;
      }
    },
    keep: (held) => jobs.keep(held),
    release,
    onMore,
    count: () => count(`select count(*) from ${SCHEMA}.events where state = 'waiting'`, []),
    userEventsBehind: (lane, eventId) =>
      count(
        `select count(*) from ${SCHEMA}.events where state = 'waiting' and lane = $1 and id > $2 and kind = 'user'`,
        [toStorableKey(lane), eventId],
      ),
  };
}

/**
 * Takes events whose turn it is. The row is locked and counted up in the same transaction: a write of an older claim
 * comes either before it, and is seen, or not at all.
 */
async function claimIn(connection: Queryable, jobs: Jobs, owner: string, limit: number): Promise<ClaimedEvent[]> {
  const ids = await jobs.claim(connection, limit);
  if (ids.length === 0) return [];
  const rows = await connection.query<EventColumns & { attempt: number; previous: string | null }>(
    `update ${SCHEMA}.events set attempt = events.attempt + 1, owner = $2
     from (select id, owner as previous from ${SCHEMA}.events where id = any($1::bigint[]) order by id for no key update) as old
     where events.id = old.id and events.state = 'waiting'
     returning events.*, old.previous`,
    [ids, owner],
  );
  const there = new Set(rows.map(({ id }) => id));
  // Ended by a claim whose job was given back before; or erased.
  await jobs.forget(
    connection,
    ids.filter((id) => !there.has(id)),
  );
  return rows.map((row) => ({
    event: { ...columnsToEvent(row), attempt: row.attempt },
    takenOver: row.previous !== null,
    fresh: row.attempt === 1 && row.origin === null,
  }));
}
