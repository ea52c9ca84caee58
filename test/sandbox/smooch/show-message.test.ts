import { expect, test } from 'vitest';
import { showMessage } from '../../../sandbox/smooch/channel/show-message.ts';
import { newObjectId } from '../../../sandbox/smooch/object-id.ts';
import type { WireAction, WireMessage } from '../../../sandbox/smooch/v1/wire.ts';

const message = (fields: Partial<WireMessage>): WireMessage => ({
  _id: newObjectId(),
  type: 'text',
  role: 'appMaker',
  authorId: 'a',
  received: 1,
  source: { type: 'api' },
  ...fields,
});
const action = (type: WireAction['type'], text: string, uri = ''): WireAction => ({
  _id: newObjectId(),
  type,
  text,
  uri,
  payload: 'P',
});
const many = (count: number, type: WireAction['type']) =>
  Array.from({ length: count }, (_, i) => action(type, `${type} ${i}`));
const labels = (shown: ReturnType<typeof showMessage>) =>
  shown.bubbles.flatMap(({ buttons }) => buttons.map(({ label }) => label));

test('Messenger cuts labels at 20 characters and drops the fourth button and the twelfth reply', () => {
  const long = showMessage(
    message({ text: 'Hi', actions: [action('postback', 'exactly twenty chars and more')] }),
    'messenger',
  );
  expect(labels(long)).toEqual(['exactly twenty chars']);
  const four = showMessage(message({ text: 'Hi', actions: many(4, 'postback') }), 'messenger');
  expect(labels(four)).toEqual(['postback 0', 'postback 1', 'postback 2']);
  expect(four.dropped).toEqual(['postback 3']);
  expect(showMessage(message({ text: 'Hi', actions: many(12, 'reply') }), 'messenger').dropped).toEqual(['reply 11']);
});

test('the web shows every button, and replies up to 40 characters', () => {
  const shown = showMessage(message({ text: 'Hi', actions: [action('reply', 'x'.repeat(50))] }), 'web');
  expect(labels(shown)).toEqual(['x'.repeat(40)]);
  expect(labels(showMessage(message({ actions: many(20, 'postback') }), 'web'))).toHaveLength(20);
});

test.each(['twilio', 'whatsapp', 'messagebird', 'mailgun'])(
  '%s has numbered lines, and links behind their label',
  (channel) => {
    const actions = [
      action('postback', 'One'),
      action('link', 'Open', 'https://example.com'),
      action('postback', 'Two'),
    ];
    expect(showMessage(message({ text: 'Choose', actions }), channel)).toEqual({
      bubbles: [{ kind: 'text', text: 'Choose\n1. One\nOpen: https://example.com\n2. Two', buttons: [] }],
      dropped: [],
    });
  },
);

test.each(['line', 'viber', 'instagram'])(
  '%s writes a request for the place as text, beside its replies',
  (channel) => {
    const actions = [action('locationRequest', 'Send your location'), action('reply', 'Skip')];
    expect(showMessage(message({ text: 'Where are you?', actions }), channel)).toEqual({
      bubbles: [
        {
          kind: 'text',
          text: 'Where are you?\nSend your location',
          buttons: [{ label: 'Skip', type: 'reply', action: 1 }],
        },
      ],
      dropped: [],
    });
  },
);

test.each(['messenger', 'telegram', 'web'])('%s has a button that asks for the place', (channel) => {
  const [bubble] = showMessage(message({ text: 'Where?', actions: many(1, 'locationRequest') }), channel).bubbles;
  expect(bubble).toMatchObject({ text: 'Where?', buttons: [{ type: 'locationRequest', label: 'locationRequest 0' }] });
});

test('a text over the limit of a channel arrives in parts, with the buttons under the last', () => {
  const text = `${'word '.repeat(200)}end`;
  const plain = showMessage(message({ text }), 'messenger').bubbles;
  expect(plain.map((bubble) => bubble.text)).toEqual([text]);
  const { bubbles } = showMessage(message({ text, actions: [action('postback', 'More')] }), 'messenger');
  expect(bubbles.map((bubble) => bubble.buttons.length)).toEqual([0, 1]);
  expect(bubbles.every((bubble) => bubble.text.length <= 640)).toBe(true);
  expect(bubbles.map((bubble) => bubble.text).join(' ')).toBe(text);
});

