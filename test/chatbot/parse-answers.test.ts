import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAnswers } from '../../src/chatbot/parse-answers.ts';
import { historyTimeToMs } from '../../src/chatbot/parse-history.ts';
import type { BotAnswer } from '../../src/chatbot/wire.ts';

function parseOne(answer: unknown, warnings: string[] = []): BotAnswer {
  const [parsed] = parseAnswers([answer], (message) => void warnings.push(message));
  if (parsed === undefined) throw new Error('no answer came out');
  return parsed;
}

describe('an answer as the documentation shows it', () => {
  test('with a content', () => {
    expect(
      parseOne({
        type: 'answer',
        message: 'You can <b>order</b> online.',
        messageList: ['You can <b>order</b> online.'],
        options: null,
        flags: ['escalate'],
        attributes: { ANSWER_TEXT: 'x', DIRECT_CALL: '' },
        parameters: {
          contents: {
            title: 'Ordering',
            trackingCode: { clickCode: 'click', rateCode: 'rate' },
            related: { relatedTitle: 'See also', relatedContents: [{ id: 31, title: 'Delivery times' }] },
          },
        },
        source: { type: 'intent' },
        actionField: null,
      }),
    ).toEqual({
      type: 'answer',
      messages: ['You can <b>order</b> online.'],
      options: [],
      flags: ['escalate'],
      attributes: { ANSWER_TEXT: 'x', DIRECT_CALL: '' },
      contents: {
        title: 'Ordering',
        rateCode: 'rate',
        clickCode: 'click',
        relatedTitle: 'See also',
        related: [{ id: 31, title: 'Delivery times' }],
        url: undefined,
      },
      actionField: undefined,
      actions: [],
      subAnswers: [],
    });
  });

  test('with options, whose values keep their type', () => {
    const { options } = parseOne({
      type: 'multipleChoiceQuestion',
      message: 'Which one?',
      options: [
        { label: 'Track', value: 22, attributes: { title: 'Track' } },
        { label: 'Return', value: '23', attributes: null, revisitableLink: 'returns' },
        { label: 'no', value: 0, revisitableLink: true },
        { label: 'odd', value: { a: [1] }, revisitableLink: '' },
      ],
    });
    expect(options.map((option) => [option.label, option.value, option.revisitableLink])).toEqual([
      ['Track', 22, undefined],
      ['Return', '23', 'returns'],
      ['no', 0, true],
      ['odd', { a: [1] }, undefined],
    ]);
    expect(options[1]?.attributes).toEqual({});
  });

  test('with a form field, whose choices show their first synonym', () => {
    const { actionField } = parseOne({
      type: 'answer',
      message: 'Which size?',
      actionField: {
        fieldType: 'list',
        variableName: 'size',
        listValues: {
          displayType: 'buttons',
          values: [
            { label: ['Small', 'S'], option: 'small' },
            { label: 'Large', option: 3 },
            { label: ['Huge'] },
            { label: [], option: 'tiny' },
          ],
        },
      },
    });
    expect(actionField).toEqual({
      fieldType: 'list',
      variableName: 'size',
      values: [
        { label: 'Small', option: 'small' },
        { label: 'Large', option: 3 },
        { label: 'Huge', option: 'Huge' },
        { label: 'tiny', option: 'tiny' },
      ],
    });
  });

  test('with callbacks, all of them', () => {
    const { actions } = parseOne({
      message: 'x',
      actions: [
        { parameters: { something: 'else' } },
        { parameters: { callback: 'escalationStart' } },
        { parameters: { callback: 'escalateToAgent', data: { EMAIL_ADDRESS: 'ana@example.com' } } },
      ],
    });
    expect(actions).toEqual([
      { callback: 'escalationStart', data: {} },
      { callback: 'escalateToAgent', data: { EMAIL_ADDRESS: 'ana@example.com' } },
    ]);
  });

  test('with federated results', () => {
    const { subAnswers } = parseOne({
      type: 'extendedContentsAnswer',
      message: 'I found this:',
      subAnswers: [
        {
          type: 'answer',
          message: 'Warranty',
          attributes: { title: 'Warranty' },
          parameters: {
            contents: { url: { value: 'https://shop.example/w', target: '_blank' }, trackingCode: { clickCode: 'c' } },
          },
          subAnswers: [{ message: 'deeper' }],
        },
        7,
      ],
    });
    expect(subAnswers).toHaveLength(1);
    expect(subAnswers[0]).toMatchObject({
      messages: ['Warranty'],
      contents: { url: 'https://shop.example/w', clickCode: 'c' },
      subAnswers: [],
    });
  });

  test('with codes one level higher, as the tracking page has them', () => {
    const { contents } = parseOne({
      message: 'x',
      parameters: { contents: null, trackingCode: { rateCode: 'r', clickCode: 'c' } },
    });
    expect(contents).toMatchObject({ rateCode: 'r', clickCode: 'c' });
  });
});

