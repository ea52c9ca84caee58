import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** A conversation's own lane, and those in which events of its chats looked for it. */
const LANES_OF = "select ?1 union all select 'desk:' || chat from chats where lane = ?1";

const SQL = {
  insertEvent: 'insert into events (lane, kind, payload, received_at) values (?, ?, ?, ?)',
  insertSetAside: `insert into events (lane, kind, payload, received_at, state, reason, finished_at)
    values (?1, ?2, ?3, ?4, 'parked', ?5, ?4)`,
  dedupe: 'insert into dedupe (key, at) values (?, ?) on conflict (key) do nothing',
  // Taken out before it is put in again: rows have to stand in the order of their times, see `sweepDedupe`.
  forgetPress: 'delete from dedupe where key = ? and ? - at > ?',
  insertStep: 'insert into steps (event, seq, name, result, at) values (?, ?, ?, ?, ?)',
  putSession: `insert into sessions (lane, document, used_at, has_chat) values (?, ?, ?, ?)
    on conflict (lane) do update set document = excluded.document, used_at = excluded.used_at, has_chat = excluded.has_chat`,
  deleteSession: 'delete from sessions where lane = ?',
  endEvent: 'update events set state = ?, reason = ?, finished_at = ?, progress = null where id = ?',
  putDown: 'update events set not_before = ?, progress = ?, takeovers = 0 where id = ?',
  setProgress: 'update events set progress = ? where id = ?',
  hasEvent: 'select 1 from events where id = ?',
  takeOver: 'update events set takeovers = takeovers + 1 where id = ?',
  putChat: `insert into chats (chat, lane, environment, ended_at) values (?, ?, ?, ?)
    on conflict (chat) do update set lane = excluded.lane, environment = excluded.environment, ended_at = excluded.ended_at`,
  copyForReplay: `insert into events (origin, lane, kind, payload, received_at)
    select coalesce(origin, id), lane, kind, payload, received_at from events where id = ? and state in ('parked', 'undeliverable')`,
  moveSteps: 'update steps set event = ? where event = ?',
  deleteEvent: 'delete from events where id = ?',
  put: `insert into secrets (space, key, value, at) values (?, ?, ?, ?)
    on conflict (space, key) do update set value = excluded.value, at = excluded.at`,
  remove: 'delete from secrets where space = ? and key = ?',
  delivery: `insert into deliveries (message, outcome, at) values (?, ?, ?)
    on conflict (message) do update set outcome = excluded.outcome, at = excluded.at where outcome not like 'failure%'`,
  probe: "insert into meta (key, value) values ('probe', '1') on conflict (key) do update set value = excluded.value",
  eraseSteps: `delete from steps where event in (select id from events where lane in (${LANES_OF}))`,
  eraseEvents: `delete from events where lane in (${LANES_OF})`,
  eraseChats: 'delete from chats where lane = ?',
  eventsAfter: 'select id, lane, kind, state, received_at, finished_at from events where id > ? order by id limit 500',
  deleteSteps: 'delete from steps where event = ?',
  sweepDedupe: 'delete from dedupe where id in (select id from dedupe order by id limit 1000) and at < ?',
  sweepDeliveries: 'delete from deliveries where id in (select id from deliveries order by id limit 1000) and at < ?',
  sweepSessions: `delete from sessions where lane in
    (select lane from sessions where used_at < ? and has_chat = 0 order by used_at limit 500)`,
  sweepChats: 'delete from chats where ended_at < ?',
} as const;

/** The prepared statements of the writing connection. */
export type Statements = Record<keyof typeof SQL, StatementSync>;

/** Prepares every statement once. */
export function createStatements(database: DatabaseSync): Statements {
  return Object.fromEntries(Object.entries(SQL).map(([name, sql]) => [name, database.prepare(sql)])) as Statements;
}
