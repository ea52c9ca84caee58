import { describe, expect, test } from 'vitest';
import { parseLine } from '../../../sandbox/terminal/parse-line.ts';

test.each<[string, unknown]>([
  ['/agent join', { do: 'join' }],
  ['/agent typing', { do: 'typing' }],
  ['/agent leave', { do: 'leave' }],
  ['/agent close', { do: 'close' }],
  ['/agent offline', { do: 'offline' }],
  ['/agent online', { do: 'online' }],
  ['/agent say  Hello <b>you</b> ', { do: 'say', text: 'Hello <b>you</b>' }],
  ['/agent image https://example.com/a.png', { do: 'image', url: 'https://example.com/a.png' }],
  ['/agent file https://example.com/a.pdf', { do: 'file', url: 'https://example.com/a.pdf' }],
  ['/agent queue on', { do: 'queue', active: true }],
  ['/agent queue off', { do: 'queue', active: false }],
])('%s is what an agent does', (typed, line) => {
  expect(parseLine(typed)).toEqual({ kind: 'agent', line });
});

describe("at the agent's own prompt", () => {
  test.each<[string, unknown]>([
    ['Hello', { do: 'say', text: 'Hello' }],
    ['join', { do: 'say', text: 'join' }],
    ['/join', { do: 'join' }],
    ['/say /join', { do: 'say', text: '/join' }],
    ['/image https://example.com/a.png', { do: 'image', url: 'https://example.com/a.png' }],
    ['/agent close', { do: 'close' }],
  ])('%s', (typed, line) => {
    expect(parseLine(typed, 'agent')).toEqual({ kind: 'agent', line });
  });

  test('/user goes back, and /agent leads there', () => {
    expect(parseLine('/user', 'agent')).toEqual({ kind: 'speaker', speaker: 'user' });
    expect(parseLine('/agent')).toEqual({ kind: 'speaker', speaker: 'agent' });
  });

  test.each(['help', 'quit'])('/%s is the same as everywhere', (kind) => {
    expect(parseLine(`/${kind}`, 'agent')).toEqual({ kind });
  });
});

describe('mistakes say how it goes', () => {
  test.each([
    ['/agent dance', '/help'],
    ['/agent say', '/agent say Hello'],
    ['/agent image', '/agent image https://'],
    ['/agent file ftp://example.com/a', '/agent file https://'],
    ['/agent queue', '/agent queue on'],
    ['/agent queue maybe', '/agent queue on'],
  ])('%s', (line, hint) => {
    expect(parseLine(line)).toEqual({ kind: 'mistake', text: expect.stringContaining(hint) });
  });
});
