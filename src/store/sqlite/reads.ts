import type { DatabaseSync } from 'node:sqlite';
import type { StepRecord } from '../../core/turn-record.ts';
import { columnsToEvent, type EventColumns } from '../event-columns.ts';
import { mediaInSql } from '../media-mark.ts';
import type { KeyValue, ParkedEvent, Reads, SpacedValue, WaitingEvent } from '../schema.ts';

/** Creates the reads over a connection that sees every commit made before the read began. */
export function createReads(database: DatabaseSync): Reads {
  return { ...createEventReads(database), ...createKeyReads(database) };
}

const IS_MEDIA = mediaInSql('instr');

type Arrived = { lane: string; receivedAt: number; media: boolean };
type Rows<T> = (Omit<T, 'media'> & { media: 0 | 1 })[];

function toWaiting({ media, ...event }: Rows<WaitingEvent>[number]): WaitingEvent {
  return media === 1 ? { ...event, media: true } : event;
}

function createEventReads(database: DatabaseSync) {
  const waiting = database.prepare(
    `select id, lane, kind, not_before as notBefore, kind = 'user' and ${IS_MEDIA} as media
     from events where state = 'waiting' order by id`,
  );
  const control = database.prepare(
    "select id, lane, kind, not_before as notBefore from events where kind = 'control' and state = 'waiting' order by id",
  );
  const arrivals = database.prepare(
    `select lane, received_at as receivedAt, ${IS_MEDIA} as media
     from (select * from events order by id desc limit 20000) where received_at >= ? and kind = 'user' order by id`,
  );
  const event = database.prepare('select * from events where id = ?');
  const open = database.prepare("select 1 from events where lane = ? and state = 'waiting' limit 1");
  // The bound is behind every lane with this beginning: no character comes after the last one of Unicode.
  const begins = 'lane >= ?1 and lane < ?1 || char(1114111)';
  const kept = database.prepare(
    `select 1 from sessions where ${begins} union all select 1 from chats where ${begins}
     union all select 1 from events where ${begins} limit 1`,
  );
  const steps = database.prepare('select name, result, at from steps where event = ? order by seq');
  const parked = database.prepare(
    "select id, lane, kind, state, reason, received_at as receivedAt from events where state in ('parked', 'undeliverable') order by id",
  );
  return {
    waiting: () => (waiting.all() as unknown as Rows<WaitingEvent>).map(toWaiting),
    waitingControl: () => control.all() as unknown as WaitingEvent[],
    arrivalsSince: (time: number) =>
      (arrivals.all(time) as unknown as Rows<Arrived>).map((row) => ({ ...row, media: row.media === 1 })),
    event: (id: number) => {
      const row = event.get(id) as unknown as EventColumns | undefined;
      return row && columnsToEvent(row);
    },
    isLaneOpen: (lane: string) => open.get(lane) !== undefined,
    hasLane: (prefix: string) => kept.get(prefix) !== undefined,
    steps: (eventId: number) => steps.all(eventId) as unknown as StepRecord[],
    parked: () => parked.all() as unknown as ParkedEvent[],
  };
}

function createKeyReads(database: DatabaseSync) {
  const session = database.prepare('select document from sessions where lane = ?');
  const get = database.prepare('select key, value, at from secrets where space = ? and key = ?');
  const list = database.prepare('select key, value, at from secrets where space = ? order by key');
  const under = database.prepare(
    'select space, key, value, at from secrets where substr(space, 1, length(?1)) = ?1 order by space, key',
  );
  const chat = database.prepare('select lane, environment from chats where chat = ?');
  const delivery = database.prepare('select outcome from deliveries where message = ?');
  return {
    session: (lane: string) => (session.get(lane) as { document: string } | undefined)?.document,
    get: (space: string, key: string) => get.get(space, key) as unknown as KeyValue | undefined,
    list: (space: string) => list.all(space) as unknown as KeyValue[],
    listUnder: (prefix: string) => under.all(prefix) as unknown as SpacedValue[],
    chatLane: (key: string) => chat.get(key) as { lane: string; environment: string } | undefined,
    delivery: (message: string) => (delivery.get(message) as { outcome: string } | undefined)?.outcome,
  };
}