describe('an answer as it comes in practice', () => {
  test.each([
    ['several bubbles', { message: 'a b', messageList: ['a', '', null, ' ', 'b'] }, ['a', 'b']],
    ['an empty list', { message: 'a', messageList: [] }, ['a']],
    ['a list of nothing', { message: 'a', messageList: ['', '  ', '\u200b'] }, ['a']],
    ['no list', { message: 'a' }, ['a']],
    ['a text instead of a list', { message: 'a b', messageList: 'b' }, ['b']],
    ['numbers', { message: 42 }, ['42']],
    ['nothing to say', { message: '', messageList: null }, []],
    ['an object for a text', { message: {} }, []],
  ])('%s', (_name, answer, messages) => {
    expect(parseOne(answer).messages).toEqual(messages);
  });

  test('everything missing or null is empty', () => {
    const empty = { type: 'answer', messages: [], options: [], flags: [], attributes: {}, actions: [], subAnswers: [] };
    expect(parseOne({})).toMatchObject(empty);
    const nulls = [
      'messageList',
      'options',
      'flags',
      'attributes',
      'parameters',
      'actionField',
      'actions',
      'subAnswers',
    ];
    expect(parseOne(Object.fromEntries(nulls.map((key) => [key, null])))).toMatchObject(empty);
    expect(parseOne(Object.fromEntries(nulls.map((key) => [key, []])))).toMatchObject(empty);
    expect(parseOne({ actionField: {} }).actionField).toBeUndefined();
  });

  test('neighbouring types are taken', () => {
    const answer = parseOne({
      message: 'x',
      flags: 'no-results',
      options: { label: 5, value: 1 },
      actionField: { variableName: 'date' },
      parameters: { contents: { title: 7, url: 'https://a.example', related: { relatedContents: { title: 'One' } } } },
    });
    expect(answer).toMatchObject({
      flags: ['no-results'],
      options: [{ label: '5', value: 1 }],
      actionField: { fieldType: 'default', variableName: 'date', values: [] },
      contents: { title: '7', url: 'https://a.example', related: [{ id: undefined, title: 'One' }] },
    });
  });

  test('a type nobody knows is kept', () => {
    expect(parseOne({ type: 'hologram', message: 'x' })).toMatchObject({ type: 'hologram', messages: ['x'] });
  });

  test('broken entries are left out with a warning, the others stay', () => {
    const warnings: string[] = [];
    const answers = parseAnswers(
      [
        null,
        'text',
        {
          message: 'x',
          options: [
            null,
            { label: 'no value' },
            { value: 1 },
            { value: 2, attributes: { title: 'titled' } },
            { label: 'direct', attributes: { DIRECT_CALL: 'go' } },
          ],
          actionField: { variableName: 'v', listValues: { values: ['a', {}] } },
        },
      ],
      (message) => void warnings.push(message),
    );
    expect(answers).toHaveLength(1);
    expect(answers[0]?.options.map((option) => option.label)).toEqual(['no value', 'titled', 'direct']);
    expect(warnings).toHaveLength(6);
  });
});

describe('whatever arrives', () => {
  const keys = fc.constantFrom(
    ...['type', 'message', 'messageList', 'options', 'flags', 'attributes', 'parameters', 'contents', 'trackingCode'],
    ...[
      'related',
      'relatedContents',
      'url',
      'value',
      'title',
      'label',
      'actionField',
      'listValues',
      'values',
      'option',
    ],
    ...['actions', 'callback', 'data', 'subAnswers', 'revisitableLink', 'fieldType', 'variableName', '__proto__'],
  );
  const { tree } = fc.letrec((tie) => ({
    leaf: fc.oneof(
      fc.constantFrom<unknown>('', ' ', 'text', null, undefined, 0, -1, true, '\u200b'),
      fc.string(),
      fc.double(),
    ),
    list: fc.array(tie('tree'), { maxLength: 4 }),
    object: fc.dictionary(keys, tie('tree'), { maxKeys: 8 }),
    tree: fc.oneof({ maxDepth: 5 }, tie('leaf'), tie('list'), tie('object')),
  }));

  test('nothing is thrown, and no message or label is empty', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), tree, fc.array(tree)), (anything) => {
        for (const answer of parseAnswers(anything)) {
          for (const each of [answer, ...answer.subAnswers]) {
            for (const text of [...each.messages, ...each.options.map((o) => o.label)])
              expect(text.trim()).not.toBe('');
            for (const choice of each.actionField?.values ?? []) expect(choice.label.trim()).not.toBe('');
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('a body nested without end is no danger', () => {
    const deep = JSON.parse(`${'{"subAnswers":['.repeat(20_000)}{}${']}'.repeat(20_000)}`);
    expect(parseAnswers([deep])).toHaveLength(1);
  });
});

test.each([
  ['2024-05-02 10:15:01', Date.UTC(2024, 4, 2, 10, 15, 1)],
  ['2024-05-02T10:15:01.250', Date.UTC(2024, 4, 2, 10, 15, 1, 250)],
  ['2024-05-02 10:15', Date.UTC(2024, 4, 2, 10, 15)],
  ['2024-05-02T10:15:01Z', Date.UTC(2024, 4, 2, 10, 15, 1)],
  ['2024-05-02T10:15:01+0200', Date.UTC(2024, 4, 2, 8, 15, 1)],
  ['Thu, 02 May 2024 10:15:01 GMT', Date.UTC(2024, 4, 2, 10, 15, 1)],
  ['May 2, 2024 10:15:01', Date.UTC(2024, 4, 2, 10, 15, 1)],
  [1_714_644_901, 1_714_644_901_000],
  ['1714644901000', 1_714_644_901_000],
  ['sometime', undefined],
  [null, undefined],
])('the time %j of the history is %s', (value, ms) => {
  expect(historyTimeToMs(value)).toBe(ms);
});
