import type { DatabaseSync } from 'node:sqlite';

/** Version this program writes. One version back can run beside it. */
export const SCHEMA_VERSION = 1;

const CREATE = `
create table meta (key text primary key, value text not null) without rowid;

create table events (
  id integer primary key autoincrement,
  -- The first id of a replayed event: the messages it sent before carry it.
  origin integer,
  lane text not null,
  kind text not null,
  payload text not null,
  state text not null default 'waiting',
  not_before integer not null default 0,
  takeovers integer not null default 0,
  progress text,
  reason text,
  received_at integer not null,
  finished_at integer
);
create index events_of_lane on events (lane);
-- Small however many events are kept: only what is open, or waits for an operator.
create index events_waiting on events (id) where state = 'waiting';
-- What the command line hands to a running server.
create index events_control on events (id) where kind = 'control' and state = 'waiting';
create index events_parked on events (id) where state in ('parked', 'undeliverable');

-- Old rows go first, in the order they came: no index on the time is needed.
create table dedupe (id integer primary key, key text not null unique, at integer not null);

create table steps (
  event integer not null, seq integer not null, name text not null, result text not null, at integer not null,
  primary key (event, seq)
) without rowid;

create table sessions (
  lane text primary key, document text not null, used_at integer not null, has_chat integer not null default 0
) without rowid;
create index sessions_by_use on sessions (used_at);

create table chats (
  chat text primary key, lane text not null, environment text not null, ended_at integer
) without rowid;
create index chats_of_lane on chats (lane);

create table secrets (
  space text not null, key text not null, value text not null, at integer not null, primary key (space, key)
) without rowid;

create table deliveries (id integer primary key, message text not null unique, outcome text not null, at integer not null);
`;

/**
 * Creates the tables, or brings older ones up to date, in one transaction.
 * @returns the id of the store, made once
 * @throws Error when a newer program wrote this store
 */
export function migrate(database: DatabaseSync, newId: string): string {
  database.exec('begin immediate');
  try {
    const version = (database.prepare('pragma user_version').get() as { user_version: number }).user_version;
    if (version > SCHEMA_VERSION) {
      throw new Error(
        `the data folder was written by a newer version of the connector (schema ${version}, this one knows ${SCHEMA_VERSION}): start that version, or use another --data folder`,
      );
    }
    if (version === 0) {
      database.exec(CREATE);
      database.prepare('insert into meta (key, value) values (?, ?)').run('id', newId);
      database.exec(`pragma user_version = ${SCHEMA_VERSION}`);
    }
    database.exec('commit');
  } catch (error) {
    database.exec('rollback');
    throw error;
  }
  return (database.prepare("select value from meta where key = 'id'").get() as { value: string }).value;
}
