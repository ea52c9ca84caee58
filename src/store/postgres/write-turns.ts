import type { TurnWrite } from '../schema.ts';
import type { Queryable } from './connection.ts';
import type { Held, Jobs } from './jobs.ts';
import { SCHEMA } from './tables.ts';
import { toStorable, toStorableKey } from './to-storable.ts';

/** Which of the writes are written; the others come from claims that are no longer the newest. */
export interface WrittenTurns {
  lost: boolean[];
  /** A turn has ended in whose lane more waits. */
  more: boolean;
}

/**
 * Writes what turns have done: steps, chats, sessions and ends, each turn's together.
 * Fencing: the events are locked while it is checked that the writing claim is the newest, so that a claim that comes
 * at the same moment waits and then sees these steps. The same write may come twice, after a commit nobody knows of.
 */
export async function writeTurns(
  connection: Queryable,
  jobs: Jobs,
  writes: readonly TurnWrite[],
): Promise<WrittenTurns> {
  const attempts = await lockEvents(connection, writes);
  // Events that were erased meanwhile take their turn with them without a word.
  const lost = writes.map(({ eventId, attempt }) => {
    const current = attempts.get(eventId);
    return attempt !== undefined && current !== undefined && current !== attempt;
  });
  const current = writes.filter(({ eventId }, index) => !lost[index] && attempts.has(eventId));
  await writeRows(connection, current);
  await jobs.remove(connection, heldOf(current.filter(({ end }) => end !== undefined)));
  await putDown(connection, jobs, current);
  await setProgress(connection, current);
  return { lost, more: await hasMore(connection, current) };
}

async function lockEvents(connection: Queryable, writes: readonly TurnWrite[]): Promise<Map<number, number>> {
  const rows = await connection.query<{ id: number; attempt: number }>(
    `select id, attempt from ${SCHEMA}.events where id = any($1::bigint[]) order by id for no key update`,
    [writes.map(({ eventId }) => eventId)],
  );
  return new Map(rows.map(({ id, attempt }) => [id, attempt]));
}

/** One statement for all turns: what they write touches different rows. */
async function writeRows(connection: Queryable, writes: readonly TurnWrite[]): Promise<void> {
  if (writes.length === 0) return;
  const steps = writes.flatMap(({ eventId, steps }) =>
    steps.map((step) => ({ event: eventId, ...step, name: toStorable(step.name) })),
  );
  const chats = new Map(writes.flatMap(({ chats }) => chats.map((chat) => [chat.chat, chat] as const)));
  const sessions = new Map(writes.flatMap(({ lane, session }) => (session ? [[lane, session] as const] : [])));
  const begun = writes.flatMap(({ eventId, end, takeovers }) =>
    takeovers === undefined || end ? [] : [{ event: eventId, takeovers }],
  );
  const ends = writes.flatMap(({ eventId, end }) => (end ? [{ event: eventId, ...end }] : []));
  await connection.query(WRITE_ROWS, [
    JSON.stringify(steps),
    JSON.stringify(
      [...chats.values()].map((chat) => ({ ...chat, chat: toStorableKey(chat.chat), lane: toStorableKey(chat.lane) })),
    ),
    JSON.stringify([...sessions].map(([lane, session]) => ({ lane: toStorableKey(lane), ...session }))),
    JSON.stringify(begun),
    JSON.stringify(ends.map(({ reason, ...end }) => ({ ...end, reason: reason === null ? null : toStorable(reason) }))),
  ]);
}

// A step that is there already is written once more only when it is the same: anything else breaks the not-null rule
// and with it this write.
const WRITE_ROWS = `
with
new_steps as (
  insert into ${SCHEMA}.steps as known (event, seq, name, result, at)
  select event, seq, name, result, at
  from json_to_recordset($1::json) as given (event bigint, seq integer, name text, result text, at bigint)
  on conflict (event, seq) do update
    set name = case when known.name = excluded.name and known.result = excluded.result then known.name end
),
new_chats as (
  insert into ${SCHEMA}.chats (chat, lane, environment, ended_at)
  select chat, lane, environment, "endedAt"
  from json_to_recordset($2::json) as given (chat text, lane text, environment text, "endedAt" bigint)
  on conflict (chat) do update set lane = excluded.lane, environment = excluded.environment, ended_at = excluded.ended_at
),
new_sessions as (
  insert into ${SCHEMA}.sessions (lane, document, used_at, has_chat)
  select lane, document, "usedAt", "hasChat"
  from json_to_recordset($3::json) as given (lane text, document text, "usedAt" bigint, "hasChat" boolean)
  where document is not null
  on conflict (lane) do update
    set document = excluded.document, used_at = excluded.used_at, has_chat = excluded.has_chat
),
no_sessions as (
  delete from ${SCHEMA}.sessions using json_to_recordset($3::json) as given (lane text, document text)
  where sessions.lane = given.lane and given.document is null
),
begun as (
  update ${SCHEMA}.events set takeovers = given.takeovers
  from json_to_recordset($4::json) as given (event bigint, takeovers integer)
  where events.id = given.event
)
update ${SCHEMA}.events
set state = given.state, reason = given.reason, finished_at = given.at, progress = null
from json_to_recordset($5::json) as given (event bigint, state text, reason text, at bigint)
where events.id = given.event`;

async function putDown(connection: Queryable, jobs: Jobs, writes: readonly TurnWrite[]): Promise<void> {
  for (const { eventId, attempt, putDown } of writes) {
    if (putDown === undefined) continue;
    await connection.query(
      `update ${SCHEMA}.events set not_before = $2, progress = $3, takeovers = 0, owner = null where id = $1`,
      [eventId, putDown.notBefore, JSON.stringify(putDown.progress)],
    );
    if (attempt !== undefined) await jobs.giveBack(connection, { id: eventId, attempt }, putDown.notBefore);
  }
}

async function setProgress(connection: Queryable, writes: readonly TurnWrite[]): Promise<void> {
  for (const { eventId, progress } of writes) {
    if (progress === undefined) continue;
    const text = `update ${SCHEMA}.events set progress = $2 where id = $1`;
    await connection.query(text, [eventId, JSON.stringify(progress)]);
  }
}

async function hasMore(connection: Queryable, writes: readonly TurnWrite[]): Promise<boolean> {
  const ended = writes.filter(({ end }) => end !== undefined);
  if (ended.length === 0) return false;
  const rows = await connection.query(
    `select 1 from ${SCHEMA}.events where state = 'waiting' and lane = any($1::text[]) limit 1`,
    [ended.map(({ lane }) => toStorableKey(lane))],
  );
  return rows.length > 0;
}

/** Events that were never claimed have jobs that nobody holds: only tests end those. */
function heldOf(writes: readonly TurnWrite[]): Held[] {
  return writes.flatMap(({ eventId, attempt }) => (attempt === undefined ? [] : [{ id: eventId, attempt }]));
}
