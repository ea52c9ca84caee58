import type { FloodLimits } from '../schema.ts';
import type { Appended, EventRow } from '../write-operations.ts';
import type { Queryable } from './connection.ts';
import { eraseLane } from './delete-rows.ts';
import { createFloodCheck } from './flood-check.ts';
import type { Jobs } from './jobs.ts';
import { SCHEMA } from './tables.ts';
import { toStorable, toStorableKey } from './to-storable.ts';

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
  for (const { kind, lane } of stored)
    if (kind === 'user-deleted') await eraseLane(connection, jobs, toStorableKey(lane));
  const ids = await insertEvents(connection, stored);
  await jobs.add(
    connection,
    stored.flatMap(({ lane, setAside }, index) =>
      setAside === null ? [{ id: ids[index] as number, lane: toStorableKey(lane) }] : [],
    ),
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
  const keys = new Set<string>();
  /** Keys by how close (milliseconds) to the last accepted event a duplicate is; null for ever. */
  const windows = new Map<number | null, Key[]>();
  for (const { dedupeKey, receivedAt, dedupeWithinMs } of events) {
    if (dedupeKey === null) continue;
    const key = { key: toStorableKey(dedupeKey), at: receivedAt };
    if (keys.has(key.key)) continue;
    keys.add(key.key);
    const window = windows.get(dedupeWithinMs) ?? [];
    window.push(key);
    windows.set(dedupeWithinMs, window);
  }
  const claimed = new Set<string>();
  for (const within of [...windows.keys()].sort()) {
    for (const key of await insertKeys(connection, windows.get(within) ?? [], within)) claimed.add(key);
  }
  return events.map(({ dedupeKey }) => dedupeKey === null || claimed.delete(toStorableKey(dedupeKey)));
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

async function insertEvents(connection: Queryable, events: readonly EventRow[]): Promise<number[]> {
  if (events.length === 0) return [];
  const rows = events.map(({ lane, kind, payload, receivedAt, setAside }, place) => ({
    place,
    lane: toStorableKey(lane),
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
