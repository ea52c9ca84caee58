import { describe, expect, test } from 'vitest';
import { parseLine } from '../../../sandbox/terminal/parse-line.ts';

test.each<[string, unknown]>([
  ['hello there ', { do: 'text', text: 'hello there' }],
  ['2', { do: 'text', text: '2' }],
  ['//help', { do: 'text', text: '/help' }],
  ['/image https://example.com/a.png', { do: 'image', url: 'https://example.com/a.png' }],
  ['/image https://example.com/a.png my bike', { do: 'image', url: 'https://example.com/a.png', caption: 'my bike' }],
  ['/file http://example.com/a.pdf', { do: 'file', url: 'http://example.com/a.pdf' }],
  ['/location 41.4 -2.17', { do: 'location', lat: 41.4, long: -2.17 }],
  ['/menu {"message": "hi"}', { do: 'menu', payload: '{"message": "hi"}' }],
])('%s does %j', (line, action) => {
  expect(parseLine(line)).toEqual({ kind: 'act', action });
});

test.each(['/1', '/click 1'])('%s presses the first button', (line) => {
  expect(parseLine(line)).toEqual({ kind: 'press', number: 1 });
});

test.each([
  ['', 'nothing'],
  ['   ', 'nothing'],
  ['/help', 'help'],
  ['/quit', 'quit'],
])('"%s" is %s', (line, kind) => {
  expect(parseLine(line)).toEqual({ kind });
});

describe('mistakes say how it goes', () => {
  test.each([
    ['/dance', '/help'],
    ['/', '/help'],
    ['/click', '/click 1'],
    ['/click more', '/click 1'],
    ['/image', '/image https://'],
    ['/file ftp://example.com', '/file https://'],
    ['/location 41.4', '/location 41.4 2.17'],
    ['/location here there', '/location 41.4 2.17'],
    ['/menu', '/menu PAYLOAD'],
  ])('%s', (line, hint) => {
    expect(parseLine(line)).toEqual({ kind: 'mistake', text: expect.stringContaining(hint) });
  });
});
