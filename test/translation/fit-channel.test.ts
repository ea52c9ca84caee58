import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChannelLimits } from '../../src/core/channel-limits.ts';
import type { OutgoingMessage } from '../../src/core/outgoing-message.ts';
import { isBlank } from '../../src/core/text.ts';
import { textSize } from '../../src/core/text-size.ts';
import { channelLimits } from '../../src/smooch/channels.ts';
import type { ChoicesDraft, Draft } from '../../src/translation/draft.ts';
import { fitChannel } from '../../src/translation/fit-channel.ts';
import { matchChoice } from '../../src/translation/match-choice.ts';

const options = { moreOptions: 'More options:', refSeed: 'turn' };
const messenger = channelLimits('messenger');
const whatsapp = channelLimits('whatsapp');

const show = (drafts: Draft[], limits: ChannelLimits = messenger) => fitChannel(drafts, limits, options);

function choices(labels: string[], more: Partial<ChoicesDraft> = {}): ChoicesDraft {
  const entries = labels.map((label, index) => ({ label, payload: { option: index } }));
  return { kind: 'choices', question: 'options', style: 'postback', text: 'Which one?', entries, ...more };
}

const entryOfNone = { shown: '', label: '', payload: { message: '' }, message: -1 };
const actionsOf = (message: OutgoingMessage | undefined) => (message?.type === 'text' ? (message.actions ?? []) : []);
const labelsOf = (message: OutgoingMessage | undefined) => actionsOf(message).map((action) => action.text);
const textsOf = (messages: OutgoingMessage[]) => messages.map((message) => message.text);

describe('texts and images', () => {
  test('become messages in their order', () => {
    const drafts: Draft[] = [
      { kind: 'text', text: 'one' },
      { kind: 'image', url: 'https://x.example/1.png', altText: 'A map' },
      { kind: 'image', url: 'https://x.example/2.png' },
    ];
    expect(show(drafts)).toEqual({
      messages: [
        { type: 'text', text: 'one' },
        { type: 'image', mediaUrl: 'https://x.example/1.png', altText: 'A map' },
        { type: 'image', mediaUrl: 'https://x.example/2.png' },
      ],
      refs: [],
    });
  });

  test('a text longer than the channel takes is split', () => {
    const paragraph = 'word '.repeat(300).trim();
    const { messages } = show([{ kind: 'text', text: `${paragraph}\n\n${paragraph}` }]);
    expect(textsOf(messages)).toEqual([paragraph, paragraph]);
  });

  test('a text that says nothing is not sent', () => {
    expect(show([{ kind: 'text', text: ' \n' }]).messages).toEqual([]);
  });
});

