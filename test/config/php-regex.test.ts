import { describe, expect, test } from 'vitest';
import { phpRegexToMatcher } from '../../src/config/php-regex.ts';
import { PhpRegexError } from '../../src/config/php-regex-error.ts';

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
    ['/DÉV/iu', 'dév', 'dev'],
    ['|a\\|b|', 'a|b', 'a'],
    ['~a\\~b # comment~x', 'a~b', 'a'],
    ['/(?x) a b # c/', 'ab', 'a b'],
    ['/(?sx) a . b/', 'a\nb', 'ab'],
    ['/a(?i:B)c/', 'abc', 'ABC'],
    ['/^b$/m', 'a\nb\nc', 'ab'],
    ['/^b$/', 'b', 'a\nb'],
    ['/a.b/', 'a-b', 'a\nb'],
    ['/[[:alpha:]]\\d/', 'a1', '11'],
    ['/[^]a]/', 'b', ']a'],
    ['/\\Qa.b\\E/', 'a.b', 'a-b'],
    ["/a(?P<n>b)(?<m>c)(?'o'd)/", 'abcd', 'abc'],
    ['/a(?|(b)|(c))d/', 'acd', 'ad'],
    ['/a(?#comment)b/', 'ab', 'a'],
    ['/a\\hb[\\h]c/', 'a b\tc', 'a-b-c'],
    ['/dev\\Z/', 'dev', 'dev.'],
    ['/a\\Kb/', 'ab', 'a'],
    ['/a(b|c){2,3}?/', 'abc', 'ab'],
    ['/\\x{64}ev/', 'dev', 'xev'],
    ['/a\\++/', 'a++', 'a'],
  ])('%s', (written, match, other) => {
    const regex = phpRegexToMatcher(written);
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
    const regex = phpRegexToMatcher(written);
    expect([regex.test(match), regex.test(other)]).toEqual([true, false]);
  });
});

test.each([
  ['/(/', 'is not a regular expression that works here'],
  ['/[z-a]/', 'is not a regular expression that works here: invalid character class range'],
  ['/a{3000}/', 'is not a regular expression that works here: invalid repeat count'],
  ['/a(?=b)/', 'uses look-around, which cannot be matched in linear time: rules are tried in their order'],
  ['^(?!dev)', 'uses look-around'],
  ['/(?<=a)b/', 'uses look-around'],
  ['(?<!a)b', 'uses look-around'],
  ['/(*nla:a)b/', 'uses look-around'],
  ['/(a)\\1/', 'uses a back reference, which cannot be matched in linear time: write the repeated text out'],
  ['(?P<n>a)(?P=n)', 'uses a back reference'],
  ['/(?<n>a)\\k<n>/', 'uses a back reference'],
  ['/(a)\\g{-1}/', 'uses a back reference'],
  ['/a++b/', 'uses a possessive quantifier ("++"), which cannot be matched in linear time: leave it out'],
  ['/a{1,2}+b/', 'uses a possessive quantifier'],
  ['/(?>a+)b/', 'uses an atomic group'],
  ['/a(?R)?b/', 'uses recursion'],
  ['/(a)(?1)/', 'uses recursion'],
  ['/(a)?(?(1)b|c)/', 'uses a condition'],
  ['/a(*SKIP)b/', 'uses a verb'],
  ['/smooch/dev', 'begins with "/" and so ends at the next one, but "dev" behind it are no flags'],
])('%s is refused in words', (written, message) => {
  expect(() => phpRegexToMatcher(written)).toThrow(PhpRegexError);
  expect(() => phpRegexToMatcher(written)).toThrow(message);
});

describe('a text of a stranger', () => {
  // As JavaScript matches them these take longer than anybody can wait.
  test.each([
    ['/^\\/(a+)+$/', `/${'a'.repeat(1990)}!`],
    ['^(a|a)*$', `${'a'.repeat(1990)}!`],
    ['/(.*)*(.*)*x$/', '.'.repeat(2000)],
    ['/^(([a-z])+.)+[A-Z]([a-z])+$/', 'a'.repeat(2000)],
  ])('costs no more than its length: %s', (written, text) => {
    const began = performance.now();
    expect(phpRegexToMatcher(written).test(text)).toBe(false);
    expect(performance.now() - began).toBeLessThan(2000);
  });

  test('is matched in its first 2,000 characters', () => {
    const matcher = phpRegexToMatcher('dev');
    expect(matcher.test(`${'-'.repeat(1997)}dev`)).toBe(true);
    expect(matcher.test(`${'-'.repeat(1998)}dev`)).toBe(false);
  });
});
