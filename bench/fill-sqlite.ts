import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.ts';
import { ANSWER, APP_ID, KNOWLEDGE, questionOf } from './conversation.ts';

/** How many events one conversation has had. */
const EVENTS_OF_A_LANE = 20;

/**
 * Puts finished events of the last hours into a data folder: with steps, dedupe keys and sessions of the sizes that a
 * measured turn leaves. Straight into the tables and without syncs, since a million turns would take too long.
 */
export async function fillSqlite(dataDir: string, events: number): Promise<void> {
  await (await openSqliteStore({ folder: dataDir })).close();
  const database = new DatabaseSync(join(dataDir, 'connector.db'));
  try {
    database.exec('pragma journal_mode = wal; pragma synchronous = off; pragma cache_size = -200000; begin');
    insertEvents(database, events);
    database.exec('commit; pragma wal_checkpoint(truncate)');
  } finally {
    database.close();
  }
}

function insertEvents(database: DatabaseSync, events: number): void {
  const event = database.prepare(
    "insert into events (id, lane, kind, payload, state, received_at, finished_at) values (?, ?, 'user', ?, 'done', ?, ?)",
  );
  const dedupe = database.prepare('insert into dedupe (key, at) values (?, ?)');
  const step = database.prepare('insert into steps (event, seq, name, result, at) values (?, ?, ?, ?, ?)');
  const session = database.prepare('insert into sessions (lane, document, used_at) values (?, ?, ?)');
  const lanes = Math.ceil(events / EVENTS_OF_A_LANE);
  const begin = Date.now() - events;
  for (let number = 1; number <= events; number++) {
    const userId = scattered(number % lanes);
    const at = begin + number;
    const lane = `production:smooch:${APP_ID}:${userId}`;
    event.run(number, lane, payloadOf(userId, at), at, at);
    dedupe.run(`production:${APP_ID}:message:${number.toString(16).padStart(24, '0')}`, at);
    STEPS.forEach(([name, result], seq) => void step.run(number, seq, name, result, at));
    if (number <= lanes) session.run(lane, SESSION, at);
  }
}

/** 24 hexadecimal digits as Smooch's ids have them, in no order, the same for the same number. */
function scattered(number: number): string {
  const mixed = Math.imul(number + 1, 0x9e3779b1) >>> 0;
  return mixed.toString(16).padStart(8, '0') + number.toString(16).padStart(16, '0');
}

// As a turn of this bench leaves them; ids and codes are as long as real ones.
const HTML = KNOWLEDGE.contents[0]!.answer;
const CODE = 'NmEwY2MxODE0ZDRiLmNsaWNrLmM0MjJkNjZiNWZjOC4xMDEuMQ==';
const ANSWERED = {
  type: 'answer',
  messages: [HTML],
  options: [],
  flags: [],
  attributes: { title: 'Opening hours', DIRECT_CALL: '', DYNAMIC_REDIRECT: '', ANSWER_TEXT: HTML, SIDEBUBBLE_TEXT: '' },
  contents: { title: 'Opening hours', rateCode: CODE, clickCode: CODE, related: [] },
  actions: [],
  subAnswers: [],
};
const MEANING = {
  payload: { kind: 'text' },
  words: { kind: 'texts', texts: [questionOf(scattered(0))] },
  chosen: false,
};
const STEPS = Object.entries({
  meaning: MEANING,
  ask: { ok: true, value: { status: 'answered', answers: [ANSWERED] } },
  render: { messages: [{ type: 'text', text: ANSWER }], refs: [], lists: [], notes: [] },
  'send:0': { id: scattered(0) },
}).map(([name, result]) => [name, JSON.stringify(result)] as const);
const SESSION = JSON.stringify({
  asked: { '9cKRuuFvnCwv': 2 },
  lists: [],
  refs: [],
  ended: [],
  sent: [scattered(0), scattered(1)],
  counters: { misses: 0, negatives: 0, at: 0 },
  rated: [],
  channel: 'web',
  userName: 'Web User',
  lastUserText: questionOf(scattered(0)),
  bot: { token: 'x'.repeat(48), id: 'c422d66b5fc8', usedAt: 0 },
  fieldOpen: false,
});

function payloadOf(userId: string, at: number): string {
  return JSON.stringify({
    conversation: { environment: 'production', appId: APP_ID, userId, conversationId: userId },
    input: { kind: 'text', text: questionOf(userId) },
    channel: 'web',
    userName: 'Web User',
    messageId: userId,
    sentAt: at / 1000,
  });
}
