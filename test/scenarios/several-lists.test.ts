import { describe, expect, test } from 'vitest';
import { useConversation } from './use-conversation.ts';

const shop = useConversation({ conversation: { content_ratings: { enabled: true } } });

function teachLists() {
  shop.teach({ title: 'Gravel', answer: 'Take the Pebble.' });
  shop.teach({
    title: 'Which bike',
    answer: 'Let us see.',
    options: { question: 'Where to?', choices: ['News', 'Gravel'] },
    related: { title: 'See also', contents: ['Returns', 'Warranty'] },
  });
}

describe('several lists of one response', () => {
  test.each(['twilio', 'whatsapp', 'mailgun'])(
    'on %s have numbers that go on, and each number means one thing',
    async (channel) => {
      teachLists();
      const lists = ['Let us see.', 'See also\n1) Returns\n2) Warranty', 'Where to?\n3) News\n4) Gravel'];
      for (const [typed, asked] of [
        ['1', { message: 'Returns' }],
        ['2', { message: 'Warranty' }],
        ['3', { directCall: 'news' }],
        ['4', { message: 'which bike', option: expect.any(Number) }],
        ['warranty', { message: 'Warranty' }],
        ['gravel!', { message: 'which bike', option: expect.any(Number) }],
      ] as const) {
        const ana = shop.person(channel);
        expect(await ana.says('which bike')).toEqual(lists);
        await ana.says(typed);
        expect(ana.asked[0]).toEqual(asked);
      }
    },
  );

  test('with options above the related contents: the labels of both answer', async () => {
    shop.teachAnswers('City or gravel', {
      type: 'multipleChoiceQuestion',
      message: 'City or gravel?',
      options: [
        { label: 'City', value: 7 },
        { label: 'Gravel', value: 8 },
      ],
      parameters: { contents: { related: { relatedContents: [{ title: 'Prices' }, { title: 'Tyres' }] } } },
    });
    for (const [typed, asked] of [
      ['2', { message: 'city or gravel', option: 8 }],
      ['gravel', { message: 'city or gravel', option: 8 }],
      ['4', { message: 'Tyres' }],
    ] as const) {
      const ana = shop.person('whatsapp');
      const shown = await ana.says('city or gravel');
      expect(shown[0]).toBe('City or gravel?\n1) City\n2) Gravel');
      expect(shown[1]).toMatch(/\n3\) Prices\n4\) Tyres$/);
      await ana.says(typed);
      expect(ana.asked[0]).toEqual(asked);
    }
  });

  test('on a channel with buttons: the last one is pending, and a typed label of an earlier one counts too', async () => {
    teachLists();
    for (const [typed, asked] of [
      ['gravel', { message: 'which bike', option: expect.any(Number) }],
      ['returns', { message: 'Returns' }],
      ['1', { message: '1' }],
    ] as const) {
      const ana = shop.person('web');
      await ana.says('which bike');
      await ana.says(typed);
      expect(ana.asked[0]).toEqual(asked);
    }
  });

  test('end together: an answer to one closes the others', async () => {
    teachLists();
    const ana = shop.person('whatsapp');
    await ana.says('which bike');
    await ana.says('2');
    await ana.says('gravel');
    expect(ana.asked[0]).toEqual({ message: 'gravel' });
  });

  test('that were refused with their buttons are numbered as one list', async () => {
    teachLists();
    const ana = shop.person('web');
    const effect = { kind: 'respond', status: 400, body: { error: { code: 'refused', description: 'No' } } } as const;
    for (const bodyIncludes of ['See also', 'Where to?'])
      shop.stand.smooch.control.faults.add({ endpoint: 'message', effect, bodyIncludes });
    await ana.says('which bike');
    expect(ana.seen()).toEqual(['Let us see.', 'See also\n1) Returns\n2) Warranty', 'Where to?\n3) News\n4) Gravel']);
  });
});

describe('a turn that shows options', () => {
  test('asks for no rating, also when related contents are the last list', async () => {
    shop.teachAnswers(
      'Options and more',
      {
        type: 'answer',
        message: 'This can be rated.',
        parameters: { contents: { trackingCode: { rateCode: 'code' } } },
      },
      {
        type: 'multipleChoiceQuestion',
        message: 'Which?',
        options: [
          { label: 'A', value: 1 },
          { label: 'B', value: 2 },
        ],
        parameters: { contents: { related: { relatedContents: [{ title: 'Prices' }] } } },
      },
    );
    expect(await shop.person().says('options and more')).toHaveLength(3);
  });

  test('and one that shows related contents alone does', async () => {
    shop.teachAnswers('Related alone', {
      type: 'answer',
      message: 'This can be rated.',
      parameters: {
        contents: { trackingCode: { rateCode: 'code' }, related: { relatedContents: [{ title: 'Prices' }] } },
      },
    });
    const shown = await shop.person().says('related alone');
    expect(shown).toHaveLength(3);
    expect(shown[2]).toMatch(/helpful/);
  });
});