describe('choices on a channel with buttons', () => {
  test('are postbacks with their full label beside the payload', () => {
    const { messages, question } = show([choices(['Track my parcel', 'Return a defective product'])]);
    expect(messages).toEqual([
      {
        type: 'text',
        text: 'Which one?',
        actions: [
          {
            type: 'postback',
            text: 'Track my parcel',
            payload: '{"option":0}',
            metadata: { label: 'Track my parcel' },
          },
          {
            type: 'postback',
            text: 'Return a defective…',
            payload: '{"option":1}',
            metadata: { label: 'Return a defective product' },
          },
        ],
      },
    ]);
    expect(question).toEqual({
      kind: 'options',
      message: 0,
      entries: [
        { shown: 'Track my parcel', label: 'Track my parcel', payload: { option: 0 }, message: 0 },
        { shown: 'Return a defective…', label: 'Return a defective product', payload: { option: 1 }, message: 0 },
      ],
    });
  });

  test('more than the channel takes follow in further messages', () => {
    const { messages, question } = show([
      { kind: 'text', text: 'Hello' },
      choices(['A', 'B', 'C', 'D', 'E', 'F', 'G']),
    ]);
    expect(textsOf(messages)).toEqual(['Hello', 'Which one?', 'More options:', 'More options:']);
    expect(messages.map(labelsOf)).toEqual([[], ['A', 'B', 'C'], ['D', 'E', 'F'], ['G']]);
    expect(question?.message).toBe(3);
    expect(question?.entries.map(({ message }) => message)).toEqual([1, 1, 1, 2, 2, 2, 3]);
  });

  test('labels that would look the same are told apart over all messages', () => {
    const labels = ['Return a product from the shop', 'B', 'C', 'Return a product from the web'];
    expect(show([choices(labels)]).messages.flatMap(labelsOf)).toEqual(['Return a… (1)', 'B', 'C', 'Return a… (2)']);
  });

  test('quick replies have a limit of their own and are never mixed with other buttons', () => {
    const labels = Array.from({ length: 12 }, (_, index) => `Number ${index}`);
    const { messages } = show([choices(labels, { style: 'reply', question: 'rating' })]);
    expect(messages.map((message) => actionsOf(message).length)).toEqual([11, 1]);
    expect(messages.flatMap(actionsOf).every(({ type }) => type === 'reply')).toBe(true);
    const links = [{ title: 'Shop', uri: 'https://x.example' }];
    const mixed = show([choices(['A'], { style: 'reply', links })]).messages.flatMap(actionsOf);
    expect(mixed.map(({ type }) => type)).toEqual(['webview', 'postback']);
  });

  test('quick replies are buttons where there are none', () => {
    const { messages } = show([choices(['A'], { style: 'reply' })], { ...messenger, maxReplies: 0 });
    expect(actionsOf(messages[0])[0]?.type).toBe('postback');
  });

  test('metadata of the draft and of its entries is sent', () => {
    const entries = [{ label: 'Yes', payload: { option: 1 }, metadata: { type: 'rating' } }];
    const { messages } = show([choices([], { entries, metadata: { kind: 'x' } })]);
    expect(messages[0]?.metadata).toEqual({ kind: 'x' });
    expect(actionsOf(messages[0])[0]?.metadata).toEqual({ type: 'rating', label: 'Yes' });
  });

  test('a long text goes first, the buttons stand under its last paragraph', () => {
    const paragraph = 'word '.repeat(200).trim();
    const { messages } = show([choices(['A'], { text: `${paragraph}\n\nWhich one?` })]);
    expect(textsOf(messages)).toEqual([paragraph, 'Which one?']);
    expect(messages.map(labelsOf)).toEqual([[], ['A']]);
  });

  test('on WhatsApp with buttons too', () => {
    const limits = channelLimits('whatsapp', { whatsapp: { buttons: 'native' } });
    const paragraph = 'word '.repeat(203).trim();
    const { messages } = show([choices(['A', 'B', 'C', 'D'], { text: `${paragraph}\n\nWhich one?` })], limits);
    expect(textsOf(messages)).toEqual([paragraph, 'Which one?', 'More options:']);
  });

  test('without a single choice only the text is sent', () => {
    const { messages, question } = show([choices([])]);
    expect(messages).toEqual([{ type: 'text', text: 'Which one?' }]);
    expect(question).toBeUndefined();
  });

  test('a missing text or label is replaced', () => {
    const { messages } = show([choices(['A', ' '], { text: ' ' })]);
    expect(textsOf(messages)).toEqual(['More options:']);
    expect(labelsOf(messages[0])).toEqual(['A', '2']);
  });

  test('the list shown last is the question', () => {
    const { question } = show([choices(['A']), choices(['B'], { question: 'related' }), { kind: 'text', text: 'x' }]);
    expect(question).toMatchObject({ kind: 'related', message: 1, earlier: { kinds: ['options'], entries: 1 } });
    expect(question?.entries).toMatchObject([
      { shown: 'A', message: 0 },
      { shown: 'B', message: 1 },
    ]);
  });

  test('labels are counted as the channel counts them', () => {
    const labels = ['Вернуть товар', '🚲🚲🚲🚲🚲🚲🚲🚲🚲🚲🚲🚲', 'Track my parcel'];
    expect(labelsOf(show([choices(labels)], channelLimits('messenger')).messages[0])).toEqual([
      'Вернуть товар',
      '🚲🚲🚲🚲🚲🚲🚲🚲🚲…',
      'Track my parcel',
    ]);
    expect(labelsOf(show([choices(labels)], channelLimits('instagram')).messages[0])).toEqual([
      'Вернуть…',
      '🚲🚲🚲🚲…',
      'Track my parcel',
    ]);
  });
});

