import { describe, expect, test } from 'vitest';
import type { Call } from '../../torture/call-log.ts';
import type { Evidence, Row } from '../../torture/judge/evidence.ts';
import { judgeHandling } from '../../torture/judge/handled.ts';
import { judgeOrder } from '../../torture/judge/order.ts';
import { judgeRepeats } from '../../torture/judge/repeats.ts';
import type { Deed } from '../../torture/ledger.ts';
import type { StoredEvent } from '../../torture/read-store.ts';

// The judgement of a torture is worth nothing unless it finds what is wrong: each kind of wrong, by hand.

const LANE = 'production:smooch:app:user-1';

function deed(token: string, sentAt: number, more: Partial<Deed> = {}): Deed {
  const base = { kind: 'ask', user: 'user-1', token, id: `id-${token}`, parts: [`Only:${token}`] } as const;
  return { ...base, parts: [...base.parts], sentAt, ackedAt: sentAt + 5, ...more };
}

function stored(id: number, token: string, more: Partial<StoredEvent> = {}): StoredEvent {
  const payload = JSON.stringify({ messageId: `id-${token}`, input: { kind: 'text', text: `single ${token}` } });
  return { id, lane: LANE, kind: 'user', payload, state: 'done', reason: null, ...more };
}

function call(at: number, more: Partial<Call>): Call {
  const times = { at, effectAt: at + 10, endedAt: at + 12, status: 200 };
  return { service: 'smooch', endpoint: 'message', life: '1.1', session: 'user-1', ...times, ...more };
}

function send(at: number, event: number, token: string, more: Partial<Call> = {}): Call {
  const step = `store-${event}.0`;
  return call(at, { key: step, token, sent: { step, parts: [`Only:${token}`] }, ...more });
}

function ask(at: number, token: string, more: Partial<Call> = {}): Call {
  const key = JSON.stringify({ message: `single ${token}` });
  return call(at, { service: 'chatbot', session: 'bot-1', key, token, ...more });
}

function look(at: number, life: string, more: Partial<Call> = {}): Call {
  return call(at, { service: 'chatbot', endpoint: 'history', session: 'bot-1', life, ...more });
}

/** Two questions, asked, answered and stored as they should be. */
function good(): Evidence {
  return {
    deeds: [deed('u1x1', 1_000), deed('u1x2', 2_000)],
    calls: [ask(1_010, 'u1x1'), send(1_050, 1, 'u1x1'), ask(2_010, 'u1x2'), send(2_050, 2, 'u1x2')],
    lives: [
      { tag: '1.1', startedAt: 0, pauses: [] },
      { tag: '1.2', startedAt: 2_500, pauses: [] },
    ],
    outages: [],
    chats: [],
    posts: [],
    stored: [stored(1, 'u1x1'), stored(2, 'u1x2')],
    openAtTheEnd: 0,
  };
}

