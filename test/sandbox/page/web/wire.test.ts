import { expect, test } from 'vitest';
import type { WireEntry, WireTurn } from '../../../../sandbox/page/protocol/page-protocol.ts';
import { groupTurns } from '../../../../sandbox/page/web/wire/group-turns.ts';
import { troubleOf, verdictOf } from '../../../../sandbox/page/web/wire/judge-call.ts';
import { keepUnchanged } from '../../../../sandbox/page/web/wire/keep-unchanged.ts';

function turn(id: string, change: Partial<WireTurn> = {}): WireTurn {
  return {
    id,
    kind: 'user',
    title: id,
    state: 'done',
    startedAt: 1,
    entries: [],
    messageIds: [],
    canReplay: true,
    ...change,
  };
}

const loose = (id: string): WireTurn => turn(id, { kind: 'loose' });

function call(change: Partial<Extract<WireEntry, { what: 'call' }>>): WireEntry {
  const route = { from: 'connector', to: 'chatbot', method: 'POST', path: '/' } as const;
  return { what: 'call', id: 'c', label: 'ask the bot', at: 1, status: 200, ...route, ...change };
}

test('calls outside of turns stand together, and keep their name while the group grows', () => {
  const before = groupTurns([loose('l2'), loose('l1'), turn('t1'), loose('l0')]);
  expect(before.map(({ kind, id }) => [kind, id])).toEqual([
    ['loose', 'l1'],
    ['turn', 't1'],
    ['loose', 'l0'],
  ]);
  const after = groupTurns([loose('l3'), loose('l2'), loose('l1'), turn('t1')]);
  expect(after[0]).toMatchObject({ id: 'l1', turns: [{ id: 'l3' }, { id: 'l2' }, { id: 'l1' }] });
});

test('a reading keeps the objects of what did not change', () => {
  const before = [turn('a'), turn('b', { state: 'running' })];
  const after = keepUnchanged(before, [turn('c'), turn('a'), turn('b')]);
  expect(after.map(({ id }) => id)).toEqual(['c', 'a', 'b']);
  expect(after[1]).toBe(before[0]);
  expect(after[2]).not.toBe(before[1]);
  expect(keepUnchanged(before, structuredClone(before))).toBe(before);
  expect(keepUnchanged(before, before.slice(1))).toEqual([before[1]]);
});

test('calls are judged by how they ended', () => {
  const of = (status: number | undefined) => verdictOf({ status });
  expect([undefined, 0, 201, 302, 400, 503].map(of)).toEqual(['running', 'cut', 'good', 'good', 'refused', 'refused']);
});

test('trouble of a turn is told in a few words', () => {
  const trouble = (...entries: WireEntry[]) => troubleOf(turn('t', { entries }));
  expect(trouble(call({}), { what: 'step', name: 'ask', at: 2, result: null })).toBeUndefined();
  expect(trouble(call({ status: 500 }), call({ status: 0 }), call({ attempt: 3 }))).toBe('2 failed, 1 tried again');
  expect(trouble(call({ fault: 'delay' }))).toBe('1 delayed');
});
