import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { WireCall, WireEntry, WireTurn } from '../../../../sandbox/page/protocol/page-protocol.ts';
import { callToCurl } from '../../../../sandbox/page/web/wire/call-to-curl.ts';
import { filterTurns, hasFailed, isSlow } from '../../../../sandbox/page/web/wire/filter-turns.ts';

function turn(change: Partial<WireTurn> = {}): WireTurn {
  const what = { id: '1', kind: 'user', title: '“where are you?”', state: 'done', startedAt: 1000 } as const;
  return { ...what, durationMs: 20, entries: [], messageIds: [], canReplay: true, ...change };
}

function call(change: Partial<Extract<WireEntry, { what: 'call' }>> = {}): WireEntry {
  const route = { from: 'connector', to: 'chatbot', method: 'POST', path: '/v1/message' } as const;
  return { what: 'call', id: 'c', label: 'ask the bot', at: 1000, durationMs: 5, status: 200, ...route, ...change };
}

test.each<[string, Partial<WireTurn>, boolean]>([
  ['all went well', { entries: [call()] }, false],
  ['a call is in progress', { entries: [call({ status: undefined })] }, false],
  ['a call was only late', { entries: [call({ fault: 'delay' })] }, false],
  ['a call was refused and made again', { entries: [call({ status: 500 }), call({ attempt: 2 })] }, true],
  ['a call ended without an answer', { entries: [call({ status: 0 })] }, true],
  ['it was parked', { state: 'parked' }, true],
  ['it cannot be delivered', { state: 'undeliverable' }, true],
])('a turn has failed or not: %s', (_what, change, failed) => {
  expect(hasFailed(turn(change))).toBe(failed);
});

test.each<[string, Partial<WireTurn>, boolean]>([
  ['a moment', {}, false],
  ['almost a second', { durationMs: 999 }, false],
  ['a second', { durationMs: 1000 }, true],
  ['a call of it a second', { entries: [call({ durationMs: 1000 })] }, true],
  ['in progress for a moment', { durationMs: undefined, startedAt: 4900 }, false],
  ['in progress for longer', { durationMs: undefined, startedAt: 3900 }, true],
  ['a call in progress for longer', { entries: [call({ durationMs: undefined, at: 3900 })] }, true],
])('a turn is slow or not: %s', (_what, change, slow) => {
  expect(isSlow(turn(change), 5000)).toBe(slow);
});

test('a search finds words in titles, names, calls and stored results, in any order and case', () => {
  const step: WireEntry = { what: 'step', name: 'send:0', at: 1, result: { id: 'Abc-1' } };
  const one = turn({ userId: 'u1', entries: [call({ summary: 'The old ferry landing', status: 503 }), step] });
  const other = turn({ id: '2', title: 'pressed “Yes”' });
  const find = (text: string) =>
    filterTurns([one, other], { text }, (id) => (id === 'u1' ? 'Ana' : undefined), 5000).map(({ id }) => id);
  for (const text of ['WHERE', 'landing ferry', 'ana', 'v1/message', 'abc-1', 'send:0', '503', 'ask where'])
    expect(find(text), text).toEqual(['1']);
  expect(find('  ')).toEqual(['1', '2']);
  expect(find('ferry yes')).toEqual([]);
});

const plain: WireCall = {
  id: 'chatbot:1',
  method: 'POST',
  path: '/v1/message?a=1&b=2',
  url: 'http://127.0.0.1:4000/v1/message?a=1&b=2',
  requestHeaders: { 'content-type': 'application/json', 'content-length': '12', host: 'x', connection: 'close' },
  requestBody: { message: 'hi' },
  responseBody: undefined,
};

/** What a shell makes of a command: each word that curl would get. */
function wordsOf(command: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

test('a command for curl says the call and leaves out what curl sets by itself', () => {
  const address = ['-X', 'POST', 'http://127.0.0.1:4000/v1/message?a=1&b=2'];
  const words = wordsOf(callToCurl(plain));
  expect(words).toEqual([...address, '-H', 'content-type: application/json', '--data-raw', '{"message":"hi"}']);
  const bare = wordsOf(callToCurl({ ...plain, requestBody: undefined, requestHeaders: {} }));
  expect(bare).toEqual(address);
});

test.each([
  "it's",
  '$(echo run) `id` $HOME',
  'a "quoted" \\ back\\slash',
  'two\nlines\tand a tab',
  '@file',
  "'''\\' !x",
  'añadir 🚲',
])('nothing in a body runs in the shell or is lost: %j', (text) => {
  const words = wordsOf(callToCurl({ ...plain, requestBody: text, requestHeaders: { 'x-note': text } }));
  expect(words.slice(3)).toEqual(['-H', `x-note: ${text}`, '--data-raw', text]);
});

test('the files of a form are not kept: the command has neither them nor the kind of body', () => {
  const requestHeaders = { 'Content-Type': 'multipart/form-data; boundary=x', accept: '*/*' };
  const words = wordsOf(callToCurl({ ...plain, requestHeaders, requestBody: '[multipart, 70 bytes]' }));
  expect(words.slice(3)).toEqual(['-H', 'accept: */*']);
});
