import { describe, expect, test } from 'vitest';
import { PhpRegexError, phpRegexToRegExp } from '../../src/config/php-regex.ts';

describe('a regular expression of PHP', () => {
  test.each([
    // [written, a text that matches, a text that does not]
    ['/foo/', 'a foo', 'FOO'],
    ['/foo/i', 'FOO', 'bar'],
    ['#^dev#', 'dev.example', 'my.dev'],
    ['~dév~u', 'dév', 'dev'],
    ['{^dev}', 'dev', 'a-dev'],
    ['(^dev|^qa)i', 'QA', 'prod'],
    ['[dev]', 'dev', 'd'],
    ['<a{1,2}b>', 'aab', 'b'],
    ['/a\\/b/', 'a/b', 'ab'],
    ['#a\\#b#', 'a#b', 'ab'],
    ['/^.*.ngrok.io$/m', 'c33550f0.eu.ngrok.io', 'ngrok.io.example'],
    ['/a.b/s', 'a\nb', 'ab'],
    ['/dev $ # the end/x', 'my.dev', 'dev '],
    ['/a[ #]b/x', 'a#b', 'ab'],
    ['/dev/A', 'dev.example', 'a.dev'],
    ['/(?i)dev/', 'DEV', 'prod'],
    ['/\\Adev\\z/', 'dev', 'dev.example'],
    ['/dev/SUXDJ', 'dev', 'prod'],
    ['/\\-dev/u', '-dev', 'dev'],
  ])('%s', (written, match, other) => {
    const regex = phpRegexToRegExp(written);
    expect([regex.test(match), regex.test(other)]).toEqual([true, false]);
  });
});

describe('a bare regular expression', () => {
  test.each([
    ['^dev\\.', 'dev.example', 'my.dev.example'],
    ['dev', 'my.dev', 'prod'],
    ['(dev)(el)?$', 'devel', 'devo'],
    ['(?:dev|qa)', 'qa', 'prod'],
    ['[a-c]+\\.dev', 'abc.dev', 'x.dev'],
    ['^/smooch/dev', '/smooch/dev', '/smooch'],
    ['/dev', '/dev', 'dev'],
    ['.dev.', 'a.dev.b', 'dev'],
  ])('%s', (written, match, other) => {
    const regex = phpRegexToRegExp(written);
    expect([regex.test(match), regex.test(other)]).toEqual([true, false]);
  });
});

test.each([
  ['/(/', 'is not a regular expression that works here'],
  ['/a++b/', 'is not a regular expression that works here'],
  ['a(?P<name>b)', 'is not a regular expression that works here'],
  ['/smooch/dev', 'begins with "/" and so ends at the next one, but "dev" behind it are no flags'],
  ['/[[:alpha:]]/', 'uses a POSIX class'],
  ['/\\Qa.b\\E/', 'uses one of \\Q'],
])('%s is refused in words', (written, message) => {
  expect(() => phpRegexToRegExp(written)).toThrow(PhpRegexError);
  expect(() => phpRegexToRegExp(written)).toThrow(message);
});
