import { describe, expect, onTestFinished, test } from 'vitest';
import type { Clock } from '../../src/core/clock.ts';
import { createInbox } from '../../src/store/inbox.ts';
import { createLanes } from '../../src/store/lanes.ts';
import type { FloodLimits, NewEvent, Store, TurnWrite } from '../../src/store/schema.ts';
import { createTestClock } from '../net/test-server.ts';

/** A place for the data of one store. */
export interface StorePlace {
  /** Opens the store; after it was closed, with the data that was there. */
  open(clock: Clock): Promise<Store>;
  /** Removes all data. */
  remove(): Promise<void>;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What every store of the connector has to do, whatever database it stands on. */
export function describeStore(name: string, createPlace: () => Promise<StorePlace>): void {
  describe(name, () => {
    const start = () => startStore(createPlace);
    describe('append', () => testAppend(start));
    describe('flood', () => testFlood(start));
    describe('a turn', () => testTurns(start));
    describe('events that were set aside', () => testReplay(start));
    describe('small durable things', () => testKeys(start));
    describe('erasing a conversation', () => testErase(start));
    describe('the sweep', () => testSweep(start));
    describe('a restart', () => testRestart(start));
    describe('ids and texts that no database was made for', () => testOddIds(start));
  });
}

interface OpenStore {
  store: Store;
  clock: ReturnType<typeof createTestClock>;
  /** Closes the store and opens it again; the old one must not be used any more. */
  reopen(): Promise<Store>;
  /** Appends one event and gives its id. */
  add(event?: Partial<NewEvent>): Promise<number>;
  write(eventId: number, write: Partial<TurnWrite>): Promise<void>;
}

type Start = () => Promise<OpenStore>;

async function startStore(createPlace: () => Promise<StorePlace>): Promise<OpenStore> {
  const place = await createPlace();
  const clock = createTestClock();
  const opened: OpenStore = {
    store: await place.open(clock),
    clock,
    async reopen() {
      await opened.store.close();
      opened.store = await place.open(clock);
      return opened.store;
    },
    async add(event) {
      const [outcome] = await opened.store.append([newEvent({ receivedAt: clock.now(), ...event })]);
      if (outcome?.status !== 'stored') throw new Error('the event is a duplicate');
      return outcome.id;
    },
    write: (eventId, write) => opened.store.writeTurn({ eventId, lane: 'lane', steps: [], chats: [], ...write }),
  };
  onTestFinished(async () => {
    await opened.store.close();
    await place.remove();
  });
  return opened;
}

function newEvent(event: Partial<NewEvent> = {}): NewEvent {
  return { lane: 'lane', kind: 'user', payload: { text: 'hi' }, receivedAt: 1_700_000_000_000, ...event };
}

const CONVERSATION = { environment: 'production', appId: '5f', userId: 'ana' };
const PICTURE = { conversation: CONVERSATION, input: { kind: 'image', url: 'https://example.test/a.png' } };

const step = (seq: number, name: string, result: unknown = null) => ({
  seq,
  name,
  result: JSON.stringify(result),
  at: 1_700_000_000_000 + seq,
});
const done = (at: number): TurnWrite['end'] => ({ state: 'done', reason: null, at });
const idsOf = async (store: Store) => (await store.waiting()).map(({ id }) => id);

function testAppend(start: Start): void {
  test('an event comes back as it was', async () => {
    const { store, add } = await start();
    const payload = { text: '"𝕳𝖎" \u0000 \ud800 \u202e', list: [1.5, null, true, { deep: [[]] }], '': '' };
    const lane = "production:smooch:5f:it's «ñ» 👩‍👧";
    const id = await add({ lane, kind: 'user-deleted', payload, receivedAt: 1_700_000_000_123 });
    expect(await store.event(id)).toEqual({
      id,
      origin: id,
      lane,
      kind: 'user-deleted',
      payload,
      receivedAt: 1_700_000_000_123,
      takeovers: 0,
      progress: undefined,
    });
    expect(await store.steps(id)).toEqual([]);
    expect(await store.event(id + 1)).toBeUndefined();
  });

  test('waiting events stand in the order of append, over all lanes', async () => {
    const { store, add } = await start();
    const ids = [await add({ lane: 'b' }), await add({ lane: 'a' }), await add({ lane: 'b', kind: 'desk' })];
    expect(await store.waiting()).toEqual([
      { id: ids[0], lane: 'b', kind: 'user', notBefore: 0 },
      { id: ids[1], lane: 'a', kind: 'user', notBefore: 0 },
      { id: ids[2], lane: 'b', kind: 'desk', notBefore: 0 },
    ]);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
  });

  test('control events can be listed alone', async () => {
    const { store, add, write, clock } = await start();
    await add();
    const finished = await add({ kind: 'control' });
    const id = await add({ kind: 'control' });
    await write(finished, { end: done(clock.now()) });
    expect(await store.waitingControl()).toEqual([{ id, lane: 'lane', kind: 'control', notBefore: 0 }]);
  });

  test('a key that was seen before makes a duplicate, in whatever lane and however late', async () => {
    const { store } = await start();
    const dedupe = { key: 'message:m1' };
    const [first] = await store.append([newEvent({ dedupe })]);
    const later = newEvent({ lane: 'another', dedupe, receivedAt: 1_700_000_000_000 + 23 * HOUR });
    expect(first).toMatchObject({ status: 'stored' });
    expect(await store.append([later])).toEqual([{ status: 'duplicate' }]);
    expect(await store.waiting()).toHaveLength(1);
  });

  test('a lane is open as long as an event of it is not finished', async () => {
    const { store, add, write, clock } = await start();
    expect(await store.isLaneOpen('lane')).toBe(false);
    const id = await add();
    expect([await store.isLaneOpen('lane'), await store.isLaneOpen('another')]).toEqual([true, false]);
    await write(id, { end: done(clock.now()) });
    expect(await store.isLaneOpen('lane')).toBe(false);
  });

  test('whether anything is kept of a conversation shows by the beginning of its lane', async () => {
    const { store, write, clock } = await start();
    const [stored] = await store.append([newEvent({ lane: 'é_%:smooch:app:ana' })]);
    const id = stored?.status === 'stored' ? stored.id : 0;
    const session = { document: '{}', usedAt: clock.now(), hasChat: false };
    await write(id, { lane: 'with:session', session, end: done(clock.now()) });
    for (const prefix of ['é_%:smooch:app:ana', 'é_%:smooch:app:', 'é_', 'with:']) {
      expect({ prefix, kept: await store.hasLane(prefix) }).toEqual({ prefix, kept: true });
    }
    for (const prefix of ['é_%:smooch:app:ana:', 'é_%:smooch:ap:', 'e', '%', 'without:']) {
      expect({ prefix, kept: await store.hasLane(prefix) }).toEqual({ prefix, kept: false });
    }
  });

  test('without a key nothing is a duplicate', async () => {
    const { store } = await start();
    await store.append([newEvent(), newEvent()]);
    expect(await store.waiting()).toHaveLength(2);
  });

  test('within one call duplicates count too', async () => {
    const { store } = await start();
    const event = newEvent({ dedupe: { key: 'message:m1' } });
    expect((await store.append([event, event, newEvent()])).map(({ status }) => status)).toEqual([
      'stored',
      'duplicate',
      'stored',
    ]);
  });

  test('a key with a time counts from the last event that was accepted', async () => {
    const { store } = await start();
    const at = async (ms: number) => {
      const event = newEvent({ dedupe: { key: 'press:b1', withinMs: 10_000 }, receivedAt: 1_700_000_000_000 + ms });
      return (await store.append([event]))[0]?.status;
    };
    expect(await at(0)).toBe('stored');
    expect(await at(9_000)).toBe('duplicate');
    expect(await at(10_000)).toBe('duplicate');
    expect(await at(10_001)).toBe('stored');
    expect(await at(20_000)).toBe('duplicate');
    expect(await at(20_002)).toBe('stored');
  });

  test('of the same key at the same moment one is stored', async () => {
    const { store } = await start();
    const event = newEvent({ dedupe: { key: 'message:m1' } });
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => store.append([event])));
    expect(outcomes.flat().filter(({ status }) => status === 'stored')).toHaveLength(1);
    expect(await store.waiting()).toHaveLength(1);
  });

  test('many at the same moment are all stored, each caller gets its own ids', async () => {
    const { store } = await start();
    const callers = Array.from({ length: 200 }, (_, index) => `caller ${index}`);
    const outcomes = await Promise.all(
      callers.map((lane) => store.append([newEvent({ lane, payload: 1 }), newEvent({ lane, payload: 2 })])),
    );
    for (const [index, lane] of callers.entries()) {
      const events = await Promise.all(
        outcomes[index]!.map((outcome) => (outcome.status === 'stored' ? store.event(outcome.id) : undefined)),
      );
      expect(events).toEqual([
        expect.objectContaining({ lane, payload: 1 }),
        expect.objectContaining({ lane, payload: 2 }),
      ]);
    }
    expect(new Set(await idsOf(store)).size).toBe(400);
  });

  test('all or none', async () => {
    const { store } = await start();
    const circular: Record<string, unknown> = {};
    circular.itself = circular;
    const good = newEvent({ dedupe: { key: 'message:m1' } });
    await expect(store.append([good, newEvent({ payload: circular })])).rejects.toThrow();
    expect(await store.waiting()).toEqual([]);
    expect(await store.append([good])).toMatchObject([{ status: 'stored' }]);
  });

  test('nothing is nothing', async () => {
    const { store } = await start();
    expect(await store.append([])).toEqual([]);
  });

  test('what nobody can handle is a dead letter from the beginning: it never waits, and its lane stays free', async () => {
    const { store, clock } = await start();
    const letter = newEvent({ kind: 'not-understood', payload: { body: '\u0000\ud800' }, receivedAt: clock.now() });
    const dedupe = { key: 'message:m1' };
    const outcomes = await store.append([
      { ...letter, setAside: 'not understood: text: \u0000', dedupe },
      newEvent({ lane: 'another' }),
      { ...letter, setAside: 'not understood: text: \u0000', dedupe },
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['stored', 'stored', 'duplicate']);
    const [id, waits] = outcomes.map((outcome) => (outcome.status === 'stored' ? outcome.id : 0));
    expect(await idsOf(store)).toEqual([waits]);
    expect(await store.isLaneOpen('lane')).toBe(false);
    expect(await store.parked()).toEqual([
      {
        id,
        lane: 'lane',
        kind: 'not-understood',
        state: 'parked',
        reason: expect.stringMatching(/^not understood: text: /),
        receivedAt: clock.now(),
      },
    ]);
    expect(await store.event(id!)).toMatchObject({ kind: 'not-understood', payload: { body: '\u0000\ud800' } });
  });

  test('arrivals of users since a time, for the flood limit', async () => {
    const { store, add } = await start();
    await add({ lane: 'a', receivedAt: 1_000 });
    await add({ lane: 'a', receivedAt: 2_000 });
    await add({ lane: 'b', receivedAt: 3_000, kind: 'desk' });
    await add({ lane: 'c', receivedAt: 3_000, payload: PICTURE });
    expect(await store.arrivalsSince(2_000)).toEqual([
      { lane: 'a', receivedAt: 2_000, media: false },
      { lane: 'c', receivedAt: 3_000, media: true },
    ]);
  });
}

