import { expect, test } from 'vitest';
import { hostOf, pathOf } from '../../src/http/request-place.ts';

test.each([
  ['/', '/'],
  ['/a/b?c=d', '/a/b'],
  ['/a#b', '/a'],
  ['//a//b', '//a//b'],
  ['/dev/%C3%A1', '/dev/á'],
  ['/%64ev/', '/dev/'],
  ['/%E2%82%AC/%zz', '/€/%zz'],
  ['/%ff', '/%ff'],
  ['/a%2Fb', '/a%2Fb'],
  ['/a/../b', '/b'],
  ['http://host/a?b', '/a'],
  ['http://host', '/'],
  ['http://[', 'http://['],
  ['*', '*'],
  ['a?b', 'a'],
  ['', ''],
  [undefined, '/'],
])('the path of %j is %j', (target, path) => {
  expect(pathOf(target)).toBe(path);
});

test.each([
  'a',
  'bot.example.com',
  'bot.example.com:8443',
  '127.0.0.1',
  '[::1]',
  '[::1]:80',
  'BOT_1.example',
  'xn--d1a.example',
])('%j is a host, as it was sent', (header) => {
  expect(hostOf(header)).toBe(header);
});

test.each([undefined, '', 'a:', 'a:b', 'a:123456', ':80', '::1', '[::1', 'a b', 'a/b', 'a@b', 'http://a', 'a\tb', 'é'])(
  '%j is none, which is a host that no rule names',
  (header) => {
    expect(hostOf(header)).toBe('');
  },
);
