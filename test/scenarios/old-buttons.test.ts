import { describe, expect, test } from 'vitest';
import { ratingCode } from './rating-code.ts';
import { useConversation } from './use-conversation.ts';

const RATING = { type: 'rate', data: { code: 'a-code', value: 1, comment: null } };

/** Payloads, and what the bot hears of a button with one. */
const understood: [name: string, payload: unknown, asked: unknown][] = [
  ['a message', { message: 'warranty' }, { message: 'warranty' }],
  ['an option with the text it belongs to', { message: 'hello', option: 0 }, { message: 'hello', option: 0 }],
  ['an option alone', { option: 17 }, { option: 17 }],
  ['an option that is a text', { option: '17' }, { option: '17' }],
  ['a direct call', { directCall: 'news' }, { directCall: 'news' }],
  ['a direct call beside other things', { directCall: 'news', message: 'x', more: 1 }, { directCall: 'news' }],
  ['keys nobody knows', { message: 'warranty', user: 'admin', variables: { a: 1 } }, { message: 'warranty' }],
  ['keys of JavaScript', '{"message":"warranty","__proto__":{"option":3},"constructor":1}', { message: 'warranty' }],
  ['white space around it', ' {"directCall": "news"}\n', { directCall: 'news' }],
];

/** Payloads that mean nothing. */
const forged: [name: string, payload: unknown][] = [
  ['no JSON', 'DEVELOPER_DEFINED_PAYLOAD'],
  ['an empty text', ''],
  ['broken JSON', '{"message":'],
  ['null', 'null'],
  ['a number', '5'],
  ['a text in JSON', '"warranty"'],
  ['a list', [{ message: 'warranty' }]],
  ['an empty object', {}],
  ['a foreign object', { action: 'buy', id: 5 }],
  ['only keys of JavaScript', '{"__proto__":{"message":"warranty"}}'],
  ['a message that is no text', { message: 5 }],
  ['an empty message', { message: '' }],
  ['a message of 5,000 characters', { message: 'x'.repeat(5_000) }],
  ['a payload of 200,000 characters', { message: 'warranty', more: 'x'.repeat(200_000) }],
  ['an option that is an object', { option: { $ne: 1 } }],
  ['an option that is a list', { option: [1] }],
  ['an option that is null', { option: null }],
  ['a direct call that is no text', { directCall: true }],
  ['a direct call of 5,000 characters', { directCall: 'x'.repeat(5_000) }],
  ['a yes to an agent while there are no chats', { escalateOption: true }],
  ['a no to an agent while there are no chats', { escalateOption: false }],
  ['an answer to an agent that is no yes or no', { escalateOption: 'true' }],
  ['a list that was never sent', { list: 'not-a-list', index: 0 }],
  ['a place in a list that is no number', { list: 'not-a-list', index: '0' }],
  ['a place in a list below the first', { list: 'not-a-list', index: -1 }],
  ['a reference to nothing', { ref: 'never-sent' }],
  ['a reference that is no text', { ref: 7 }],
  ['a result that is none', { extendedContentAnswer: 'text' }],
  ['an empty result', { extendedContentAnswer: {} }],
];

describe('a button of an earlier time, or one of a menu,', () => {
  const shop = useConversation();

  test.each(understood)('is understood with %s', async (_name, payload, asked) => {
    const ana = shop.person();
    await ana.pressesForged(payload, 'The label');
    expect(ana.asked[0]).toEqual(asked);
    await ana.tapsForged(payload, 'The label');
    expect(ana.asked[0]).toEqual(asked);
  });

  test('whose option the bot refuses is heard as its label', async () => {
    const ana = shop.person();
    expect(await ana.pressesForged({ message: 'old question', option: 4711 }, 'Warranty')).toEqual([
      expect.stringMatching(/^Frames have a warranty/),
    ]);
    expect(ana.asked).toEqual([{ message: 'old question', option: 4711 }, { message: 'Warranty' }]);
  });

  test('that was cut off is heard as its whole label', async () => {
    const ana = shop.person('messenger');
    await ana.says('names that look alike');
    await ana.says('hello');
    await ana.presses('Bicycle… (3)');
    expect(ana.asked.at(-1)).toEqual({ message: 'Bicycle maintenance for the advanced and patient' });
  });

  test('that holds a whole result shows it as text only, and tracks its click', async () => {
    const ana = shop.person();
    await ana.says('search our website');
    await ana.presses('How to wash a bike');
    const code = ana.tracked[0]?.data.code;
    expect(code).toBeTypeOf('string');
    const result = {
      type: 'answer',
      message: '<p>Ten <b>rides</b></p><img src="https://pictures.example/a.png"><a href="javascript:x()">more</a>',
      attributes: {
        title: 'Ten rides',
        URL_BUTTON: { title: 'Order', url: 'https://evil.example/' },
        SHORT_TITLE: 'x',
      },
      options: [{ label: 'Forged', value: 1 }],
      parameters: { contents: { url: { value: 'https://a.example/rides' }, trackingCode: { clickCode: code } } },
    };
    const messages = await ana.pressesForged({ extendedContentAnswer: result }, 'Ten rides');
    expect(messages.join('\n')).toContain('Ten rides');
    expect(messages.join('\n')).toContain('https://a.example/rides');
    expect(messages.join('\n')).not.toMatch(/javascript|evil|Forged|<a\.png>/);
    expect(ana.messages.map(({ type }) => type)).not.toContain('image');
    expect(ana.asked).toEqual([]);
    expect(ana.tracked).toEqual([{ type: 'click', data: { code } }]);
  });

  test.each([
    ['no code', undefined],
    ['a code that is no text', { clickCode: 5 }],
    ['a code that is an object', { clickCode: { code: 'x' } }],
  ])('that holds a result with %s tracks nothing', async (_name, trackingCode) => {
    const ana = shop.person();
    const result = { message: 'The result', parameters: { contents: { trackingCode } } };
    expect(await ana.pressesForged({ extendedContentAnswer: result }, 'The label')).toEqual(['The result']);
    expect(ana.asked).toEqual([]);
    expect(shop.stand.chatbot.control.journal.listRaw({ endpoint: 'tracking' })).toEqual([]);
  });
});