describe('a text where bytes are counted', () => {
  const instagram = channelLimits('instagram');
  const sizes = (messages: OutgoingMessage[]) => messages.map(({ text = '' }) => Buffer.byteLength(text));

  test.each([
    ['Cyrillic letters', 'Мы открыты с понедельника по пятницу. '.repeat(26)],
    ['Chinese letters', '我们周一到周五营业。'.repeat(80)],
    ['emoji', '👩‍👩‍👧‍👦 '.repeat(90)],
    ['a single word', 'ж'.repeat(959)],
  ])('of %s is split before the limit, and nothing is lost', (_name, said) => {
    const { messages } = show([{ kind: 'text', text: said }], instagram);
    expect(Math.max(...sizes(messages))).toBeLessThanOrEqual(1000);
    // Every part is as long as it may be, but for the last word that did not fit.
    expect(Math.min(...sizes(messages.slice(0, -1)))).toBeGreaterThan(900);
    expect(textsOf(messages).join('').replaceAll(' ', '')).toBe(said.replaceAll(' ', ''));
  });

  test('that is just as long as it may be stays whole', () => {
    expect(sizes(show([{ kind: 'text', text: 'ж'.repeat(500) }], instagram).messages)).toEqual([1000]);
  });

  test('and its buttons, too', () => {
    const said = `${'Слово и дело. '.repeat(60)}\n\n${'Что вам по душе? '.repeat(30)}`;
    const { messages } = show([choices(['A'], { text: said })], instagram);
    expect(Math.max(...sizes(messages.slice(0, -1)))).toBeLessThanOrEqual(1000);
    expect(sizes(messages).at(-1)).toBeLessThanOrEqual(640);
  });
});

describe("Smooch's own shorthand in a text", () => {
  const texts = [
    '%[a](https://x.example)',
    '$[a](9.99)',
    '![](https://x.example/a.png)',
    '%{{template: a}}%',
    '&((a))&',
  ];

  test.each(texts)('%s is shown and not executed', (shorthand) => {
    for (const limits of [messenger, whatsapp]) {
      const drafts: Draft[] = [
        { kind: 'text', text: `Write ${shorthand} for it.` },
        choices([shorthand, 'B'], { text: shorthand }),
      ];
      const texts = textsOf(show(drafts, limits).messages).join('\n');
      expect(texts).not.toContain(shorthand);
      expect(texts.replace(/\p{Cf}/gu, '')).toContain(`Write ${shorthand} for it.`);
    }
  });

  test('does not stand in labels of buttons: they stay as they are', () => {
    expect(labelsOf(show([choices(['$[a](9.99)'])]).messages[0])).toEqual(['$[a](9.99)']);
  });

  test.each(['100%', 'a[0](b)', '$5 [a] (b)', 'Tom & ((Jerry))', '%[a] (b)', 'if (a && (b))', '{{name}}'])(
    '%s is none, and stays as it is',
    (text) => expect(textsOf(show([{ kind: 'text', text }]).messages)).toEqual([text]),
  );

  test('does not make a text longer than the channel takes', () => {
    const { messages } = show([{ kind: 'text', text: '%[a](b)'.repeat(600) }]);
    expect(messages.every(({ text = '' }) => text.length <= messenger.textLength)).toBe(true);
  });
});

describe('several lists of one response on a channel with numbers', () => {
  const drafts = [
    choices(['City', 'Gravel']),
    choices(['Prices', 'Gravel'], { question: 'related', text: 'See also:' }),
  ];
  const { messages, question } = show(drafts, whatsapp);
  const entries = question?.entries ?? [];

  test('have numbers that go on', () => {
    expect(textsOf(messages)).toEqual(['Which one?\n1) City\n2) Gravel', 'See also:\n3) Prices\n4) Gravel']);
  });

  test.each([
    ['1', 0],
    ['2', 1],
    ['3', 2],
    ['4', 3],
    ['city', 0],
    ['prices', 2],
    ['gravel', 1],
  ])('"%s" answers one of them', (typed, index) => {
    expect(matchChoice(typed, entries, question?.earlier?.entries)).toBe(entries[index]);
  });
});

test('with buttons, a label of the list shown last wins over the same one above it', () => {
  const drafts = [choices(['City', 'Gravel']), choices(['Prices', 'Gravel'], { question: 'related' })];
  const { question } = show(drafts);
  const find = (typed: string) => question?.entries.indexOf(matchChoice(typed, question.entries, 2) ?? entryOfNone);
  expect(['city', 'gravel', 'prices'].map(find)).toEqual([0, 3, 2]);
});

