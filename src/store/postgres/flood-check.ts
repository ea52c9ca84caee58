import { admit, type FloodTally, limitsOf, mayOverflow } from '../flood.ts';
import { isMediaPayload, mediaInSql } from '../media-mark.ts';
import type { FloodLimits } from '../schema.ts';
import type { EventRow } from '../write-operations.ts';
import type { Queryable } from './connection.ts';
import { SCHEMA } from './tables.ts';
import { toStorableKey } from './to-storable.ts';

const MINUTE = 60_000;

/** Counts over all instances: user events that wait, and that arrived within the last minute. @returns what is flood */
export async function createFloodCheck(
  connection: Queryable,
  events: readonly EventRow[],
  flood: FloodLimits | undefined,
): Promise<(event: EventRow) => boolean> {
  const users = events.filter(({ kind }) => kind === 'user');
  if (flood === undefined || users.length === 0 || (flood.waiting === 0 && flood.per_minute === 0)) return () => false;
  const news = new Map<string, number>();
  for (const { lane } of users) news.set(toStorableKey(lane), (news.get(toStorableKey(lane)) ?? 0) + 1);
  const since = users.reduce((latest, { receivedAt }) => Math.max(latest, receivedAt), 0) - MINUTE;
  const near = await findNear(connection, flood, news, since);
  const tallies = near.length === 0 ? new Map<string, FloodTally>() : await readTallies(connection, flood, near, since);
  return ({ kind, lane, payload }) => {
    const tally = kind === 'user' ? tallies.get(toStorableKey(lane)) : undefined;
    return tally !== undefined && !admit(tally, isMediaPayload(payload));
  };
}

/** Most conversations are far from every limit, which counting tells without looking at what there is. */
async function findNear(
  connection: Queryable,
  flood: FloodLimits,
  news: ReadonlyMap<string, number>,
  since: number,
): Promise<string[]> {
  const rows = await connection.query<{ lane: string; waiting: number; arrived: number }>(
    `select lane, (select count(*) from ${SCHEMA}.events where lane = given.lane and state = 'waiting' and kind = 'user') as waiting,
       (select count(*) from ${SCHEMA}.events where lane = given.lane and received_at > $2 and kind = 'user') as arrived
     from unnest($1::text[]) as given (lane)`,
    [[...news.keys()], since],
  );
  return rows.filter((row) => mayOverflow(flood, row, news.get(row.lane) ?? 0)).map(({ lane }) => lane);
}

interface TallyRow {
  lane: string;
  document: string | null;
  waiting: number;
  waiting_media: boolean | null;
  arrived: number;
  arrived_media: boolean | null;
}

/** Media in a row count once, among those that wait and among those that arrived; an agent may have accepted. */
async function readTallies(
  connection: Queryable,
  flood: FloodLimits,
  lanes: readonly string[],
  since: number,
): Promise<Map<string, FloodTally>> {
  const rows = await connection.query<TallyRow>(READ_TALLIES, [lanes, since]);
  return new Map(
    rows.map((row) => [
      row.lane,
      {
        limits: limitsOf(flood, row.document ?? undefined),
        waiting: { count: row.waiting, media: row.waiting_media === true },
        arrived: { count: row.arrived, media: row.arrived_media === true },
      },
    ]),
  );
}

const USERS = `
  select lane, id, state = 'waiting' as waits, received_at > $2 as recent, ${mediaInSql('strpos')} as media
  from ${SCHEMA}.events
  where lane = any($1::text[]) and kind = 'user'`;

// Two ways into the events, each with an index of its own: of a robot there may be a great many older ones.
const READ_TALLIES = `
with
users as (${USERS} and state = 'waiting' union ${USERS} and received_at > $2),
placed as (
  select *,
    lag(media, 1, false) over (partition by lane, waits order by id) as media_waits_before,
    lag(media, 1, false) over (partition by lane, recent order by id) as media_came_before
  from users
)
select given.lane, sessions.document,
  count(*) filter (where waits and not (media and media_waits_before)) as waiting,
  (array_agg(media order by id desc) filter (where waits))[1] as waiting_media,
  count(*) filter (where recent and not (media and media_came_before)) as arrived,
  (array_agg(media order by id desc) filter (where recent))[1] as arrived_media
from unnest($1::text[]) as given (lane)
left join placed on placed.lane = given.lane
left join ${SCHEMA}.sessions on sessions.lane = given.lane
group by given.lane, sessions.document`;