function testFlood(start: Start): void {
  const TEXT = { conversation: CONVERSATION, input: { kind: 'text', text: 'hi' } };
  const lane = 'production:smooch:5f:ana';

  /** An inbox over the store, whose events wait for ever. */
  const inboxOf = ({ store, clock }: OpenStore, flood: FloodLimits) => {
    const lanes = createLanes({ concurrency: 100, clock, run: () => new Promise(() => {}) });
    const inbox = createInbox({ store, lanes, flood, maxWaiting: 1_000, clock });
    /** `t` is a text, `m` a picture. @returns what was taken */
    const bring = async (drawn: string, together = false) => {
      const events = [...drawn].map((sign) =>
        newEvent({ lane, payload: sign === 'm' ? PICTURE : TEXT, receivedAt: clock.now() }),
      );
      const outcomes: string[] = [];
      for (const part of together ? [events] : events.map((event) => [event]))
        outcomes.push(...(await inbox.accept(part)));
      return [...drawn].filter((_, index) => outcomes[index] === 'stored').join('');
    };
    return { bring, lanes };
  };

  test.each([false, true])('media in a row count once, in one payload: %s', async (together) => {
    for (const flood of [
      { waiting: 3, per_minute: 0 },
      { waiting: 0, per_minute: 3 },
    ]) {
      const { bring } = inboxOf(await start(), flood);
      expect(await bring(`t${'m'.repeat(40)}t`, together)).toBe(`t${'m'.repeat(40)}t`);
      expect(await bring('tm')).toBe('');
    }
  });

  test('media that go on where an album ended belong to it; others count', async () => {
    const { bring } = inboxOf(await start(), { waiting: 3, per_minute: 3 });
    expect([await bring('tm'), await bring('mm', true), await bring('t'), await bring('mt')]).toEqual([
      'tm',
      'mm',
      't',
      '',
    ]);
  });

  test('arrivals count for a minute, an album since its last picture', async () => {
    const opened = await start();
    const { bring } = inboxOf(opened, { waiting: 0, per_minute: 2 });
    expect(await bring('mm')).toBe('mm');
    opened.clock.advance(40_000);
    expect(await bring('mtt')).toBe('mt');
    opened.clock.advance(40_000);
    expect(await bring('t')).toBe('');
    opened.clock.advance(20_000);
    expect(await bring('tmm')).toBe('tmm');
  });

  test('with an agent ten times as many are let in, from when the session says so until it says otherwise', async () => {
    const opened = await start();
    const { bring } = inboxOf(opened, { waiting: 0, per_minute: 3 });
    const id = await opened.add({ lane, kind: 'desk' });
    const keep = (state: string) =>
      opened.write(id, {
        lane,
        session: { document: JSON.stringify({ chat: { id: 'c', state } }), usedAt: opened.clock.now(), hasChat: true },
      });
    await keep('waiting');
    expect(await bring('tttt')).toBe('ttt');
    await keep('active');
    expect(await bring('t'.repeat(30))).toBe('t'.repeat(27));
    await keep('waiting');
    expect(await bring('t')).toBe('');
  });

  test('what was let in before is known after a restart', async () => {
    const opened = await start();
    const both = { waiting: 2, per_minute: 2 };
    await inboxOf(opened, both).bring('tmmm');
    await opened.reopen();
    const { bring, lanes } = inboxOf(opened, both);
    for (const event of await opened.store.waiting()) lanes.add(event);
    expect(await bring('mmt')).toBe('mm');
  });
}

