import { expect, test } from 'vitest';
import type { Bubble } from '../../../sandbox/smooch/channel/show-message.ts';
import { drawMessage } from '../../../sandbox/terminal/draw-message.ts';

const draw = (bubbles: Partial<Bubble>[], { dropped = [] as string[], from = 1 } = {}) =>
  drawMessage(
    { bubbles: bubbles.map((bubble) => ({ kind: 'text', text: '', buttons: [], ...bubble })), dropped },
    from,
  );

test('a text stands behind its speaker, further lines below it', () => {
  expect(draw([{ text: 'One\n\nTwo' }])).toEqual(['bot: One', '', '     Two']);
});

test('buttons are numbered from where the last message ended, and say what they open', () => {
  const buttons = [
    { label: 'More', type: 'postback' as const, action: 0 },
    { label: 'Open', type: 'link' as const, action: 1, uri: 'https://example.com' },
  ];
  expect(draw([{ text: 'Choose', buttons }], { from: 4 })).toEqual([
    'bot: Choose',
    '  [4] More',
    '  [5] Open -> https://example.com',
  ]);
});

test('pictures, files and cards are a line with their address', () => {
  expect(draw([{ kind: 'image', mediaUrl: 'https://example.com/a.png', text: 'Look' }])).toEqual([
    'bot: [image] https://example.com/a.png',
    '     Look',
  ]);
  expect(draw([{ kind: 'file', mediaUrl: 'https://example.com/a.pdf' }])).toEqual([
    'bot: [file] https://example.com/a.pdf',
  ]);
});

test('what the channel cut off is said', () => {
  expect(draw([{ text: 'Choose' }], { dropped: ['Fourth'] })).toEqual([
    'bot: Choose',
    '  (cut off by the channel: Fourth)',
  ]);
});