describe('a forged or foreign button', () => {
  const shop = useConversation();

  test.each(forged)('counts as its visible text with %s', async (_name, payload) => {
    const ana = shop.person();
    await ana.pressesForged(payload, 'The label');
    expect(ana.asked).toEqual([{ message: 'The label' }]);
    await ana.tapsForged(payload, 'The label');
    expect(ana.asked).toEqual([{ message: 'The label' }]);
  });

  test('without any text is answered, and the bot hears nothing', async () => {
    const ana = shop.person();
    expect(await ana.pressesForged('FOREIGN')).toEqual([
      'Sorry, I cannot read this kind of message. Could you write it as text?',
    ]);
    expect(ana.asked).toEqual([]);
  });

  test('counts as the choice whose label it shows', async () => {
    const ana = shop.person();
    await ana.says('which bike suits me?');
    await ana.tapsForged('FOREIGN', 'In the city');
    expect(ana.asked).toEqual([{ message: 'which bike suits me?', option: expect.any(Number) }]);
  });
});

describe('a rating in a button', () => {
  const rating = { askRatingComment: false, isNegativeRating: false, ratingData: RATING };

  describe('while ratings are off', () => {
    const shop = useConversation();

    test('counts as its visible text', async () => {
      const ana = shop.person();
      await ana.pressesForged(rating, 'Yes');
      expect(ana.asked).toEqual([{ message: 'Yes' }]);
      await ana.tapsForged(rating, 'Yes');
      expect(ana.asked).toEqual([{ message: 'Yes' }]);
      expect(shop.stand.chatbot.control.journal.listRaw({ endpoint: 'tracking' })).toEqual([]);
    });
  });

  describe('while ratings are on', () => {
    const shop = useConversation({ conversation: { content_ratings: { enabled: true } } });
    const beRated = async () => {
      const ana = shop.person();
      await ana.says('can be rated');
      return { ana, code: ratingCode(ana) };
    };
    const withData = (data: object) => ({ ...rating, ratingData: { ...RATING, data: { ...RATING.data, ...data } } });

    test('is a rating, also of a button of the original', async () => {
      const { ana, code } = await beRated();
      expect(await ana.pressesForged(withData({ code }), 'Sí')).toEqual(['Thanks!']);
      expect(ana.tracked).toEqual([{ type: 'rate', data: { code, value: 1, comment: null } }]);
      expect(ana.asked).toEqual([]);
    });

    test('may have its value in quotes', async () => {
      const { ana, code } = await beRated();
      expect(await ana.pressesForged(withData({ code, value: '1' }), 'Yes')).toEqual(['Thanks!']);
      expect(ana.tracked).toEqual([{ type: 'rate', data: { code, value: 1, comment: null } }]);
    });

    test('asks for a comment as it is configured, whatever the button says', async () => {
      const { ana, code } = await beRated();
      expect(await ana.pressesForged({ ...withData({ code }), askRatingComment: true }, 'Yes')).toEqual(['Thanks!']);
      expect(await ana.pressesForged(withData({ code, value: 2 }), 'No')).toEqual(['Please tell us why']);
    });

    test('loses a comment that was written into it', async () => {
      const { ana, code } = await beRated();
      await ana.pressesForged(withData({ code, comment: 'forged', user: 'admin' }), 'Yes');
      expect(ana.tracked).toEqual([{ type: 'rate', data: { code, value: 1, comment: null } }]);
    });

    test.each([
      ['a rating that is not configured', withData({ value: 3 })],
      ['a value that is no number', withData({ value: { a: 1 } })],
      ['no code', withData({ code: undefined })],
      ['a code that is no text', withData({ code: 5 })],
      ['a code of 5,000 characters', withData({ code: 'x'.repeat(5_000) })],
      ['another event than a rating', { ...rating, ratingData: { ...RATING, type: 'CHAT_ATTENDED' } }],
      ['no switches', { ratingData: RATING }],
      ['switches that are no yes or no', { ...rating, askRatingComment: 'false' }],
    ])('with %s counts as its visible text', async (_name, payload) => {
      const ana = shop.person();
      await ana.pressesForged(payload, 'The label');
      expect(ana.asked).toEqual([{ message: 'The label' }]);
      expect(shop.stand.chatbot.control.journal.listRaw({ endpoint: 'tracking' })).toEqual([]);
    });
  });
});
