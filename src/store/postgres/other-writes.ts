import type { WriteOperation } from '../write-operations.ts';
import type { Queryable } from './connection.ts';
import { eraseLane, sweepOld } from './delete-rows.ts';
import type { Jobs } from './jobs.ts';
import { SCHEMA } from './tables.ts';
import { toStorable, toStorableKey } from './to-storable.ts';

/** Everything that is written rarely: one statement after another. */
export type OtherWrite = Exclude<WriteOperation, { type: 'append' } | { type: 'turn' }>;

/** @returns what the operation's caller gets */
export async function writeOther(connection: Queryable, jobs: Jobs, operation: OtherWrite): Promise<unknown> {
  switch (operation.type) {
    case 'replay':
      return replay(connection, jobs, operation.eventId);
    case 'release':
      // The claim's owner stays: a call may be under way.
      return jobs.giveBack(connection, { id: operation.eventId, attempt: operation.attempt });
    case 'put':
      return run(
        connection,
        `insert into ${SCHEMA}.secrets (space, key, value, at) values ($1, $2, $3, $4)
         on conflict (space, key) do update set value = excluded.value, at = excluded.at`,
        toStorableKey(operation.space),
        toStorableKey(operation.key),
        toStorable(operation.value),
        operation.at,
      );
    case 'remove':
      return run(
        connection,
        `delete from ${SCHEMA}.secrets where space = $1 and key = $2`,
        toStorableKey(operation.space),
        toStorableKey(operation.key),
      );
    case 'delivery':
      return run(
        connection,
        `insert into ${SCHEMA}.deliveries as known (message, outcome, at) values ($1, $2, $3)
         on conflict (message) do update set outcome = excluded.outcome, at = excluded.at
           where known.outcome not like 'failure%'`,
        toStorableKey(operation.message),
        toStorable(operation.outcome),
        operation.at,
      );
    case 'erase':
      return eraseLane(connection, jobs, toStorableKey(operation.lane));
    case 'sweep':
      return sweepOld(connection, operation);
    case 'probe':
      return run(connection, `update ${SCHEMA}.meta set value = value where key = 'id'`);
  }
}

async function run(connection: Queryable, text: string, ...values: unknown[]): Promise<void> {
  await connection.query(text, values);
}

/** A replayed event gets a new id, so that it stands at the end of its lane; its steps go with it. @returns 0 when there is none */
async function replay(connection: Queryable, jobs: Jobs, eventId: number): Promise<number> {
  const [copy] = await connection.query<{ id: number; lane: string }>(
    `with old as (
       delete from ${SCHEMA}.events where id = $1 and state in ('parked', 'undeliverable') returning *
     )
     insert into ${SCHEMA}.events (origin, lane, kind, payload, received_at)
     select coalesce(origin, id), lane, kind, payload, received_at from old
     returning id, lane`,
    [eventId],
  );
  if (copy === undefined) return 0;
  await connection.query(`update ${SCHEMA}.steps set event = $1 where event = $2`, [copy.id, eventId]);
  await jobs.add(connection, [copy]);
  return copy.id;
}
