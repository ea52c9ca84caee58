import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseBaseUrl } from '../../src/net/base-url.ts';
import { asList, asNumber, asRecord, asText, parseJson } from '../../src/net/loose-json.ts';
import { safeReason } from '../../src/net/safe-reason.ts';

test('a body that is no JSON, or none at all, is undefined', () => {
  expect(['', '<html>', '{"a":'].map(parseJson)).toEqual([undefined, undefined, undefined]);
  expect(parseJson('\ufeff{"a":1}')).toEqual({ a: 1 });
});

test('neighbouring types are taken, others are not there', () => {
  expect([asText('a'), asText(5), asText(' '), asText(null), asText({})]).toEqual([
    'a',
    '5',
    undefined,
    undefined,
    undefined,
  ]);
  expect([asNumber('5'), asNumber(5.5), asNumber(''), asNumber('x'), asNumber(null)]).toEqual([
    5,
    5.5,
    undefined,
    undefined,
    undefined,
  ]);
  expect([asList(undefined), asList(null), asList('a'), asList(['a'])]).toEqual([[], [], ['a'], ['a']]);
  expect([asRecord([]), asRecord(null), asRecord('a'), asRecord({ a: 1 })]).toEqual([
    undefined,
    undefined,
    undefined,
    { a: 1 },
  ]);
});

test('an address is taken apart once', () => {
  expect(parseBaseUrl('https://api.inbenta.io/v1/')).toEqual({ origin: 'https://api.inbenta.io', path: '/v1' });
  expect(parseBaseUrl(' http://127.0.0.1:8080 ')).toEqual({ origin: 'http://127.0.0.1:8080', path: '' });
  for (const wrong of ['', 'api.inbenta.io', 'ftp://x', 'javascript:1']) expect(parseBaseUrl(wrong)).toBeUndefined();
});

test('a reason is one short line without credentials', () => {
  const gateway = "'eyJhbGciOi.eyJzY29w.c2ln' not a valid key=value pair in Authorization header: 'Bearer abc.def'";
  expect(safeReason(gateway)).toBe("'…' not a valid key=value pair in Authorization header: 'Bearer …'");
  expect(safeReason('<h1>Bad\n gateway</h1> key k-1', ['k-1'])).toBe('Bad gateway key …');
  fc.assert(
    fc.property(fc.string({ maxLength: 2_000 }), (text) => {
      const reason = safeReason(text);
      expect(reason.length).toBeLessThanOrEqual(301);
      expect(reason).not.toMatch(/[\r\n]/);
    }),
  );
});
