import type { StepRecord } from '../../core/turn-record.ts';
import { columnsToEvent, type EventColumns } from '../event-columns.ts';
import { mediaInSql } from '../media-mark.ts';
import type { EventState, KeyValue, ParkedEvent, Reads, SpacedValue, WaitingEvent } from '../schema.ts';
import { type Database, reading } from './connection.ts';
import { createGroupedRead } from './grouped-read.ts';
import { SCHEMA } from './tables.ts';
import { toStorable, toStorableKey } from './to-storable.ts';

/** Creates the reads; they throw StoreUnavailableError. */
export function createReads(database: Database): Reads {
  const all: All = (text, ...values) => reading(database.query(text, values));
  const first: First = async <Row>(text: string, ...values: unknown[]) => (await all<Row>(text, ...values))[0];
  return { ...createEventReads(all, first), ...createKeyReads(all, first) };
}

type All = <Row>(text: string, ...values: unknown[]) => Promise<Row[]>;
type First = <Row>(text: string, ...values: unknown[]) => Promise<Row | undefined>;

function createEventReads(all: All, first: First) {
  const waiting = (condition: string) =>
    all<WaitingEvent>(
      `select id, lane, kind, not_before as "notBefore" from ${SCHEMA}.events where ${condition} order by id`,
    );
  return {
    waiting: () => waiting("state = 'waiting'"),
    waitingControl: () => waiting("state = 'waiting' and kind = 'control'"),
    arrivalsSince: (time) =>
      all<{ lane: string; receivedAt: number; media: boolean }>(
        `select lane, received_at as "receivedAt", ${mediaInSql('strpos')} as media from ${SCHEMA}.events where received_at >= $1 and kind = 'user' order by id`,
        time,
      ),
    async event(id) {
      const row = await first<EventColumns>(`select * from ${SCHEMA}.events where id = $1`, id);
      return row && columnsToEvent(row);
    },
    isLaneOpen: async (lane) =>
      (await first(
        `select 1 from ${SCHEMA}.events where lane = $1 and state = 'waiting' limit 1`,
        toStorableKey(lane),
      )) !== undefined,
    hasLane: async (prefix) =>
      (await first(
        `select 1 from (
           select lane from ${SCHEMA}.sessions union all select lane from ${SCHEMA}.chats
           union all select lane from ${SCHEMA}.events
         ) kept where starts_with(lane, $1) limit 1`,
        toStorable(prefix),
      )) !== undefined,
    steps: (eventId) =>
      all<StepRecord>(`select name, result, at from ${SCHEMA}.steps where event = $1 order by seq`, eventId),
    parked: () =>
      all<ParkedEvent & { state: EventState }>(
        `select id, lane, kind, state, reason, received_at as "receivedAt" from ${SCHEMA}.events
         where state in ('parked', 'undeliverable') order by id`,
      ),
  } satisfies Partial<Reads>;
}

function createKeyReads(all: All, first: First) {
  const session = createGroupedRead(async (lanes) => {
    const rows = await all<{ lane: string; document: string }>(
      `select lane, document from ${SCHEMA}.sessions where lane = any($1::text[])`,
      lanes,
    );
    return new Map(rows.map(({ lane, document }) => [lane, document]));
  });
  return {
    session: (lane) => session(toStorableKey(lane)),
    get: (space, key) =>
      first<KeyValue>(
        `select key, value, at from ${SCHEMA}.secrets where space = $1 and key = $2`,
        toStorableKey(space),
        toStorableKey(key),
      ),
    list: (space) =>
      all<KeyValue>(`select key, value, at from ${SCHEMA}.secrets where space = $1 order by key`, toStorableKey(space)),
    listUnder: (prefix) =>
      all<SpacedValue>(
        `select space, key, value, at from ${SCHEMA}.secrets where starts_with(space, $1) order by space, key`,
        toStorable(prefix),
      ),
    chatLane: (chat) =>
      first<{ lane: string; environment: string }>(
        `select lane, environment from ${SCHEMA}.chats where chat = $1`,
        toStorableKey(chat),
      ),
    delivery: async (message) =>
      (
        await first<{ outcome: string }>(
          `select outcome from ${SCHEMA}.deliveries where message = $1`,
          toStorableKey(message),
        )
      )?.outcome,
  } satisfies Partial<Reads>;
}
