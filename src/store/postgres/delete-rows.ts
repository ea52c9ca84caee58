import { type EventTimes, outlivedBefore, outlivedEvents } from '../outlived.ts';
import type { SweepLimits, Swept } from '../write-operations.ts';
import type { Queryable } from './connection.ts';
import type { Jobs } from './jobs.ts';
import { SCHEMA } from './tables.ts';

/** Deletes every row about one conversation, and its places in the queue. */
export async function eraseLane(connection: Queryable, jobs: Jobs, lane: string): Promise<void> {
  // Its own lane, and those in which events of its chats looked for it.
  const erased = await connection.query<{ id: number }>(
    `delete from ${SCHEMA}.events
     where lane = $1 or lane in (select 'desk:' || chat from ${SCHEMA}.chats where lane = $1) returning id`,
    [lane],
  );
  const ids = erased.map(({ id }) => id);
  await connection.query(`delete from ${SCHEMA}.steps where event = any($1::bigint[])`, [ids]);
  await connection.query(`delete from ${SCHEMA}.sessions where lane = $1`, [lane]);
  await connection.query(`delete from ${SCHEMA}.chats where lane = $1`, [lane]);
  await jobs.forget(connection, ids);
}

/** Deletes one small batch of what has outlived its time: small, because turns wait behind it. */
export async function sweepOld(connection: Queryable, limits: SweepLimits): Promise<Swept> {
  // One instance sweeps at a time.
  const [lock] = await connection.query<{ mine: boolean }>(
    'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as mine',
    [`${SCHEMA}:sweep`],
  );
  if (lock?.mine !== true) return { nextId: 0, more: false };
  const before = outlivedBefore(limits);
  const deleted = [
    await deleteOld(connection, 'dedupe', 'key', 'at < $1', before.dedupe),
    await deleteOld(connection, 'deliveries', 'message', 'at < $1', before.deliveries),
    await deleteOld(connection, 'sessions', 'lane', 'used_at < $1 and not has_chat', before.sessions),
    await deleteOld(connection, 'chats', 'chat', 'ended_at < $1', before.chats),
  ].some((count) => count > 0);
  const nextId = await sweepEvents(connection, limits);
  return { nextId, more: deleted || nextId > 0 };
}

async function deleteOld(
  connection: Queryable,
  table: string,
  key: string,
  condition: string,
  before: number,
): Promise<number> {
  const rows = await connection.query(
    `delete from ${SCHEMA}.${table} where ${key} in (select ${key} from ${SCHEMA}.${table} where ${condition} limit 1000)
     returning 1`,
    [before],
  );
  return rows.length;
}

async function sweepEvents(connection: Queryable, limits: SweepLimits): Promise<number> {
  const rows = await connection.query<EventTimes>(
    `select id, lane, kind, state, received_at, finished_at from ${SCHEMA}.events where id > $1 order by id limit 500`,
    [limits.afterId],
  );
  const { ids, nextId } = outlivedEvents(rows, limits);
  if (ids.length > 0) {
    await connection.query(`delete from ${SCHEMA}.steps where event = any($1::bigint[])`, [ids]);
    await connection.query(`delete from ${SCHEMA}.events where id = any($1::bigint[])`, [ids]);
  }
  return nextId;
}
