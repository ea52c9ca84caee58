import type { StepRecord } from '../../core/turn-record.ts';
import { columnsToEvent, type EventColumns } from '../event-columns.ts';
import { mediaInSql } from '../media-mark.ts';
import type { EventState, KeyValue, ParkedEvent, Reads, WaitingEvent } from '../schema.ts';
import { type Database, reading } from './connection.ts';
import { createGroupedRead } from './grouped-read.ts';
import { SCHEMA } from './tables.ts';
import { toStorableKey } from './to-storable.ts';

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
    steps: (eventId) =>
      all<StepRecord>(`select name, result, at from ${SCHEMA}.steps where event = $1 order by seq`, eventId),
    session: (lane) => session(toStorableKey(lane)),
    parked: () =>
      all<ParkedEvent & { state: EventState }>(
        `select id, lane, kind, state, reason, received_at as "receivedAt" from ${SCHEMA}.events
         where state in ('parked', 'undeliverable') order by id`,
      ),
    get: (space, key) =>
      first<KeyValue>(
        `select key, value, at from ${SCHEMA}.secrets where space = $1 and key = $2`,
        toStorableKey(space),
        toStorableKey(key),
      ),
    list: (space) =>
      all<KeyValue>(`select key, value, at from ${SCHEMA}.secrets where space = $1 order by key`, toStorableKey(space)),
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
  };
}