describe('payloads', () => {
  const large = { message: 'é'.repeat(450), option: 1 };

  test('over 900 bytes are kept, the button carries their name', () => {
    const entries = [
      { label: 'A', payload: large },
      { label: 'B', payload: { message: 'é'.repeat(440) } },
      { label: 'C', payload: large },
    ];
    const { messages, refs, question } = show([choices([], { entries })]);
    const payloads = actionsOf(messages[0]).map((action) => ('payload' in action ? action.payload : ''));
    expect(payloads).toEqual(['{"ref":"turn.0"}', JSON.stringify(entries[1]?.payload), '{"ref":"turn.1"}']);
    expect(refs).toEqual([
      { ref: 'turn.0', payload: large },
      { ref: 'turn.1', payload: large },
    ]);
    expect(question?.entries[0]?.payload).toEqual(large);
  });

  test('are not needed on a channel that has no buttons', () => {
    expect(show([choices([], { entries: [{ label: 'A', payload: large }] })], whatsapp).refs).toEqual([]);
  });

  test('a very long label does not burst the metadata', () => {
    const { messages } = show([choices(['ü'.repeat(5000)])]);
    expect(Buffer.byteLength(JSON.stringify(actionsOf(messages[0])[0]?.metadata))).toBeLessThan(4096);
  });
});

describe('choices on a channel without buttons', () => {
  test('are numbered lines under the text, labels in full', () => {
    const { messages, question } = show([choices(['Track my parcel', 'Return a defective product'])], whatsapp);
    expect(messages).toEqual([{ type: 'text', text: 'Which one?\n1) Track my parcel\n2) Return a defective product' }]);
    expect(question).toMatchObject({
      kind: 'options',
      message: 0,
      entries: [
        { number: 1, shown: 'Track my parcel', payload: { option: 0 } },
        { number: 2, shown: 'Return a defective product', payload: { option: 1 } },
      ],
    });
  });

  test('are spread over messages when they are too long for one, the numbers go on', () => {
    const labels = Array.from({ length: 40 }, (_, index) => `Label number ${index} ${'x'.repeat(50)}`);
    const { messages, question } = show([choices(labels)], channelLimits('twilio'));
    expect(messages.length).toBeGreaterThan(1);
    const lines = textsOf(messages).join('\n').split('\n');
    expect(lines).toEqual(['Which one?', ...labels.map((label, index) => `${index + 1}) ${label}`)]);
    expect(question?.message).toBe(messages.length - 1);
  });

  test('a question that needs a message of its own is not torn from its list', () => {
    const paragraph = 'word '.repeat(310).trim();
    const { messages } = show(
      [choices(['A', 'B'], { text: `${paragraph}\n\nWhich one?${' word'.repeat(10)}` })],
      channelLimits('twilio'),
    );
    expect(textsOf(messages)).toEqual([paragraph, `Which one?${' word'.repeat(10)}\n1) A\n2) B`]);
  });

  test('quick replies are numbered too', () => {
    expect(textsOf(show([choices(['Yes', 'No'], { style: 'reply' })], whatsapp).messages)).toEqual([
      'Which one?\n1) Yes\n2) No',
    ]);
  });
});

describe('pages', () => {
  const links = [
    { title: 'Our shop with a very long name', uri: 'https://x.example/shop' },
    { title: 'https://x.example', uri: 'https://x.example' },
  ];
  const draft: Draft = { kind: 'links', text: 'Look:', links };

  test('are webview buttons with a fallback', () => {
    const { messages, question } = show([draft]);
    expect(actionsOf(messages[0])[0]).toEqual({
      type: 'webview',
      text: 'Our shop with a…',
      uri: 'https://x.example/shop',
      fallback: 'https://x.example/shop',
      metadata: { label: 'Our shop with a very long name' },
    });
    expect(question).toBeUndefined();
  });

  test('are lines on a channel without buttons', () => {
    const { messages, question } = show([draft], whatsapp);
    expect(textsOf(messages)).toEqual([
      'Look:\nOur shop with a very long name: https://x.example/shop\nhttps://x.example',
    ]);
    expect(question).toBeUndefined();
  });

  test('stand before the choices of the same message', () => {
    const [first] = links;
    const both = choices(['A', 'B', 'C'], { links: first === undefined ? [] : [first] });
    expect(show([both]).messages.map(labelsOf)).toEqual([['Our shop with a…', 'A', 'B'], ['C']]);
    expect(show([both]).question?.entries.map(({ message }) => message)).toEqual([0, 0, 1]);
    expect(textsOf(show([both], whatsapp).messages)).toEqual([
      'Which one?\nOur shop with a very long name: https://x.example/shop\n1) A\n2) B\n3) C',
    ]);
  });
});