test('pictures are shown with their caption where the channel can, else as a link', () => {
  const image = message({ type: 'image', text: ' ', mediaUrl: 'https://example.com/a.png' });
  expect(showMessage(image, 'messenger').bubbles).toEqual([
    { kind: 'image', text: '', mediaUrl: 'https://example.com/a.png', buttons: [] },
  ]);
  const file = message({ type: 'file', text: 'The bill', mediaUrl: 'https://example.com/a.pdf' });
  expect(showMessage(file, 'telegram').bubbles).toEqual([
    { kind: 'text', text: 'The bill\nhttps://example.com/a.pdf', buttons: [] },
  ]);
});

test('cards are cards where the channel has them, else a text that loses the postbacks', () => {
  const items = [
    {
      _id: newObjectId(),
      title: 'One',
      actions: [action('postback', 'More'), action('link', 'Open', 'https://e.com')],
    },
  ];
  const carousel = message({ type: 'carousel', items });
  expect(showMessage(carousel, 'messenger').bubbles).toMatchObject([
    {
      kind: 'card',
      text: 'One',
      buttons: [
        { label: 'More', item: 0, action: 0 },
        { label: 'Open', uri: 'https://e.com' },
      ],
    },
  ]);
  expect(showMessage(carousel, 'whatsapp')).toEqual({
    bubbles: [{ kind: 'text', text: '1. One\nOpen: https://e.com', buttons: [] }],
    dropped: ['More'],
  });
});

test('a form is shown where it can be filled in, else a link to it', () => {
  const form = message({ type: 'form', fields: [{ name: 'a', label: 'Your name?' }] });
  expect(showMessage(form, 'web').bubbles[0]?.text).toBe('Your name?: ____');
  expect(showMessage(form, 'messenger').bubbles[0]?.text).toMatch(/^https:/);
});

test('a channel nobody described gets three short buttons', () => {
  const shown = showMessage(
    message({ actions: [action('postback', 'x'.repeat(30)), ...many(3, 'postback')] }),
    'newchannel',
  );
  expect(labels(shown)).toEqual(['x'.repeat(20), 'postback 0', 'postback 1']);
});

test('labels are counted in UTF-16 units, and a sign of two is not cut in half', () => {
  const shown = (label: string) =>
    labels(showMessage(message({ text: 'Hi', actions: [action('postback', label)] }), 'messenger'));
  expect(shown('🚲'.repeat(10))).toEqual(['🚲'.repeat(10)]);
  expect(shown('🚲'.repeat(11))).toEqual(['🚲'.repeat(10)]);
  expect(shown(`x${'🚲'.repeat(10)}`)).toEqual([`x${'🚲'.repeat(9)}`]);
});

test('Instagram counts the bytes of a text', () => {
  const lengths = (text: string) =>
    showMessage(message({ text }), 'instagram').bubbles.map((bubble) => Buffer.byteLength(bubble.text));
  expect(lengths('x'.repeat(1000))).toEqual([1000]);
  expect(lengths('я'.repeat(500))).toEqual([1000]);
  expect(lengths('я'.repeat(959))).toEqual([1000, 918]);
  expect(lengths('€'.repeat(400))).toEqual([999, 201]);
  expect(showMessage(message({ text: 'я'.repeat(959) }), 'telegram').bubbles).toHaveLength(1);
});

test('a list is cards, a message for each line, or a text, as the channel has it', () => {
  const items = [
    { _id: newObjectId(), title: 'One', description: 'First', actions: [action('postback', 'More')] },
    {
      _id: newObjectId(),
      title: 'Two',
      mediaUrl: 'https://e.com/a.png',
      actions: [action('link', 'Open', 'https://e.com')],
    },
  ];
  const list = message({ type: 'list', items, actions: [action('postback', 'All')] });
  expect(showMessage(list, 'line').bubbles.map(({ kind }) => kind)).toEqual(['card', 'card', 'text']);
  expect(showMessage(list, 'telegram').bubbles).toMatchObject([
    { kind: 'text', text: 'One\nFirst', buttons: [{ label: 'More', item: 0, action: 0 }] },
    { kind: 'image', text: 'Two', buttons: [{ label: 'Open', item: 1 }] },
    { kind: 'text', text: '', buttons: [{ label: 'All' }] },
  ]);
  expect(showMessage(list, 'whatsapp').bubbles).toMatchObject([
    { kind: 'text', text: 'One\nFirst\n1. More' },
    { kind: 'image', text: 'Two\nOpen: https://e.com' },
    { kind: 'text', text: '1. All' },
  ]);
  expect(showMessage(list, 'viber').bubbles).toMatchObject([{ text: '1. One\nFirst\n\n2. Two\nOpen: https://e.com' }]);
});
