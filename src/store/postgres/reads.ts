import type { EventKind, Progress, StepRecord, StoredEvent } from '../../core/turn-record.ts';
import type { EventState, KeyValue, ParkedEvent, Store, WaitingEvent } from '../schema.ts';
import { type Database, reading } from './connection.ts';
import { createGroupedRead } from './grouped-read.ts';
import { SCHEMA } from './tables.ts';
import { toStorable } from './to-storable.ts';

/** The reading half of the store. */
export type Reads = Pick<
  Store,
  | 'waiting'
  | 'waitingControl'
  | 'arrivalsSince'
  | 'event'
  | 'steps'
  | 'session'
  | 'parked'
  | 'get'
  | 'list'
  | 'chatLane'
  | 'delivery'
>;

/** A row of `events`. */
export interface EventColumns {
  id: number;
  origin: number | null;
  lane: string;
  kind: EventKind;
  payload: string;
  received_at: number;
  attempt: number;
  takeovers: number;
  progress: string | null;
}

/** Creates the reads; they throw StoreUnavailableError. */
export function createReads(database: Database): Reads {
  const all = <Row>(text: string, ...values: unknown[]) => reading(database.query<Row>(text, values));
  const first = async <Row>(text: string, ...values: unknown[]) => (await all<Row>(text, ...values))[0];
  const waiting = (condition: string) =>
    all<WaitingEvent>(
      `select id, lane, kind, not_before as "notBefore" from ${SCHEMA}.events where ${condition} order by id`,
    );
  const session = createGroupedRead(async (lanes) => {
    const rows = await all<{ lane: string; document: string }>(
      `select lane, document from ${SCHEMA}.sessions where lane = any($1::text[])`,
      lanes,
    );
    return new Map(rows.map(({ lane, document }) => [lane, document]));
  });
  return {
    waiting: () => waiting("state = 'waiting'"),
    waitingControl: () => waiting("state = 'waiting' and kind = 'control'"),
    arrivalsSince: (time) =>
      all<{ lane: string; receivedAt: number }>(
        `select lane, received_at as "receivedAt" from ${SCHEMA}.events where received_at >= $1 and kind = 'user' order by id`,
        time,
      ),
    async event(id) {
      const row = await first<EventColumns>(`select * from ${SCHEMA}.events where id = $1`, id);
      return row && columnsToEvent(row);
    },
    steps: (eventId) =>
      all<StepRecord>(`select name, result, at from ${SCHEMA}.steps where event = $1 order by seq`, eventId),
    session: (lane) => session(toStorable(lane)),
    parked: () =>
      all<ParkedEvent & { state: EventState }>(
        `select id, lane, kind, state, reason, received_at as "receivedAt" from ${SCHEMA}.events
         where state in ('parked', 'undeliverable') order by id`,
      ),
    get: (space, key) =>
      first<KeyValue>(
        `select key, value, at from ${SCHEMA}.secrets where space = $1 and key = $2`,
        toStorable(space),
        toStorable(key),
      ),
    list: (space) =>
      all<KeyValue>(`select key, value, at from ${SCHEMA}.secrets where space = $1 order by key`, toStorable(space)),
    chatLane: (chat) =>
      first<{ lane: string; environment: string }>(
        `select lane, environment from ${SCHEMA}.chats where chat = $1`,
        toStorable(chat),
      ),
    delivery: async (message) =>
      (
        await first<{ outcome: string }>(
          `select outcome from ${SCHEMA}.deliveries where message = $1`,
          toStorable(message),
        )
      )?.outcome,
  };
}

/** An event as a turn gets it. The number of its claim is left out: only a claim gives that. */
export function columnsToEvent(row: EventColumns): StoredEvent {
  return {
    id: row.id,
    origin: row.origin ?? row.id,
    lane: row.lane,
    kind: row.kind,
    payload: JSON.parse(row.payload) as unknown,
    receivedAt: row.received_at,
    takeovers: row.takeovers,
    progress: row.progress === null ? undefined : (JSON.parse(row.progress) as Progress),
  };
}
