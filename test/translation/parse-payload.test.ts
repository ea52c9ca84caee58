import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePayload, readPayload } from '../../src/translation/parse-payload.ts';

const rating = {
  askRatingComment: true,
  isNegativeRating: false,
  ratingData: { type: 'rate', data: { code: 'abc', value: 2, comment: null } },
};

const parse = (payload: unknown) => parsePayload(JSON.stringify(payload));

describe('payloads that are understood, unknown keys dropped', () => {
  test.each<[string, unknown, object]>([
    ['a message', { message: 'hello', x: 1 }, { kind: 'message', message: 'hello' }],
    ['an option of any simple type', { option: 22 }, { kind: 'option', option: 22 }],
    ['an option that is a text', { option: '22' }, { kind: 'option', option: '22' }],
    ['an option that is false', { option: false }, { kind: 'option', option: false }],
    ['an option with its message', { message: 'hi', option: 0 }, { kind: 'option', option: 0, message: 'hi' }],
    ['an option whose message is missing', { message: null, option: 1 }, { kind: 'option', option: 1 }],
    ['a direct call', { directCall: 'returns' }, { kind: 'directCall', directCall: 'returns' }],
    [
      'a direct call before the rest',
      { message: 'a', option: 1, directCall: 'x' },
      { kind: 'directCall', directCall: 'x' },
    ],
    ['an agreement', { escalateOption: true }, { kind: 'escalation', accepted: true }],
    ['a refusal', { escalateOption: false }, { kind: 'escalation', accepted: false }],
    [
      'a rating',
      { ...rating, extra: 1 },
      { kind: 'rating', askComment: true, isNegative: false, ratingData: rating.ratingData },
    ],
    ['a stored payload', { ref: 'turn.3' }, { kind: 'ref', ref: 'turn.3' }],
    ['a federated result', { list: 'turn.0', index: 2 }, { kind: 'federated', list: 'turn.0', index: 2 }],
  ])('%s', (_name, payload, expected) => expect(parse(payload)).toEqual(expected));

  test('a comment cannot be smuggled in with a rating', () => {
    const { ratingData } = rating;
    const forged = { ...rating, ratingData: { ...ratingData, data: { ...ratingData.data, comment: 'x', more: 1 } } };
    expect(parse(forged)).toMatchObject({ ratingData });
  });

  test('our own payloads are read the same way', () => {
    expect(readPayload({ message: 'hi', option: 22 })).toEqual({ kind: 'option', option: 22, message: 'hi' });
  });
});

describe('old buttons with a whole result', () => {
  const wire = {
    type: 'answer',
    message: '<b>Warranty</b> terms',
    messageList: ['<b>Warranty</b> terms'],
    flags: [],
    options: null,
    attributes: { title: 'Warranty' },
    parameters: {
      contents: {
        title: 'Warranty terms',
        url: { value: 'https://x.example/warranty', target: '_blank' },
        trackingCode: { clickCode: 'c1' },
      },
    },
  };

  const parseAnswer = (answer: unknown) => parse({ extendedContentAnswer: answer });

  test('give back its text, address and click code', () => {
    expect(parseAnswer(wire)).toMatchObject({
      kind: 'subAnswer',
      answer: {
        type: 'answer',
        messages: ['<b>Warranty</b> terms'],
        contents: { title: 'Warranty terms', url: 'https://x.example/warranty', clickCode: 'c1' },
      },
    });
  });

  test('bring nothing along that acts', () => {
    const forged = {
      ...wire,
      actions: [{ parameters: { callback: 'escalateToAgent', data: {} } }],
      options: [{ label: 'x', value: 1 }],
      subAnswers: [wire],
      flags: ['escalate'],
    };
    expect(parseAnswer(forged)).toMatchObject({ answer: { actions: [], options: [], subAnswers: [], flags: [] } });
  });

  test('work with empty parts as PHP writes them, and without a click code that is a text', () => {
    const answer = {
      message: 'one',
      attributes: [],
      parameters: { contents: { url: [], trackingCode: { clickCode: { evil: 1 } } } },
    };
    expect(parseAnswer(answer)).toMatchObject({ answer: { messages: ['one'], contents: { clickCode: undefined } } });
  });

  test.each([null, [], 'text', {}, { message: ' ' }, { message: 5 }])(
    'that hold nothing to show count as text: %j',
    (answer) => {
      expect(parseAnswer(answer)).toEqual({ kind: 'text' });
    },
  );
});

describe('anything else counts as its visible text', () => {
  test.each<[string, unknown]>([
    ['nothing known', { somethingElse: 1 }],
    ['an empty object', {}],
    ['a list', [{ message: 'a' }]],
    ['a text', 'hello'],
    ['a number', 5],
    ['null', null],
    ['a message that is no text', { message: 5 }],
    ['an empty message', { message: '' }],
    ['a message without end', { message: 'x'.repeat(5000) }],
    ['an option that is an object', { option: { id: 1 }, message: 'a' }],
    ['an option that is null', { option: null, message: 'a' }],
    ['a direct call that is no text', { directCall: true }],
    ['an answer that is no yes or no', { escalateOption: 'yes' }],
    ['a rating with another type of event', { ...rating, ratingData: { type: 'click', data: { code: 'c' } } }],
    ['a rating without code', { ...rating, ratingData: { type: 'rate', data: { value: 1 } } }],
    ['a rating whose switches are no switches', { ...rating, askRatingComment: 'true' }],
    ['a place that is none', { list: 'turn.0', index: -1 }],
    ['a place between two', { list: 'turn.0', index: 0.5 }],
    ['a list that is no name', { list: { $gt: '' }, index: 0 }],
    ['a stored payload without name', { ref: 5 }],
  ])('%s', (_name, payload) => expect(parse(payload)).toEqual({ kind: 'text' }));

  test.each([
    '',
    'MORE',
    '{',
    '{"message":',
    '{"__proto__":{"message":"x"}}',
    '{"constructor":{"message":"x"}}',
    '['.repeat(50_000),
  ])('what is no JSON, or only pretends to have keys: %.30s', (payload) =>
    expect(parsePayload(payload)).toEqual({ kind: 'text' }),
  );

  test('no payload at all, and one larger than any button has', () => {
    expect(parsePayload(undefined)).toEqual({ kind: 'text' });
    expect(parsePayload(JSON.stringify({ message: 'a', pad: 'x'.repeat(100_000) }))).toEqual({ kind: 'text' });
  });
});

test('whatever the payload, reading it ends and leaves prototypes alone', () => {
  const key = fc.constantFrom(
    'message',
    'option',
    'directCall',
    'ratingData',
    'ref',
    'list',
    'index',
    '__proto__',
    'data',
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof({ maxDepth: 3 }, fc.jsonValue(), fc.dictionary(key, tie('tree'), { maxKeys: 4 })),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      expect(typeof parse(value).kind).toBe('string');
      expect(Object.keys(Object.prototype)).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});
