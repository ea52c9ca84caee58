import { describe, expect, test } from 'vitest';
import type { UserInput } from '../../src/core/user-event.ts';
import { userInputToWords } from '../../src/translation/user-to-bot.ts';

const url = 'https://media.example/1.png';

describe('what an input says', () => {
  test.each<[name: string, input: UserInput, ...texts: string[]]>([
    ['a text, as typed', { kind: 'text', text: ' hello ' }, ' hello '],
    ['the text of a quick reply', { kind: 'text', text: 'Yes', payload: '{"option":1}' }, 'Yes'],
    [
      'the full label of a button',
      { kind: 'postback', text: 'Track…', fullLabel: 'Track my parcel' },
      'Track my parcel',
    ],
    ['the text of a button', { kind: 'postback', text: 'Menu', fullLabel: ' ' }, 'Menu'],
    ['the address of an image', { kind: 'image', url }, url],
    ['a caption first, then the address', { kind: 'image', url, caption: 'Look' }, 'Look', url],
    ['a blank caption is none', { kind: 'file', url, caption: ' ' }, url],
    [
      'a place by name, address and link',
      { kind: 'location', name: 'Office', address: 'Main St 1', url: 'https://x.example', latitude: 1, longitude: 2 },
      'Office\nMain St 1\nhttps://x.example',
    ],
    ['a place by what there is', { kind: 'location', name: ' ', address: 'Main St 1' }, 'Main St 1'],
    [
      'a place on a map',
      { kind: 'location', latitude: 45.5, longitude: 0, text: 'Location shared' },
      'https://maps.google.com/maps?q=45.5,0',
    ],
    ['a place in the words of Smooch', { kind: 'location', latitude: 1, text: 'Location shared' }, 'Location shared'],
    ['a form', { kind: 'form', text: 'Name: Ana' }, 'Name: Ana'],
    ['an unknown kind by its text', { kind: 'unknown', type: 'sticker', text: 'Hi', url }, 'Hi'],
    ['an unknown kind by its address', { kind: 'unknown', type: 'sticker', text: ' ', url }, url],
  ])('%s', (_name, input, ...texts) => expect(userInputToWords(input)).toEqual({ kind: 'texts', texts }));

  test('a blank text says nothing and needs no answer', () => {
    expect(userInputToWords({ kind: 'text', text: ' \u200b\n' })).toEqual({ kind: 'blank' });
  });

  test.each<UserInput>([
    { kind: 'unknown', type: 'sticker' },
    { kind: 'postback', payload: 'MORE' },
    { kind: 'location' },
    { kind: 'form', text: ' ' },
  ])('what cannot be put into words is told: %j', (input) => {
    expect(userInputToWords(input)).toEqual({ kind: 'unsupported' });
  });
});
