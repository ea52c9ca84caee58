import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** An event as the connector keeps it. */
export interface RecordedEvent {
  id: number;
  /** The id its messages carry: another one when it was tried again. */
  origin: number;
  lane: string;
  kind: string;
  payload: unknown;
  state: 'waiting' | 'done' | 'parked' | 'undeliverable';
  notBefore: number;
  progress: { step: string; attempts: number } | undefined;
  reason: string | undefined;
  receivedAt: number;
  finishedAt: number | undefined;
}

export interface RecordedStep {
  name: string;
  /** JSON. */
  result: string;
  at: number;
}

/** What the connector has in its data folder, read beside it. */
export interface ConnectorRecord {
  /** The newest events, of everybody and in addition of one user; the oldest first. */
  events(limit: number, userId?: string): RecordedEvent[];
  event(id: number): RecordedEvent | undefined;
  /** Whether an event of this user is not finished. */
  isAtWork(userId: string): boolean;
  /** In their order. */
  steps(eventId: number): RecordedStep[];
  /** Whose chat it is at the desk. */
  chatUser(chatId: string): string | undefined;
  /** The labels of Extra Info as the connector has read them last, by language. */
  translations(): Record<string, Record<string, string>>;
  /** Whose the newest bot sessions are: session -> user. */
  botSessions(): Map<string, string>;
  close(): void;
}

interface EventRow {
  id: number;
  origin: number | null;
  lane: string;
  kind: string;
  payload: string;
  state: RecordedEvent['state'];
  not_before: number;
  progress: string | null;
  reason: string | null;
  received_at: number;
  finished_at: number | null;
}

/** Opened at the first look; while there is no database yet there are no events. */
export function createConnectorRecord(dataDir: string): ConnectorRecord {
  const file = join(dataDir, 'connector.db');
  let database: DatabaseSync | undefined;
  const statements = new Map<string, StatementSync>();

  function all<Row>(sql: string, ...values: (string | number)[]): Row[] {
    if (database === undefined && !existsSync(file)) return [];
    database ??= openReadOnly(file);
    const statement = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, statement);
    return statement.all(...values) as unknown as Row[];
  }

  return {
    events(limit, userId) {
      const rows = all<EventRow>('select * from events order by id desc limit ?', limit);
      if (userId !== undefined)
        rows.push(
          ...all<EventRow>('select * from events where lane like ? order by id desc limit ?', `%:${userId}`, limit),
        );
      const byId = new Map(rows.map((row) => [row.id, row]));
      return [...byId.values()].sort((a, b) => a.id - b.id).map(rowToEvent);
    },
    event: (id) => all<EventRow>('select * from events where id = ?', id).map(rowToEvent)[0],
    isAtWork: (userId) =>
      all("select 1 from events where state = 'waiting' and lane like ? limit 1", `%:${userId}`).length > 0,
    steps: (eventId) => all<RecordedStep>('select name, result, at from steps where event = ? order by seq', eventId),
    chatUser(chatId) {
      const [row] = all<{ lane: string }>('select lane from chats where chat like ?', `%:${chatId}`);
      return row && laneToUser(row.lane);
    },
    translations() {
      const [copy] = all<{ value: string }>(
        "select value from secrets where space = 'extra-info' order by at desc limit 1",
      );
      return copy === undefined ? {} : (JSON.parse(copy.value).translations ?? {});
    },
    botSessions() {
      const rows = all<{ lane: string; bot: string | null }>(
        `select e.lane as lane, json_extract(s.result, '$.value.id') as bot
        from steps s join events e on e.id = s.event where s.name like 'session%' order by s.event desc limit 1000`,
      );
      return new Map(rows.flatMap(({ lane, bot }) => (bot === null ? [] : [[bot, laneToUser(lane) ?? lane]])));
    },
    close: () => database?.close(),
  };
}

/** Smooch's id of the user whose lane it is; undefined for lanes of the desk. */
export function laneToUser(lane: string): string | undefined {
  return /^[^:]+:smooch:[^:]+:(.+)$/s.exec(lane)?.[1];
}

function openReadOnly(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly: true });
  database.exec('pragma busy_timeout = 2000');
  return database;
}

function rowToEvent(row: EventRow): RecordedEvent {
  const { id, lane, kind, state } = row;
  return {
    id,
    origin: row.origin ?? id,
    lane,
    kind,
    payload: JSON.parse(row.payload),
    state,
    notBefore: row.not_before,
    progress: row.progress === null ? undefined : JSON.parse(row.progress),
    reason: row.reason ?? undefined,
    receivedAt: row.received_at,
    finishedAt: row.finished_at ?? undefined,
  };
}
