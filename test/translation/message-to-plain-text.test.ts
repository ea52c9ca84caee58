import { expect, test } from 'vitest';
import type { Action } from '../../src/core/outgoing-message.ts';
import { matchChoice } from '../../src/translation/match-choice.ts';
import { messageToPlainText, numberEntries } from '../../src/translation/message-to-plain-text.ts';

const actions: [Action, Action, Action] = [
  {
    type: 'webview',
    text: 'Shop…',
    uri: 'https://x.example',
    fallback: 'https://x.example',
    metadata: { label: 'Shop here' },
  },
  { type: 'postback', text: 'Track…', payload: '{}', metadata: { label: 'Track my parcel' } },
  { type: 'reply', text: 'Other', payload: '{}' },
];

test('buttons become numbered lines with their full labels, pages their address', () => {
  const message = { type: 'text', text: 'Which one?', actions } as const;
  expect(messageToPlainText(message)).toBe('Which one?\nShop here: https://x.example\n1) Track my parcel\n2) Other');
});

test('the numbers go on from those of a message before', () => {
  expect(messageToPlainText({ type: 'text', text: 'More:', actions: [actions[1]] }, 4)).toBe(
    'More:\n4) Track my parcel',
  );
});

test('media become their address', () => {
  expect(messageToPlainText({ type: 'image', mediaUrl: 'https://x.example/1.png' })).toBe('https://x.example/1.png');
  expect(messageToPlainText({ type: 'file', mediaUrl: 'https://x.example/a.pdf', text: 'Terms' })).toBe(
    'Terms\nhttps://x.example/a.pdf',
  );
});

test('choices of a message that went out as text are reached by the numbers shown there', () => {
  const labels = ['A', 'B', 'C', 'D'];
  const entries = labels.map((label, index) => ({
    label,
    shown: label,
    payload: { option: index },
    message: 2 + Math.floor(index / 2),
  }));
  const { entries: numbered, firstNumber } = numberEntries(entries, 3);
  expect(firstNumber).toBe(3);
  expect(numbered.map(({ number }) => number)).toEqual([undefined, undefined, 3, 4]);
  expect(matchChoice('4', numbered)?.label).toBe('D');
  expect(numberEntries(entries, 9)).toEqual({ entries, firstNumber: 1 });
});
