import { describe, expect, test } from 'vitest';
import { readEnvelope } from '../../src/http/envelope.ts';
import { messageBody } from '../support/smooch-bodies.ts';

const appId = '60aa00000000000000000001';
const v1 = messageBody({ appId, id: '60aa000000000000000000b1' }, 'hi there');
const v2 = { app: { id: appId }, webhook: { id: 'w1', version: 'v2' }, events: [] };
const desk = { trigger: 'messages:new', appId: 'hyperchat-app', data: { chatId: 'c1' } };

const read = (body: unknown, { method = 'POST', headers = {} } = {}) =>
  readEnvelope(method, headers, Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));

const hook = { 'x-hook-secret': 'the-handshake-secret' };

describe('the senders are told apart by shape', () => {
  test.each([
    ['trigger and app', v1, { kind: 'smooch-v1', body: v1, appId }],
    ['events[] and webhook', v2, { kind: 'smooch-v2', body: v2, appId }],
    ['trigger, appId and data', desk, { kind: 'desk-event', body: desk, appId: 'hyperchat-app' }],
  ])('%s', (_what, body, envelope) => {
    expect(read(body)).toEqual(envelope);
  });

  test.each(['GET', 'HEAD'])('a %s without a body is a visit', (method) => {
    expect(read('', { method })).toEqual({ kind: 'visit' });
  });

  test.each(['POST', 'PUT'])('a %s without a body is none', (method) => {
    expect(read('', { method })).toMatchObject({ kind: 'unknown' });
  });

  test.each([
    ['GET', ''],
    ['POST', ''],
    ['POST', '{}'],
    ['PUT', '{"hello":"world"}'],
    ['POST', 'no json'],
  ])('X-Hook-Secret and no event in the body is a handshake: %s %s', (method, body) => {
    expect(read(body, { method, headers: hook })).toEqual({ kind: 'desk-handshake', secret: 'the-handshake-secret' });
  });

  test.each([
    ['smooch-v1', v1],
    ['smooch-v2', v2],
    ['desk-event', desk],
  ])('X-Hook-Secret beside an event is none: %s', (kind, body) => {
    expect(read(body, { headers: hook })).toMatchObject({ kind });
  });

  test('an empty X-Hook-Secret is none', () => {
    expect(read('', { method: 'GET', headers: { 'x-hook-secret': '' } })).toEqual({ kind: 'visit' });
  });
});

describe('an app id must be 24 hex digits before it goes into a URL', () => {
  test.each([appId, appId.toUpperCase(), 'abcdefABCDEF012345678901'])('%s is one', (_id) => {
    expect(read({ ...v1, app: { _id } })).toMatchObject({ kind: 'smooch-v1', appId: _id });
  });

  test.each([undefined, null, 7, '', appId.slice(1), `${appId}0`, `${appId}\n`, `${appId.slice(1)}/`, [appId], {}])(
    '%j is none',
    (_id) => {
      expect(read({ ...v1, app: { _id } })).toMatchObject({ kind: 'unknown', problem: expect.stringContaining('24') });
      expect(read({ ...v2, app: { id: _id } })).toMatchObject({ kind: 'unknown' });
    },
  );
});

test.each(['', ' ', 'null', '[]', '"text"', '7', '{"trigger":', '{}{}', '\ufeff', '{"trigger":"x"}', '{"app":{}}'])(
  'what is of no known shape says so: %j',
  (body) => {
    expect(read(body)).toEqual({ kind: 'unknown', problem: expect.any(String) });
  },
);

test('the problem tells nothing of the body', () => {
  expect(JSON.stringify(read('{"trigger":"secret words","app":{"_id":"secret id"}}'))).not.toContain('secret');
  expect(JSON.stringify(read('secret words'))).not.toContain('secret');
});

describe('how much may be in one body', () => {
  const nested = (levels: number) => `{"app":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;

  test('maps and lists inside each other: a hundred', () => {
    expect(read(nested(100))).toMatchObject({ problem: expect.stringContaining('neither') });
    expect(read(nested(101))).toMatchObject({ kind: 'unknown', problem: expect.stringContaining('100 levels') });
  });

  test.each([
    ['brackets in a text', `{"text":"${'[{'.repeat(500)}"}`],
    ['brackets behind an escaped quote', `{"text":"\\"${'['.repeat(500)}"}`],
    ['many lists beside each other', `{"list":[${'[],'.repeat(500)}[]]}`],
  ])('%s are not deep', (_what, body) => {
    expect(read(body)).toMatchObject({ problem: expect.stringContaining('neither') });
  });

  test.each([
    ['a text that ends in a backslash', `{"text":"\\\\","list":${'['.repeat(500)}`],
    ['what is never closed', '[{"a":'.repeat(100)],
    ['an event', `{"trigger":"x","appId":"a","data":${'['.repeat(500)}${']'.repeat(500)}}`],
  ])('%s is', (_what, body) => {
    expect(read(body)).toMatchObject({ problem: expect.stringContaining('100 levels') });
  });

  test.each(['messages', 'postbacks', 'events'])('%s: a hundred', (name) => {
    const body = (count: number) => ({ ...v1, ...v2, [name]: Array.from({ length: count }, () => ({})) });
    expect(read(body(100))).toMatchObject({ kind: 'smooch-v2' });
    expect(read(body(101))).toMatchObject({ kind: 'unknown', problem: `the body has over 100 ${name}` });
  });

  test.each([{}, 'events', 5, null, { length: 1 }])('events that are no list are refused: %j', (events) => {
    expect(read({ ...v2, events })).toMatchObject({ kind: 'unknown', problem: 'events is not a list' });
  });
});