function wrongRows(change: Partial<Evidence>): string[] {
  const evidence = { ...good(), ...change };
  const rows: Row[] = [...judgeHandling(evidence), ...judgeRepeats(evidence), judgeOrder(evidence)];
  return rows.filter(({ findings }) => findings.length > 0).map(({ name }) => name.replace(/ \(.*/, ''));
}

test('what is as it should be is not complained about', () => {
  expect(wrongRows({})).toEqual([]);
});

describe('handling', () => {
  test('an acknowledged event that is not stored is lost', () => {
    expect(wrongRows({ stored: [stored(1, 'u1x1')] })).toEqual(['events lost: acknowledged, not handled']);
  });

  test('an event that is done without anything having happened is lost', () => {
    const calls = good().calls.filter(({ token }) => token !== 'u1x2');
    expect(wrongRows({ calls })).toEqual(['events lost: acknowledged, not handled']);
  });

  test('an apology is an answer, and counted apart', () => {
    const sorry = send(2_050, 2, '', {
      token: undefined,
      sent: { step: 'store-2.0', parts: [], label: 'Sorry, something went wrong.' },
    });
    const calls = [...good().calls.slice(0, 3), sorry];
    expect(wrongRows({ calls })).toEqual(['answered with an apology, the service being down']);
  });

  test('an answer of which a part is missing is incomplete', () => {
    const deeds = [deed('u1x1', 1_000, { parts: ['Only:u1x1', 'More:u1x1'] }), deed('u1x2', 2_000)];
    expect(wrongRows({ deeds })).toEqual(['answers incomplete']);
  });

  test('an event that is stored twice was handled twice', () => {
    expect(wrongRows({ stored: [...good().stored, stored(3, 'u1x2')] })).toEqual(['events handled twice']);
  });

  test('what waits in the end is stuck, what was set aside is a dead letter', () => {
    const waiting = [stored(1, 'u1x1'), stored(2, 'u1x2', { state: 'waiting' })];
    expect(wrongRows({ stored: waiting })).toEqual(['lanes stuck: events that wait in the end']);
    const parked = [stored(1, 'u1x1'), stored(2, 'u1x2', { state: 'parked', reason: 'Smooch refused' })];
    expect(wrongRows({ stored: parked })).toEqual(['dead letters']);
    const poisoned = [
      stored(1, 'u1x1'),
      stored(2, 'u1x2', { state: 'parked', reason: 'begun 5 times without an end' }),
    ];
    expect(wrongRows({ stored: poisoned })).toEqual(['set aside: begun five times without an end']);
  });

  test('what the connector refused for good is lost as well', () => {
    const deeds = [
      deed('u1x1', 1_000),
      deed('u1x2', 2_000, { ackedAt: undefined, lost: 'refused after 1 attempts, 401' }),
    ];
    expect(wrongRows({ deeds })).toEqual(['events refused for good, or given up by Smooch']);
  });
});

describe('repeats', () => {
  const killed = [
    { tag: '1.1', startedAt: 0, killedAt: 2_015, pauses: [] },
    { tag: '1.2', startedAt: 2_500, pauses: [] },
  ];
  const before = good().calls.slice(0, 2);
  const after = [send(5_100, 2, 'u1x2', { life: '1.2' })];

  test('a question asked twice by the same life', () => {
    expect(wrongRows({ calls: [...good().calls, ask(2_030, 'u1x2')] })).toEqual(['bot questions asked twice']);
  });

  test('in flight at a kill and not seen by the look-up: counted apart', () => {
    const late = ask(2_010, 'u1x2', { effectAt: 4_600, endedAt: 4_601 });
    const calls = [...before, late, look(4_500, '1.2'), ask(5_000, 'u1x2', { life: '1.2' }), ...after];
    expect(wrongRows({ calls, lives: killed })).toEqual(['repeats of calls in flight at a kill']);
  });

  test('in flight at a kill, but the look-up could see it', () => {
    const calls = [...before, ask(2_010, 'u1x2'), look(4_500, '1.2'), ask(5_000, 'u1x2', { life: '1.2' }), ...after];
    expect(wrongRows({ calls, lives: killed })).toEqual(['bot questions asked twice']);
  });

  test('in flight at a kill, and nobody looked', () => {
    const calls = [...before, ask(2_010, 'u1x2'), ask(5_000, 'u1x2', { life: '1.2' }), ...after];
    expect(wrongRows({ calls, lives: killed })).toEqual(['bot questions asked twice']);
  });

  test('a question whose first try and whose look-up failed: counted apart', () => {
    const first = ask(2_010, 'u1x2', { status: 500 });
    const blind = look(2_030, '1.1', { status: 500, effectAt: undefined });
    const again = [ask(2_060, 'u1x2'), send(2_090, 2, 'u1x2')];
    const twice = 'bot questions asked twice';
    expect(wrongRows({ calls: [...before, first, blind, ...again] })).toEqual([
      'questions asked again: look-up failed, too',
    ]);
    expect(wrongRows({ calls: [...before, first, ...again] })).toEqual([twice]);
    expect(wrongRows({ calls: [...before, first, look(2_030, '1.1'), ...again] })).toEqual([twice]);
    expect(wrongRows({ calls: [...before, { ...first, status: 200 }, blind, ...again] })).toEqual([twice]);
  });

  test('a message to a user is never repeated because its look-up failed', () => {
    const first = send(2_050, 2, 'u1x2', { status: 500 });
    const blind = call(2_070, { endpoint: 'history', status: 500, effectAt: undefined });
    const calls = [...good().calls.slice(0, 3), first, blind, send(2_090, 2, 'u1x2')];
    expect(wrongRows({ calls })).toEqual(['messages to users repeated']);
  });

  test('tracking is repeated after a failed call, whatever came next', () => {
    const track = (at: number, more: Partial<Call> = {}) =>
      call(at, { service: 'chatbot', endpoint: 'tracking', session: 'bot-1', key: 'rate 1', ...more });
    const failed = track(2_005, { status: 500 });
    expect(wrongRows({ calls: [...good().calls, failed, track(2_030)], lives: killed })).toEqual([
      'tracking repeated after a failed call',
    ]);
    expect(wrongRows({ calls: [...good().calls, { ...failed, status: 200 }, track(2_030)] })).toEqual([
      'ratings and other tracking repeated',
    ]);
  });

  test('the turn had gone on before the kill', () => {
    const lives = [{ ...killed[0]!, killedAt: 2_200 }, killed[1]!];
    const late = ask(2_010, 'u1x2');
    const next = send(2_050, 2, 'u1x2');
    const blind = look(4_500, '1.2', { status: 500, effectAt: undefined });
    const calls = [...before, late, next, blind, ask(5_000, 'u1x2', { life: '1.2' })];
    expect(wrongRows({ calls, lives })).toEqual(['bot questions asked twice']);
  });

  test('a message with the same mark, and the same words under another mark', () => {
    expect(wrongRows({ calls: [...good().calls, send(2_080, 2, 'u1x2')] })).toEqual(['messages to users repeated']);
    expect(wrongRows({ calls: [...good().calls, send(2_080, 3, 'u1x2')] })).toEqual(['answers repeated']);
  });

  test('a file that an agent got twice, and a chat nobody wanted', () => {
    const post = { chat: 'c1', user: 'user-1', token: 'u1x9', what: 'file', at: 3_000 } as const;
    expect(wrongRows({ posts: [post, post] })).toEqual(['files to agents repeated']);
    expect(wrongRows({ chats: [{ id: 'c1', user: 'user-1', at: 3_000 }] })).toEqual(['chats opened twice']);
  });
});

describe('order', () => {
  test('an event that was sent after another was acknowledged, and handled before it', () => {
    const [a, b, c, d] = good().calls as [Call, Call, Call, Call];
    const late = { effectAt: 2_300, at: 2_290, endedAt: 2_310 };
    expect(wrongRows({ calls: [a, { ...b, ...late }, c, d] })).toEqual(['order violations']);
  });

  test('without an acknowledgement in between nothing is promised', () => {
    const deeds = [deed('u1x1', 1_000, { ackedAt: 2_400 }), deed('u1x2', 2_000)];
    const [a, b, c, d] = good().calls as [Call, Call, Call, Call];
    const late = { effectAt: 2_300, at: 2_290, endedAt: 2_310 };
    expect(wrongRows({ deeds, calls: [a, { ...b, ...late }, c, d] })).toEqual([]);
  });
});
