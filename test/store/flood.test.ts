import { describe, expect, test } from 'vitest';
import { hasAgent } from '../../src/core/session-document.ts';
import { admit, countActs, limitsOf } from '../../src/store/flood.ts';
import { isMedia, isMediaPayload } from '../../src/store/media-mark.ts';

/** `t` is a text, `m` a picture or a file. */
const events = (drawn: string) => [...drawn].map((sign) => sign === 'm');

test.each([
  ['', 0, false],
  ['t', 1, false],
  ['m', 1, true],
  ['mmmm', 1, true],
  ['tmmt', 3, false],
  ['mtmtm', 5, true],
  ['ttmmmttmm', 6, true],
])('of "%s" %i count', (drawn, count, media) => {
  expect(countActs(events(drawn))).toEqual({ count, media });
});

test.each([
  [{ waiting: 2, per_minute: 0 }, '', 'ttttm', 'tt'],
  [{ waiting: 0, per_minute: 2 }, '', 'ttttm', 'tt'],
  [{ waiting: 0, per_minute: 0 }, 'ttt', 'tttmt', 'tttmt'],
  [{ waiting: 2, per_minute: 9 }, 't', 'mmmmmt', 'mmmmm'],
  [{ waiting: 2, per_minute: 2 }, 'tm', 'mmtmm', 'mmmm'],
  [{ waiting: 2, per_minute: 2 }, 'tt', 'mmt', ''],
  [{ waiting: 9, per_minute: 3 }, 't', 'mmtmm', 'mmt'],
])('with the limits %j and "%s" there, of "%s" go in: "%s"', (limits, there, come, expected) => {
  const tally = { limits, waiting: countActs(events(there)), arrived: countActs(events(there)) };
  expect([...come].filter((sign) => admit(tally, sign === 'm')).join('')).toBe(expected);
});

describe('with an agent', () => {
  const flood = { waiting: 100, per_minute: 0 };

  test('ten times as much may come, and what is switched off stays off', () => {
    const document = JSON.stringify({ lastUserText: 'hi', chat: { id: 'c', state: 'active' } });
    expect(limitsOf(flood, document)).toEqual({ waiting: 1_000, per_minute: 0 });
  });

  test.each([
    undefined,
    '',
    'null',
    '[]',
    '7',
    '{"chat":',
    '{"state":"active"}',
    '{"chat":{"state":"waiting"}}',
    '{"chat":null}',
    '{"chat":"active"}',
    '{"ended":[{"state":"active"}]}',
    JSON.stringify({ lastUserText: '"chat":{"state":"active"}' }),
  ])('who has not accepted there is none: %s', (document) => {
    expect(hasAgent(document)).toBe(false);
    expect(limitsOf(flood, document)).toBe(flood);
  });
});

test('a picture or a file is known by its payload, and what users write does not look like one', () => {
  const conversation = { environment: 'production', appId: '5f', userId: 'ana' };
  const payload = (input: unknown) => ({ conversation, input });
  for (const [input, expected] of [
    [{ kind: 'image', url: 'https://example.test/a.png' }, true],
    [{ kind: 'file', url: 'https://example.test/a.pdf' }, true],
    [{ kind: 'unknown', type: 'image' }, false],
    [{ kind: 'text', text: '"input":{"kind":"image"' }, false],
    [{ kind: 'text', text: '\\"input":{"kind":"file"' }, false],
  ] as const) {
    expect([isMedia(payload(input)), isMediaPayload(JSON.stringify(payload(input)))]).toEqual([expected, expected]);
  }
});
