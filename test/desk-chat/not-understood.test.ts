import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import type { ParkedEvent } from '../../src/store/schema.ts';
import { openBeside } from '../../src/store/sqlite/beside-store.ts';
import { type DeskStand, startDeskStand } from '../support/desk-stand.ts';
import { waitUntil } from '../support/wait-until.ts';
import { visitorOf } from './visitor.ts';

async function start() {
  const stand = await startDeskStand();
  const ana = visitorOf(stand);
  const { id } = await ana.meetsCarla();
  stand.log.length = 0;
  const tell = async (trigger: string, data: object, more: object = {}) => {
    const { status } = await stand.desk.control.webhooks.forge({ trigger, data, ...more });
    await stand.settled();
    return status;
  };
  return { stand, ana, id, tell };
}

async function beside<T>(stand: DeskStand, work: (store: ReturnType<typeof openBeside>) => T | Promise<T>): Promise<T> {
  const store = openBeside(stand.dataDir);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

const letters = (stand: DeskStand) => beside(stand, (store) => store.parked() as ParkedEvent[]);

describe('a genuine event that cannot be understood is kept, and nobody sends it again', () => {
  test.each([
    ['a message without a sender', 'messages:new', (id: string) => ({ message: { chat: id, message: 'Hi' } })],
    ['a position that is none', 'queues:update', (id: string) => ({ chatId: id, data: { queuePosition: 'soon' } })],
    [
      'a file without an address',
      'messages:new',
      (id: string) => ({
        message: { chat: id, sender: 'u_carla', type: 'media', message: {} },
      }),
    ],
    ['somebody who joins without a name', 'invitations:accept', (id: string) => ({ chatId: id })],
    ['typing of nobody', 'users:activity', (id: string) => ({ chatId: id, type: 'writing' })],
  ])('%s, with its conversation', async (_name, trigger, dataOf) => {
    const { stand, ana, id, tell } = await start();
    const seen = ana.seen().length;
    expect(await tell(trigger, dataOf(id))).toBe(200);
    expect(await letters(stand)).toMatchObject([
      { kind: 'not-understood', state: 'parked', reason: expect.stringMatching(/^not understood: \S+: /) },
    ]);
    const [letter] = await letters(stand);
    expect(letter?.lane).toContain(`:smooch:${ana.user.appId}:${ana.user.id}`);
    expect(stand.logged('kept as a dead letter')).toMatchObject([{ level: 'warn' }]);
    expect(ana.seen()).toHaveLength(seen);
    expect(await ana.sees(() => stand.carla.say(id, 'Hello'))).toEqual(['Hello']);
    expect(stand.log.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test.each([
    ['of a chat nobody knows', 'invitations:accept', { chatId: 'c_unknown' }, /^desk:desk-app-of-the-test:c_unknown$/],
    ['of no chat', 'chats:close', { userId: 'system' }, /nobody:desk:desk-app-of-the-test$/],
    ['of an id that is a path', 'forever:alone', { chatId: '../users' }, /nobody:desk:desk-app-of-the-test$/],
    ['with data of another form', 'forever:alone', [], /nobody:desk:desk-app-of-the-test$/],
  ])('one %s is kept, too, and nothing is looked up for it', async (_name, trigger, data, lane) => {
    const { stand, tell } = await start();
    stand.desk.control.journal.clear();
    expect(await tell(trigger, data)).toBe(200);
    expect(await letters(stand)).toMatchObject([{ kind: 'not-understood', lane: expect.stringMatching(lane) }]);
    expect(stand.deskCalls()).toEqual([]);
  });

  test('once, however often and in whatever order of keys it comes', async () => {
    const { stand, tell } = await start();
    const createdAt = Math.floor(Date.now() / 1000);
    await tell('chats:close', { userId: 'system', extraData: { a: 1, b: 2 } }, { createdAt });
    await tell('chats:close', { extraData: { b: 2, a: 1 }, userId: 'system' }, { createdAt });
    expect(await letters(stand)).toHaveLength(1);
  });

  test('not one that is over a day old, and not one that is not signed', async () => {
    const { stand, tell } = await start();
    const createdAt = Math.floor(Date.now() / 1000) - 25 * 3600;
    expect(await tell('chats:close', { userId: 'system' }, { createdAt })).toBe(200);
    expect(await tell('chats:close', { userId: 'system' }, { secret: 'a guess' })).toBe(401);
    expect(await letters(stand)).toEqual([]);
  });
});

describe('a retry reads it anew', () => {
  async function retry(stand: DeskStand, letter: ParkedEvent | undefined): Promise<void> {
    if (letter === undefined) throw new Error('There is no dead letter.');
    await beside(stand, (store) =>
      store.request([{ lane: letter.lane, action: { action: 'retry', eventId: letter.id } }], Date.now()),
    );
    const taken = () => beside(stand, async (store) => !(await store.parked()).some(({ id }) => id === letter.id));
    await waitUntil('the connector has taken it up', taken, 10_000);
    await stand.settled();
  }

  /** What a later version understands: here the stored body is completed. */
  function complete(stand: DeskStand, letter: ParkedEvent | undefined, change: (data: object) => object): void {
    const database = new DatabaseSync(`${stand.dataDir}/connector.db`);
    const row = database.prepare('select payload from events where id = ?').get(letter?.id ?? 0);
    const payload = JSON.parse(String(row?.payload)) as { body: { data: object } };
    payload.body.data = change(payload.body.data);
    database.prepare('update events set payload = ? where id = ?').run(JSON.stringify(payload), letter?.id ?? 0);
    database.close();
  }

  test('what can be understood by then reaches its conversation', async () => {
    const { stand, ana, id, tell } = await start();
    await tell('messages:new', { message: { id: 'm_77', chat: id, type: 'text', message: 'Late, but here' } });
    const [letter] = await letters(stand);
    complete(stand, letter, () => ({
      message: { id: 'm_77', chat: id, sender: 'u_carla', type: 'text', message: 'Late, but here' },
    }));
    expect(await ana.sees(() => retry(stand, letter))).toEqual(['Late, but here']);
    expect(await letters(stand)).toEqual([]);
  });

  test('what cannot is a dead letter again', async () => {
    const { stand, ana, id, tell } = await start();
    await tell('queues:update', { chatId: id, data: { queuePosition: 'soon' } });
    const [letter] = await letters(stand);
    expect(await ana.sees(() => retry(stand, letter))).toEqual([]);
    expect(await letters(stand)).toMatchObject([{ reason: expect.stringMatching(/^not understood: /) }]);
  });
});

test.each([{}, { data: null }, { data: { queuePosition: null } }])(
  'a step in the queue that names no place (%j) asks for nothing',
  async (data) => {
    const { stand, ana, id, tell } = await start();
    const seen = ana.seen().length;
    expect(await tell('queues:update', { chatId: id, ...data })).toBe(200);
    expect(ana.seen()).toHaveLength(seen);
    expect(await letters(stand)).toEqual([]);
    expect(stand.log.filter(({ level }) => level === 'warn' || level === 'error')).toEqual([]);
  },
);