describe('for every draft and channel', () => {
  const said = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.constantFrom('', ' ', 'Which one?', `${'Some words. '.repeat(20)}\n\nWhich one?`, '👩‍👩‍👧‍👦'.repeat(30)),
  );
  const label = fc.oneof(said, fc.constantFrom('Return a product', 'Return a product now', 'Yes', 'yes', '2'));
  const entry = fc.record({
    label,
    payload: fc.oneof(
      fc.record({ option: fc.oneof(fc.integer(), fc.string(), fc.boolean()) }),
      fc.record({ message: fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.repeat(50)) }),
    ),
  });
  const link = fc.record({ title: label, uri: fc.constant('https://x.example') });
  const draft: fc.Arbitrary<Draft> = fc.oneof(
    fc.record({ kind: fc.constant('text' as const), text: said }),
    fc.record({
      kind: fc.constant('choices' as const),
      question: fc.constant('options' as const),
      style: fc.constantFrom('postback' as const, 'reply' as const),
      text: said,
      entries: fc.array(entry, { maxLength: 15 }),
      links: fc.array(link, { maxLength: 2 }),
    }),
    fc.record({ kind: fc.constant('links' as const), text: said, links: fc.array(link, { maxLength: 4 }) }),
  );
  const limits: fc.Arbitrary<ChannelLimits> = fc.record({
    name: fc.constant('some'),
    buttons: fc.constantFrom('native' as const, 'text' as const),
    maxButtons: fc.integer({ min: 1, max: 5 }),
    maxReplies: fc.integer({ min: 0, max: 5 }),
    unit: fc.constantFrom('utf16' as const, 'bytes' as const),
    labelLength: fc.integer({ min: 10, max: 30 }),
    replyLabelLength: fc.integer({ min: 10, max: 30 }),
    textLength: fc.integer({ min: 60, max: 200 }),
    textWithButtonsLength: fc.integer({ min: 20, max: 60 }),
  });

  test('nothing is empty, over a limit, broken or mixed, and no choice is lost', () => {
    fc.assert(
      fc.property(fc.array(draft, { maxLength: 4 }), limits, (drafts, channel) => {
        const { messages } = fitChannel(drafts, channel, options);
        for (const message of messages) {
          const actions = actionsOf(message);
          const text = message.text ?? '';
          expect(isBlank(text)).toBe(false);
          expect(textSize(text, channel.unit)).toBeLessThanOrEqual(
            actions.length > 0 ? channel.textWithButtonsLength : channel.textLength,
          );
          const types = new Set(actions.map(({ type }) => type));
          expect(types.has('reply') && types.size > 1).toBe(false);
          const max = types.has('reply') ? channel.maxReplies : channel.maxButtons;
          expect(actions.length).toBeLessThanOrEqual(channel.buttons === 'text' ? 0 : max);
          for (const action of actions) {
            const length = action.type === 'reply' ? channel.replyLabelLength : channel.labelLength;
            expect(action.text).not.toBe('');
            expect(textSize(action.text, channel.unit)).toBeLessThanOrEqual(length);
            expect(action.text.isWellFormed()).toBe(true);
            if ('payload' in action) expect(Buffer.byteLength(action.payload)).toBeLessThanOrEqual(900);
          }
        }
        const wanted = drafts.flatMap((draft) => (draft.kind === 'choices' ? draft.entries : []));
        const buttons = messages.flatMap(actionsOf).filter((action) => 'payload' in action);
        if (channel.buttons === 'native') expect(buttons.length).toBe(wanted.length);
      }),
      { numRuns: 1500 },
    );
  });

  test('every choice of the open question is reached by what was shown for it', () => {
    fc.assert(
      fc.property(fc.array(draft, { minLength: 1, maxLength: 3 }), limits, (drafts, channel) => {
        const { question, refs } = fitChannel(drafts, channel, options);
        const { entries = [], earlier } = question ?? {};
        for (const [index, entry] of entries.entries()) {
          const found = matchChoice(
            entry.number === undefined ? entry.shown : `${entry.number})`,
            entries,
            earlier?.entries,
          );
          // A label of the list shown last wins over the same one above it.
          const isLast = index >= (earlier?.entries ?? 0);
          if (isLast || entry.number !== undefined) expect(found).toBe(entry);
          else expect(found).toBeDefined();
        }
        expect(new Set(entries.map(({ number }) => number ?? {})).size).toBe(entries.length);
        expect(new Set(refs.map(({ ref }) => ref)).size).toBe(refs.length);
      }),
      { numRuns: 1500 },
    );
  });
});
