import type { FloodLimits } from '../schema.ts';
import type { Appended, EventRow } from '../write-operations.ts';
import type { Queryable } from './connection.ts';
import { eraseLane } from './delete-rows.ts';
import type { Jobs } from './jobs.ts';
import { SCHEMA } from './tables.ts';
import { toStorable } from './to-storable.ts';

const MINUTE = 60_000;

/** Stores events with their jobs, in one transaction with whatever else the connection writes. Their order is kept. */
export async function appendEvents(
  connection: Queryable,
  jobs: Jobs,
  events: readonly EventRow[],
  flood: FloodLimits | undefined,
): Promise<Appended[]> {
  const isNew = await claimKeys(connection, events);
  const isFlood = await createFloodCheck(connection, events, flood);
  const outcomes = events.map((event, index): Appended | 'stored' => {
    if (!isNew[index]) return 'duplicate';
    return isFlood(event) ? 'flood' : 'stored';
  });
  const stored = events.filter((_, index) => outcomes[index] === 'stored');
  // At once, whatever the conversation waits for; the event itself erases what a running turn writes until then.
  for (const { kind, lane } of stored) if (kind === 'user-deleted') await eraseLane(connection, jobs, toStorable(lane));
  const ids = await insertEvents(connection, stored);
  await jobs.add(
    connection,
    stored.flatMap(({ lane, setAside }, index) => (setAside === null ? [{ id: ids[index] as number, lane }] : [])),
  );
  let next = 0;
  return outcomes.map((outcome) => (outcome === 'stored' ? (ids[next++] as number) : outcome));
}

interface Key {
  key: string;
  at: number;
}

/** @returns for each event whether its key was not seen before; events without a key always count as new */
async function claimKeys(connection: Queryable, events: readonly EventRow[]): Promise<boolean[]> {
  const keys = new Map<string, Key>();
  /** Keys by how close (milliseconds) to the last accepted event a duplicate is; null for ever. */
  const windows = new Map<number | null, Key[]>();
  for (const { dedupeKey, receivedAt, dedupeWithinMs } of events) {
    if (dedupeKey === null || keys.has(dedupeKey)) continue;
    const key = { key: toStorable(dedupeKey), at: receivedAt };
    keys.set(dedupeKey, key);
    windows.set(dedupeWithinMs, [...(windows.get(dedupeWithinMs) ?? []), key]);
  }
  const claimed = new Set<string>();
  for (const within of [...windows.keys()].sort()) {
    for (const key of await insertKeys(connection, windows.get(within) ?? [], within)) claimed.add(key);
  }
  return events.map(({ dedupeKey }) => dedupeKey === null || claimed.delete(toStorable(dedupeKey)));
}

/** In the order of the keys, so that two instances with the same ones do not wait for each other. */
async function insertKeys(connection: Queryable, keys: readonly Key[], within: number | null): Promise<string[]> {
  const again = within === null ? 'nothing' : 'update set at = excluded.at where known.at < excluded.at - $2';
  const rows = await connection.query<{ key: string }>(
    `insert into ${SCHEMA}.dedupe as known (key, at)
     select key, at from json_to_recordset($1::json) as given (key text, at bigint) order by key
     on conflict (key) do ${again}
     returning key`,
    within === null ? [JSON.stringify(keys)] : [JSON.stringify(keys), within],
  );
  return rows.map(({ key }) => key);
}

/** Counts over all instances: user events that wait, and that arrived within the last minute. */
async function createFloodCheck(connection: Queryable, events: readonly EventRow[], flood: FloodLimits | undefined) {
  const users = events.filter(({ kind }) => kind === 'user');
  if (flood === undefined || users.length === 0 || (flood.waiting === 0 && flood.per_minute === 0)) return () => false;
  const lanes = [...new Set(users.map(({ lane }) => toStorable(lane)))];
  const now = Math.max(...users.map(({ receivedAt }) => receivedAt));
  const rows = await connection.query<{ lane: string; waiting: number; arrived: number }>(
    `select lane, (select count(*) from ${SCHEMA}.events where lane = given.lane and state = 'waiting' and kind = 'user') as waiting,
       (select count(*) from ${SCHEMA}.events where lane = given.lane and received_at > $2 and kind = 'user') as arrived
     from unnest($1::text[]) as given (lane)`,
    [lanes, now - MINUTE],
  );
  const counts = new Map(rows.map((row) => [row.lane, row]));
  return ({ kind, lane }: EventRow): boolean => {
    const count = counts.get(toStorable(lane));
    if (kind !== 'user' || count === undefined) return false;
    if (flood.waiting > 0 && count.waiting >= flood.waiting) return true;
    if (flood.per_minute > 0 && count.arrived >= flood.per_minute) return true;
    count.waiting += 1;
    count.arrived += 1;
    return false;
  };
}

async function insertEvents(connection: Queryable, events: readonly EventRow[]): Promise<number[]> {
  if (events.length === 0) return [];
  const rows = events.map(({ lane, kind, payload, receivedAt, setAside }, place) => ({
    place,
    lane: toStorable(lane),
    kind,
    payload,
    received_at: receivedAt,
    state: setAside === null ? 'waiting' : 'parked',
    reason: setAside === null ? null : toStorable(setAside),
    finished_at: setAside === null ? null : receivedAt,
  }));
  const inserted = await connection.query<{ id: number }>(
    `insert into ${SCHEMA}.events (lane, kind, payload, received_at, state, reason, finished_at)
     select lane, kind, payload, received_at, state, reason, finished_at
     from json_to_recordset($1::json) as given (place integer, lane text, kind text, payload text, received_at bigint,
       state text, reason text, finished_at bigint)
     order by place
     returning id`,
    [JSON.stringify(rows)],
  );
  return inserted.map(({ id }) => id);
}