function testTurns(start: Start): void {
  test('its steps come back in their order', async () => {
    const { store, add, write } = await start();
    const id = await add();
    await write(id, { steps: [step(0, 'ask', { answers: ['hi'] }), step(1, 'render', [])] });
    await write(id, { steps: [step(2, 'send:0', { id: 'm1' })] });
    expect(await store.steps(id)).toEqual([
      { name: 'ask', result: '{"answers":["hi"]}', at: 1_700_000_000_000 },
      { name: 'render', result: '[]', at: 1_700_000_000_001 },
      { name: 'send:0', result: '{"id":"m1"}', at: 1_700_000_000_002 },
    ]);
  });

  test('ends: it waits no more, its steps stay', async () => {
    const { store, add, write, clock } = await start();
    const [first, second] = [await add(), await add()];
    await write(first, { steps: [step(0, 'ask')], end: done(clock.now()) });
    expect(await idsOf(store)).toEqual([second]);
    expect(await store.steps(first)).toHaveLength(1);
    expect(await store.parked()).toEqual([]);
  });

  test('keeps the session of its conversation, replaces it, leaves it and removes it', async () => {
    const { store, add, write, clock } = await start();
    const id = await add();
    const session = (document: string | null) => ({ session: { document, usedAt: clock.now(), hasChat: false } });
    expect(await store.session('lane')).toBeUndefined();
    await write(id, session('{"a":1}'));
    await write(id, session('{"a":2}'));
    await write(id, {});
    expect(await store.session('lane')).toBe('{"a":2}');
    expect(await store.session('another')).toBeUndefined();
    await write(id, session(null));
    expect(await store.session('lane')).toBeUndefined();
  });

  test('says where it stands without being put down', async () => {
    const { store, add, write } = await start();
    const id = await add();
    const progress = { step: 'send:0', attempts: 2, since: 5, nothingHappened: false };
    await write(id, { progress });
    expect(await store.event(id)).toMatchObject({ progress });
    expect(await store.waiting()).toEqual([expect.objectContaining({ id, notBefore: 0 })]);
  });

  test('is put down and remembers where it was, until it ends', async () => {
    const { store, add, write, clock } = await start();
    const id = await add();
    const progress = { step: 'send:0', attempts: 3, since: 1_700_000_000_000, nothingHappened: false };
    await write(id, { putDown: { notBefore: clock.now() + 60_000, progress } });
    expect(await store.waiting()).toEqual([{ id, lane: 'lane', kind: 'user', notBefore: clock.now() + 60_000 }]);
    expect(await store.event(id)).toMatchObject({ progress });
    await write(id, { end: { state: 'parked', reason: 'refused', at: clock.now() } });
    expect((await store.event(id))?.progress).toBeUndefined();
  });

  test('keeps how often it was begun without an end, until it is put down', async () => {
    const { store, add, write, clock } = await start();
    const [id, other] = [await add(), await add({ lane: 'another' })];
    await write(id, { takeovers: 3, steps: [step(0, 'ask', 'hi')] });
    await write(id, { takeovers: 4 });
    expect(await store.event(id)).toMatchObject({ takeovers: 4 });
    expect(await store.event(other)).toMatchObject({ takeovers: 0 });
    const progress = { step: 'ask', attempts: 1, since: clock.now(), nothingHappened: true };
    await write(id, { putDown: { notBefore: 7, progress } });
    expect(await store.event(id)).toMatchObject({ takeovers: 0 });
  });

  test('links its chat with the conversation', async () => {
    const { store, add, write, clock } = await start();
    const id = await add();
    const chat = { chat: 'app:c1', lane: 'lane', environment: 'production' };
    await write(id, { chats: [chat] });
    expect(await store.chatLane('app:c1')).toEqual({ lane: 'lane', environment: 'production' });
    expect(await store.chatLane('app:c2')).toBeUndefined();
    await write(id, { chats: [{ ...chat, lane: 'another', endedAt: clock.now() }] });
    expect(await store.chatLane('app:c1')).toEqual({ lane: 'another', environment: 'production' });
  });

  test('what it writes at one moment is written whole or not at all', async () => {
    const { store, add, write, clock } = await start();
    const id = await add();
    await write(id, { steps: [step(0, 'ask', 'first')] });
    const broken = write(id, {
      steps: [step(1, 'render'), step(0, 'ask', 'again')],
      session: { document: '{}', usedAt: clock.now(), hasChat: false },
      chats: [{ chat: 'app:c1', lane: 'lane', environment: 'production' }],
      end: done(clock.now()),
    });
    await expect(broken).rejects.toThrow();
    expect(await store.steps(id)).toEqual([expect.objectContaining({ name: 'ask', result: '"first"' })]);
    expect(await store.session('lane')).toBeUndefined();
    expect(await store.chatLane('app:c1')).toBeUndefined();
    expect(await idsOf(store)).toEqual([id]);
  });

  test('a write that is impossible does not take its neighbours with it', async () => {
    const { store, add, write, clock } = await start();
    const ids = [await add(), await add(), await add()];
    await write(ids[1]!, { steps: [step(0, 'ask')] });
    const outcomes = await Promise.allSettled([
      write(ids[0]!, { steps: [step(0, 'ask')] }),
      write(ids[1]!, { steps: [step(0, 'ask', 'something else')] }),
      write(ids[2]!, { end: done(clock.now()) }),
      add(),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(await store.steps(ids[0]!)).toHaveLength(1);
    expect(store.healthy()).toBe(true);
  });
}

function testReplay(start: Start): void {
  const parked: TurnWrite['end'] = { state: 'parked', reason: 'Smooch refused it', at: 1_700_000_000_500 };

  test('are listed with the reason, those that ended well are not', async () => {
    const { store, add, write, clock } = await start();
    const [first, second, third] = [await add(), await add({ kind: 'desk', lane: 'b' }), await add()];
    await write(first, { end: parked });
    await write(second, { end: { ...parked, state: 'undeliverable', reason: 'blocked' } });
    await write(third, { end: done(clock.now()) });
    const receivedAt = clock.now();
    expect(await store.parked()).toEqual([
      { id: first, lane: 'lane', kind: 'user', state: 'parked', reason: 'Smooch refused it', receivedAt },
      { id: second, lane: 'b', kind: 'desk', state: 'undeliverable', reason: 'blocked', receivedAt },
    ]);
  });

  test('a replay stands at the end of its lane and takes its steps along', async () => {
    const { store, add, write } = await start();
    const id = await add({ payload: { text: 'once more' }, receivedAt: 1_700_000_000_000 });
    await write(id, { steps: [step(0, 'ask', 'hi'), step(1, 'render')] });
    await write(id, { end: parked });
    const behind = await add();
    const again = await store.replay(id);
    expect(again).toMatchObject({ lane: 'lane', kind: 'user', notBefore: 0 });
    expect(await idsOf(store)).toEqual([behind, again!.id]);
    expect(await store.event(again!.id)).toMatchObject({
      origin: id,
      payload: { text: 'once more' },
      receivedAt: 1_700_000_000_000,
      takeovers: 0,
    });
    expect((await store.steps(again!.id)).map(({ name }) => name)).toEqual(['ask', 'render']);
    expect(await store.event(id)).toBeUndefined();
    expect(await store.parked()).toEqual([]);
  });

  test('a replay of a replay still names the first event', async () => {
    const { store, add, write } = await start();
    const id = await add();
    await write(id, { end: parked });
    const again = await store.replay(id);
    await write(again!.id, { end: { ...parked, state: 'undeliverable' } });
    const third = await store.replay(again!.id);
    expect(await store.event(third!.id)).toMatchObject({ origin: id });
  });

  test('what waits, ended well or is unknown cannot be replayed', async () => {
    const { store, add, write, clock } = await start();
    const [waiting, finished] = [await add(), await add()];
    await write(finished, { end: done(clock.now()) });
    for (const id of [waiting, finished, 4_711]) expect(await store.replay(id)).toBeUndefined();
    expect(await idsOf(store)).toEqual([waiting]);
  });

  test('what was never understood can be replayed like any other, more than once', async () => {
    const { store, write } = await start();
    const letter = newEvent({ kind: 'not-understood', setAside: 'not understood' });
    const [outcome] = await store.append([letter]);
    const id = outcome?.status === 'stored' ? outcome.id : 0;
    const again = await store.replay(id);
    expect(again).toMatchObject({ lane: 'lane', kind: 'not-understood' });
    expect(await idsOf(store)).toEqual([again!.id]);
    const claimed = (await store.claims?.claim(10))?.map(({ event }) => event.id);
    if (claimed !== undefined) expect(claimed).toEqual([again!.id]);
    const attempt = claimed === undefined ? undefined : 1;
    await write(again!.id, { attempt, end: { ...parked, reason: 'not understood' } });
    expect(await store.parked()).toMatchObject([{ id: again!.id, reason: 'not understood' }]);
    expect(await store.replay(again!.id)).toMatchObject({ kind: 'not-understood' });
  });

  test('two replays at the same moment make one', async () => {
    const { store, add, write } = await start();
    const id = await add();
    await write(id, { end: parked });
    const replays = await Promise.all([store.replay(id), store.replay(id)]);
    expect(replays.filter((again) => again !== undefined)).toHaveLength(1);
    expect(await store.waiting()).toHaveLength(1);
  });
}

function testKeys(start: Start): void {
  test('are kept by space and key, with their time', async () => {
    const { store, clock } = await start();
    await store.put('secrets', 'b', 'one');
    clock.advance(5_000);
    await store.put('secrets', 'a', 'two');
    await store.put('extra-info', 'a', 'three');
    const at = clock.now();
    expect(await store.get('secrets', 'b')).toEqual({ key: 'b', value: 'one', at: at - 5_000 });
    expect(await store.get('extra-info', 'b')).toBeUndefined();
    expect(await store.list('secrets')).toEqual([
      { key: 'a', value: 'two', at },
      { key: 'b', value: 'one', at: at - 5_000 },
    ]);
    expect(await store.list('nothing')).toEqual([]);
  });

  test('are found over all spaces whose names begin alike', async () => {
    const { store, clock } = await start();
    await store.put('of:b', 'x', 'one');
    await store.put('of:a:é_%', 'y', 'two');
    await store.put('off', 'z', 'three');
    const at = clock.now();
    expect(await store.listUnder('of:')).toEqual([
      { space: 'of:a:é_%', key: 'y', value: 'two', at },
      { space: 'of:b', key: 'x', value: 'one', at },
    ]);
    expect(await store.listUnder('of:a:é_%')).toHaveLength(1);
    expect(await store.listUnder('o%')).toEqual([]);
  });

  test('can be replaced and removed', async () => {
    const { store, clock } = await start();
    await store.put('secrets', 'a', 'one');
    clock.advance(1);
    await store.put('secrets', 'a', 'two');
    expect(await store.get('secrets', 'a')).toEqual({ key: 'a', value: 'two', at: clock.now() });
    await store.remove('secrets', 'a');
    await store.remove('secrets', 'a');
    expect(await store.list('secrets')).toEqual([]);
  });

  test('what became of a message: the latest counts, but a failure stays', async () => {
    const { store } = await start();
    expect(await store.delivery('m1')).toBeUndefined();
    await store.recordDelivery('m1', 'channel');
    await store.recordDelivery('m1', 'user');
    expect(await store.delivery('m1')).toBe('user');
    await store.recordDelivery('m1', 'failure: blocked');
    await store.recordDelivery('m1', 'channel');
    expect(await store.delivery('m1')).toBe('failure: blocked');
    expect(await store.delivery('m2')).toBeUndefined();
  });
}

function testErase(start: Start): void {
  test('deletes all of it, and nothing of any other', async () => {
    const { store, add, write, clock } = await start();
    const everything = async (lane: string) => {
      const ids = [await add({ lane }), await add({ lane }), await add({ lane })];
      const session = { document: '{}', usedAt: clock.now(), hasChat: true };
      const chats = [{ chat: `app:${lane}`, lane, environment: 'production' }];
      await write(ids[0]!, { lane, steps: [step(0, 'ask')], session, chats, end: done(clock.now()) });
      await write(ids[1]!, { lane, end: { state: 'parked', reason: 'refused', at: clock.now() } });
      return ids;
    };
    const [erased, kept] = [await everything('erased'), await everything('kept')];
    await store.erase('erased');
    for (const id of erased) {
      expect(await store.event(id)).toBeUndefined();
      expect(await store.steps(id)).toEqual([]);
    }
    expect(await store.session('erased')).toBeUndefined();
    expect(await store.chatLane('app:erased')).toBeUndefined();
    expect(await idsOf(store)).toEqual([kept[2]]);
    expect(await store.parked()).toEqual([expect.objectContaining({ id: kept[1] })]);
    expect(await store.steps(kept[0]!)).toHaveLength(1);
    expect(await store.session('kept')).toBe('{}');
    expect(await store.chatLane('app:kept')).toBeDefined();
    await store.erase('nobody');
  });

  test('ends a turn that was under way without a trace', async () => {
    const { store, add, write, clock } = await start();
    const id = await add();
    await store.erase('lane');
    const session = { document: '{}', usedAt: clock.now(), hasChat: true };
    const chats = [{ chat: 'app:chat', lane: 'lane', environment: 'production' }];
    await write(id, { steps: [step(0, 'ask', 'secret')], session, chats });
    await write(id, { end: done(clock.now()) });
    expect(await store.event(id)).toBeUndefined();
    expect(await store.steps(id)).toEqual([]);
    expect(await store.session('lane')).toBeUndefined();
    expect(await store.chatLane('app:chat')).toBeUndefined();
    expect(await store.waiting()).toEqual([]);
  });

  test('takes along what events of its chats have left where they looked for it', async () => {
    const { store, add, write, clock } = await start();
    const chats = [{ chat: 'app:mine', lane: 'lane', environment: 'production' }];
    await write(await add(), { chats, end: done(clock.now()) });
    const mine = await add({ lane: 'desk:app:mine', kind: 'desk-lookup' });
    const other = await add({ lane: 'desk:app:other', kind: 'desk-lookup' });
    await write(mine, { lane: 'desk:app:mine', steps: [step(0, 'find')], end: done(clock.now()) });
    await store.erase('lane');
    expect(await store.event(mine)).toBeUndefined();
    expect(await store.steps(mine)).toEqual([]);
    expect(await store.event(other)).toBeDefined();
  });

  test('happens at once when the user is deleted, whatever the conversation waits for', async () => {
    const { store, add, write, clock } = await start();
    const id = await add();
    const progress = { step: 'send:0', attempts: 1, since: clock.now(), nothingHappened: true };
    await write(id, { steps: [step(0, 'ask')], putDown: { notBefore: clock.now() + HOUR, progress } });
    const deletion = await add({ kind: 'user-deleted', payload: {} });
    expect(await store.event(id)).toBeUndefined();
    expect(await store.steps(id)).toEqual([]);
    expect(await idsOf(store)).toEqual([deletion]);
  });
}

function testSweep(start: Start): void {
  const limitsAt = (now: number) => ({ eventsBefore: now - 7 * DAY, sessionsBefore: now - 30 * DAY, now });

  /** Sweeps until nothing is left to do; @returns how many batches that took. */
  const sweepAll = async (store: Store, now: number, limits = limitsAt(now)) => {
    let batches = 1;
    while (await store.sweep(limits)) batches += 1;
    return batches;
  };

  test('takes finished events and their steps after the retention, counted from their end', async () => {
    const { store, add, write, clock } = await start();
    const began = clock.now();
    const [old, young, open] = [await add(), await add(), await add()];
    await write(old, { steps: [step(0, 'ask')], end: done(began) });
    await write(young, { steps: [step(0, 'ask')], end: done(began + DAY) });
    await sweepAll(store, began + 7 * DAY + 1);
    expect(await store.event(old)).toBeUndefined();
    expect(await store.steps(old)).toEqual([]);
    expect(await store.event(young)).toBeDefined();
    expect(await store.steps(young)).toHaveLength(1);
    await sweepAll(store, began + 60 * DAY);
    expect(await store.event(young)).toBeUndefined();
    expect(await idsOf(store)).toEqual([open]);
  });

  test('leaves parked and undeliverable events for 90 days', async () => {
    const { store, add, write, clock } = await start();
    const began = clock.now();
    const ids = [await add(), await add()];
    await write(ids[0]!, { end: { state: 'parked', reason: 'refused', at: began } });
    await write(ids[1]!, { end: { state: 'undeliverable', reason: 'blocked', at: began } });
    await sweepAll(store, began + 90 * DAY);
    expect(await store.parked()).toHaveLength(2);
    await sweepAll(store, began + 90 * DAY + 1);
    expect(await store.parked()).toEqual([]);
  });

  test('leaves what was not understood as long, but only with a user who can ask for it to be erased', async () => {
    const { store, clock } = await start();
    const began = clock.now();
    const letter = newEvent({ kind: 'not-understood', setAside: 'not understood', receivedAt: began });
    await store.append([
      { ...letter, lane: 'production:smooch:5f:ana' },
      { ...letter, lane: 'production:nobody:smooch:5f' },
      { ...letter, lane: 'desk:app:chat' },
    ]);
    await sweepAll(store, began + 7 * DAY);
    expect(await store.parked()).toHaveLength(3);
    await sweepAll(store, began + 7 * DAY + 1);
    expect((await store.parked()).map(({ lane }) => lane)).toEqual(['production:smooch:5f:ana']);
    await sweepAll(store, began + 90 * DAY + 1);
    expect(await store.parked()).toEqual([]);
  });

  test('forgets duplicates with the events, but never within 24 hours', async () => {
    const { store, clock, add } = await start();
    const began = clock.now();
    const dedupe = { key: 'message:m1' };
    await add({ dedupe });
    const shortly = (now: number) => ({ eventsBefore: now - HOUR, sessionsBefore: now - HOUR, now });
    const isDuplicate = async () => (await store.append([newEvent({ dedupe })]))[0]?.status === 'duplicate';
    await sweepAll(store, began + DAY, shortly(began + DAY));
    expect(await isDuplicate()).toBe(true);
    await sweepAll(store, began + DAY + 1, shortly(began + DAY + 1));
    expect(await isDuplicate()).toBe(false);
  });

  test('ends sessions that nobody used, but not those with a chat', async () => {
    const { store, add, write, clock } = await start();
    const began = clock.now();
    for (const [lane, hasChat] of [
      ['idle', false],
      ['chatting', true],
    ] as const) {
      await write(await add({ lane }), { lane, session: { document: '{}', usedAt: began, hasChat } });
    }
    await sweepAll(store, began + 30 * DAY);
    expect(await store.session('idle')).toBe('{}');
    await sweepAll(store, began + 30 * DAY + 1);
    expect(await store.session('idle')).toBeUndefined();
    expect(await store.session('chatting')).toBe('{}');
  });

  test('forgets chats 30 days after their end, and open ones never', async () => {
    const { store, add, write, clock } = await start();
    const began = clock.now();
    const chat = { lane: 'lane', environment: 'production' };
    await write(await add(), {
      chats: [
        { ...chat, chat: 'ended', endedAt: began },
        { ...chat, chat: 'open' },
      ],
    });
    await sweepAll(store, began + 30 * DAY);
    expect(await store.chatLane('ended')).toBeDefined();
    await sweepAll(store, began + 30 * DAY + 1);
    expect(await store.chatLane('ended')).toBeUndefined();
    expect(await store.chatLane('open')).toBeDefined();
  });

  test('forgets delivery events after an hour', async () => {
    const { store, clock } = await start();
    const began = clock.now();
    await store.recordDelivery('m1', 'user');
    await sweepAll(store, began + HOUR);
    expect(await store.delivery('m1')).toBe('user');
    await sweepAll(store, began + HOUR + 1);
    expect(await store.delivery('m1')).toBeUndefined();
  });

  test('leaves secrets and the last good ExtraInfo alone', async () => {
    const { store, clock } = await start();
    await store.put('secrets', 'a', 'one');
    await sweepAll(store, clock.now() + 1_000 * DAY);
    expect(await store.get('secrets', 'a')).toBeDefined();
  });

  test('works in small batches, and has deleted everything old when it says that it is through', async () => {
    const { store, clock } = await start();
    const began = clock.now();
    const count = 2_500;
    const event = (index: number) =>
      newEvent({ lane: `lane ${index}`, receivedAt: began, dedupe: { key: `m${index}` } });
    const outcomes = await store.append(Array.from({ length: count }, (_, index) => event(index)));
    const session = { document: '{}', usedAt: began, hasChat: false };
    await Promise.all(
      outcomes.map((outcome, index) => {
        const eventId = outcome.status === 'stored' ? outcome.id : 0;
        const write = { eventId, lane: `lane ${index}`, steps: [], chats: [], session, end: done(began) };
        return Promise.all([store.writeTurn(write), store.recordDelivery(`m${index}`, 'user')]);
      }),
    );
    const later = began + 60 * DAY;
    expect(await sweepAll(store, later)).toBeGreaterThan(2);
    const last = outcomes.at(-1);
    expect(last?.status === 'stored' && (await store.event(last.id))).toBeUndefined();
    expect(await store.delivery(`m${count - 1}`)).toBeUndefined();
    expect(await store.session(`lane ${count - 1}`)).toBeUndefined();
    expect(await store.append([event(count - 1)])).toMatchObject([{ status: 'stored' }]);
  });

  test('gets through delivery events also when there are many more of them than events', async () => {
    const { store, clock } = await start();
    const ids = Array.from({ length: 2_500 }, (_, index) => `m${index}`);
    await Promise.all(ids.map((id) => store.recordDelivery(id, 'user')));
    await sweepAll(store, clock.now() + 2 * HOUR);
    expect(await store.delivery(ids[0]!)).toBeUndefined();
    expect(await store.delivery(ids.at(-1)!)).toBeUndefined();
  });

  test('old duplicates are forgotten although a thousand buttons before them are pressed again and again', async () => {
    const { store, clock } = await start();
    const began = clock.now();
    const press = (index: number, receivedAt: number) =>
      newEvent({ dedupe: { key: `press:${index}`, withinMs: 10_000 }, receivedAt });
    const buttons = Array.from({ length: 1_000 }, (_, index) => index);
    await store.append(buttons.map((index) => press(index, began)));
    const once = newEvent({ dedupe: { key: 'message:m1' }, receivedAt: began });
    await store.append([once]);
    const later = began + 8 * DAY;
    await store.append(buttons.map((index) => press(index, later)));
    await sweepAll(store, later);
    expect(await store.append([once])).toMatchObject([{ status: 'stored' }]);
  });
}

function testRestart(start: Start): void {
  test('everything that was acknowledged is there', async () => {
    const { store, add, write, clock, reopen } = await start();
    const dedupe = { key: 'message:m1' };
    const id = await add({ dedupe, payload: { text: 'hi' } });
    const parked = await add();
    await write(parked, { end: { state: 'parked', reason: 'refused', at: clock.now() } });
    const progress = { step: 'send:0', attempts: 1, since: clock.now(), nothingHappened: true };
    await write(id, {
      steps: [step(0, 'ask', 'hi')],
      session: { document: '{"a":1}', usedAt: clock.now(), hasChat: true },
      chats: [{ chat: 'app:c1', lane: 'lane', environment: 'production' }],
      putDown: { notBefore: 7, progress },
    });
    await write(id, { takeovers: 1 });
    await store.put('secrets', 'a', 'one');
    await store.recordDelivery('m1', 'user');
    const again = await reopen();
    expect(await again.waiting()).toEqual([{ id, lane: 'lane', kind: 'user', notBefore: 7 }]);
    expect(await again.event(id)).toMatchObject({ payload: { text: 'hi' }, takeovers: 1, progress });
    expect(await again.steps(id)).toEqual([expect.objectContaining({ name: 'ask', result: '"hi"' })]);
    expect(await again.session('lane')).toBe('{"a":1}');
    expect(await again.chatLane('app:c1')).toBeDefined();
    expect(await again.parked()).toEqual([expect.objectContaining({ id: parked })]);
    expect(await again.get('secrets', 'a')).toMatchObject({ value: 'one' });
    expect(await again.delivery('m1')).toBe('user');
    expect(await again.append([newEvent({ dedupe })])).toEqual([{ status: 'duplicate' }]);
  });

  test('ids go on growing, also when the newest events were deleted', async () => {
    const { store, add, reopen } = await start();
    await add({ lane: 'kept' });
    const newest = await add({ lane: 'erased' });
    await store.erase('erased');
    await reopen();
    expect(await add()).toBeGreaterThan(newest);
  });

  test('the id of the store stays, and is another one for another store', async () => {
    const [one, two] = [await start(), await start()];
    const { id } = one.store;
    expect(id).toMatch(/^\S+$/);
    expect((await one.reopen()).id).toBe(id);
    expect(two.store.id).not.toBe(id);
  });

  test('what was written without waiting for it is there when the store is closed in order', async () => {
    const { add, reopen } = await start();
    const writes = Array.from({ length: 50 }, () => add());
    const again = await reopen();
    await Promise.all(writes);
    expect(await again.waiting()).toHaveLength(50);
  });
}

/** What a sender may put into an id, genuine or not. */
const ODD_IDS: [name: string, id: string][] = [
  ['NUL', 'a\u0000b'],
  ['half a surrogate pair', 'a\ud800b'],
  ['the other half, at the end', 'ab\udc00'],
  ['control characters', '\u0001\u0007\b\t\n\r\u001f\u007f\u0085\u2028'],
  ['invisible and reversing signs', '\u200e\u202e\ufeff\ufffe\uffff'],
  ['quotes and backslashes', `'"\\\\u0000;--%_$1`],
  ['5,000 characters', 'x'.repeat(5_000)],
  ['5,000 characters of four bytes', '\u{1d573}'.repeat(2_500)],
  ['nothing', ''],
];

function testOddIds(start: Start): void {
  test.each(ODD_IDS)('%s: an event is stored once, and found by its lane', async (_name, id) => {
    const { store, add, write } = await start();
    const lane = `production:smooch:app:${id}`;
    const odd = newEvent({ lane, payload: { text: id }, dedupe: { key: `message:${id}` } });
    const press = newEvent({ lane, dedupe: { key: `press:${id}`, withinMs: 10_000 } });
    const [first] = await store.append([odd, press], { waiting: 100, per_minute: 30 });
    expect(first).toMatchObject({ status: 'stored' });
    expect(await store.append([odd, press])).toEqual([{ status: 'duplicate' }, { status: 'duplicate' }]);
    expect(await store.isLaneOpen(lane)).toBe(true);
    const eventId = await add({ lane });
    await write(eventId, {
      lane,
      steps: [{ seq: 0, name: `sent ${id}`, result: JSON.stringify(id), at: 1 }],
      chats: [{ chat: `desk:${id}`, lane, environment: 'production' }],
      session: { document: JSON.stringify({ id }), usedAt: 1, hasChat: true },
      end: { state: 'parked', reason: `Smooch said ${id}`, at: 1 },
    });
    expect(JSON.parse((await store.steps(eventId))[0]!.result)).toBe(id);
    expect(JSON.parse((await store.session(lane))!)).toEqual({ id });
    expect(await store.chatLane(`desk:${id}`)).toMatchObject({ environment: 'production' });
    expect(await store.parked()).toHaveLength(1);
    expect(await store.replay(eventId)).toMatchObject({ kind: 'user' });
    await store.erase(lane);
    expect(await store.waiting()).toEqual([]);
    expect(await store.session(lane)).toBeUndefined();
  });

  test.each(ODD_IDS)('%s: small things and delivery events are found again', async (_name, id) => {
    const { store } = await start();
    await store.put(`space ${id}`, id, `value ${id}`);
    expect(await store.get(`space ${id}`, id)).toBeDefined();
    expect(await store.list(`space ${id}`)).toHaveLength(1);
    await store.remove(`space ${id}`, id);
    expect(await store.get(`space ${id}`, id)).toBeUndefined();
    await store.recordDelivery(id, `failure: ${id}`);
    expect(await store.delivery(id)).toMatch(/^failure/);
    expect(await store.exclusively(`name ${id}`, async () => 'done')).toBe('done');
  });

  test('ids that only differ in such a sign may stand in one delivery, also twice', async () => {
    const { store } = await start();
    const keys = ['press:a\u0000', 'press:a\ud800', 'press:a\udc00', 'press:a', 'press:a'];
    const events = keys.map((key) => newEvent({ lane: key, dedupe: { key, withinMs: 10_000 } }));
    const outcomes = await store.append(events);
    expect(outcomes[0]).toMatchObject({ status: 'stored' });
    expect(outcomes[3]).toMatchObject({ status: 'stored' });
    expect(outcomes[4]).toEqual({ status: 'duplicate' });
  });

  test('where several instances share the store they get the event', async () => {
    const { store, add } = await start();
    if (store.claims === undefined) return;
    for (const [, id] of ODD_IDS) await add({ lane: `lane ${id}` });
    const claimed = await store.claims.claim(20);
    expect(claimed).toHaveLength(ODD_IDS.length);
    for (const { event } of claimed) {
      expect(await store.claims.userEventsBehind(event.lane, event.id)).toBe(0);
      const end = { state: 'done', reason: null, at: 1 } as const;
      await store.writeTurn({ eventId: event.id, lane: event.lane, attempt: event.attempt, steps: [], chats: [], end });
    }
    expect(await store.claims.count()).toBe(0);
  });
}
