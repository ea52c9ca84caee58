import { describe, expect, test } from 'vitest';
import { ratingCode } from './rating-code.ts';
import { useConversation } from './use-conversation.ts';

const ASKED = 'Was this answer helpful?\n(Yes) (No)';
const content_ratings = { enabled: true };

describe('ratings that are off', () => {
  const shop = useConversation();

  test('are not asked for', async () => {
    expect(await shop.person().says('can be rated')).toEqual(['This answer can be rated. Was it any good?']);
  });
});

describe('after an answer that can be rated', () => {
  const shop = useConversation({ conversation: { content_ratings } });

  test('the user is asked whether it helped, with a quick reply for each rating', async () => {
    const ana = shop.person();
    expect(await ana.says('can be rated')).toEqual(['This answer can be rated. Was it any good?', ASKED]);
    const code = ratingCode(ana);
    expect(code).not.toBe('');
    const actions = ana.messages.at(-1)?.actions ?? [];
    expect(actions.map(({ type }) => type)).toEqual(['reply', 'reply']);
    expect(actions.map(({ metadata }) => metadata)).toEqual([
      { type: 'rating', label: 'Yes' },
      { type: 'rating', label: 'No' },
    ]);
    expect(actions.map(({ payload }) => JSON.parse(payload ?? ''))).toEqual([
      {
        askRatingComment: false,
        isNegativeRating: false,
        ratingData: { type: 'rate', data: { code, value: 1, comment: null } },
      },
      {
        askRatingComment: true,
        isNegativeRating: true,
        ratingData: { type: 'rate', data: { code, value: 2, comment: null } },
      },
    ]);
  });

  test('a click is tracked and thanked for', async () => {
    const ana = shop.person();
    await ana.says('can be rated');
    expect(await ana.presses('Yes')).toEqual(['Thanks!']);
    expect(ana.tracked).toEqual([{ type: 'rate', data: { code: ratingCode(ana), value: 1, comment: null } }]);
    expect(ana.asked).toEqual([]);
  });

  test.each([
    ['web', 'yes'],
    ['web', 'YES!'],
    ['twilio', '1'],
    ['twilio', 'Yes'],
    ['whatsapp', '1.'],
  ])('on %s a rating may be typed: %j', async (channel, typed) => {
    const ana = shop.person(channel);
    const [, question] = await ana.says('can be rated');
    expect(question).toBe(channel === 'web' ? ASKED : 'Was this answer helpful?\n1) Yes\n2) No');
    expect(await ana.says(typed)).toEqual(['Thanks!']);
    expect(ana.tracked).toEqual([{ type: 'rate', data: { code: expect.any(String), value: 1, comment: null } }]);
    expect(ana.asked).toEqual([]);
  });

  test('any other text is a question to the bot, and ends the question about the rating', async () => {
    const ana = shop.person('twilio');
    await ana.says('can be rated');
    await ana.says('1 xyzzy');
    expect(ana.asked).toEqual([{ message: '1 xyzzy' }]);
    await ana.says('1');
    expect(ana.asked).toEqual([{ message: '1' }]);
    expect(ana.tracked).toEqual([]);
  });

  test('of several answers the last that can be rated counts, and it is asked once, at the end', async () => {
    shop.teach({ title: 'Second', answer: 'Second.', related: { title: 'See also', contents: ['Returns'] } });
    shop.teach({ title: 'Third', answer: 'Third.', rateable: false });
    shop.teach({ title: 'Two and one', answer: 'First.', chain: ['Second', 'Third'] });
    const ana = shop.person();
    expect(await ana.says('two and one')).toEqual(['First.', 'Second.', 'See also\n[Returns]', 'Third.', ASKED]);
    await ana.presses('Yes');
    expect(shop.stand.chatbot.control.events({ type: 'rate' })).toMatchObject([{ content: 'Second' }]);
  });

  test('an old question about a rating can still be answered, by its button', async () => {
    const ana = shop.person();
    await ana.says('can be rated');
    const code = ratingCode(ana);
    await ana.says('hello');
    await ana.says('asks for no rating');
    expect(await ana.presses('Yes')).toEqual(['Thanks!']);
    expect(ana.tracked).toEqual([{ type: 'rate', data: { code, value: 1, comment: null } }]);
  });

  test('small talk, and what the bot says by itself, cannot be rated', async () => {
    const ana = shop.person();
    expect(await ana.says('hello')).toHaveLength(1);
    expect(await ana.says('xyzzy')).toHaveLength(1);
    expect(await ana.says('cannot be rated')).toHaveLength(1);
  });

  test('the caption of a picture can be rated as well as the picture', async () => {
    const ana = shop.person();
    const messages = await ana.does({ do: 'image', url: 'https://a.example/xyzzy.png', caption: 'can be rated' });
    expect(messages[0]).toBe('This answer can be rated. Was it any good?');
    expect(messages.at(-1)).toBe(ASKED);
  });
});

describe('no rating is asked for', () => {
  const shop = useConversation({ conversation: { content_ratings } });
  const rateable = { contents: { title: 'T', trackingCode: { rateCode: 'a-code', clickCode: 'b' } } };
  const answer = { type: 'answer', message: 'The answer.', flags: [], parameters: rateable };

  test('only where something speaks against it', async () => {
    shop.teachAnswers('The case', answer);
    expect(await shop.person().says('the case')).toEqual(['The answer.', ASKED]);
  });

  test.each(['escalate', 'no-rating', 'no-ratings', 'follow-up-question', 'end-form'])(
    'after an answer with the flag %s',
    async (flag) => {
      shop.teachAnswers('The case', { ...answer, flags: [flag] });
      expect(await shop.person().says('the case')).toEqual(['The answer.']);
    },
  );

  test.each([
    ['RATINGS: FALSE', { RATINGS: 'FALSE' }],
    ['RATINGS: false', { RATINGS: 'false' }],
    ['RATINGS that is no', { RATINGS: false }],
    ['DIRECT_CALL: escalationOffer', { DIRECT_CALL: 'escalationOffer' }],
    ['DYNAMIC_REDIRECT: escalationOffer', { DYNAMIC_REDIRECT: 'escalationOffer' }],
  ])('after an answer with the attribute %s', async (_name, attributes) => {
    shop.teachAnswers('The case', { ...answer, attributes });
    expect(await shop.person().says('the case')).toEqual(['The answer.']);
  });

  test('after an answer with the callback escalationStart, wherever it stands', async () => {
    const callbacks = [{ parameters: { callback: 'other' } }, { parameters: { callback: 'escalationStart' } }];
    shop.teachAnswers('The case', { ...answer, actions: callbacks });
    expect((await shop.person().says('the case')).join()).not.toContain('helpful');
  });

  test('after an answer of another type', async () => {
    shop.teachAnswers('The case', { ...answer, type: 'hologram' });
    expect(await shop.person().says('the case')).toEqual(['The answer.']);
    expect(shop.logged('warn')).toHaveLength(1);
  });

  test('but each answer is judged by itself', async () => {
    shop.teachAnswers('The case', { ...answer, flags: ['no-rating'] }, answer, { ...answer, flags: ['end-form'] });
    expect(await shop.person().says('the case')).toEqual(['The answer.', 'The answer.', 'The answer.', ASKED]);
  });

  test('by the exceptions of the shop', async () => {
    const ana = shop.person();
    for (const title of ['asks for no rating', 'rating switched off', 'cannot be rated']) {
      expect(await ana.says(title)).toHaveLength(1);
    }
  });

  test('while options are open', async () => {
    const ana = shop.person();
    expect((await ana.says('which bike suits me?')).join()).not.toContain('helpful');
    expect((await ana.says('my e-bike does not start')).join()).not.toContain('helpful');
  });

  test('while results are to be chosen from', async () => {
    shop.teachAnswers('The case', answer, {
      type: 'extendedContentsAnswer',
      message: 'Found:',
      subAnswers: [
        { type: 'answer', message: 'one', attributes: { title: 'one' } },
        { type: 'answer', message: 'two', attributes: { title: 'two' } },
      ],
    });
    expect(await shop.person().says('the case')).toEqual(['The answer.', 'Found:\n[one] [two]']);
  });

  test('while a form asks for a value', async () => {
    const ana = shop.person();
    expect((await ana.says('register my bike')).join()).not.toContain('helpful');
    expect((await ana.says('book a repair')).join()).not.toContain('helpful');
  });

  test('at the end of a form', async () => {
    const ana = shop.person();
    await ana.says('subscribe to our newsletter');
    expect(await ana.says('ana@a.example')).toEqual(['Thank you! The next letter goes to ana@a.example.']);
  });

  test('after a rating, and after a result', async () => {
    const ana = shop.person();
    await ana.says('search the manual');
    expect(await ana.presses('Winter')).toEqual(['Keep it half full, dry and above freezing.']);
    await ana.says('can be rated');
    expect(await ana.presses('Yes')).toEqual(['Thanks!']);
  });

  test('while the user has already written on, but after the last of their questions it is', async () => {
    const ana = shop.person();
    const { faults } = shop.stand.smooch.control;
    const held = faults.add({ endpoint: 'message', effect: { kind: 'hold' } });
    ana.user.say('can be rated');
    await shop.stand.smooch.control.journal.waitFor({ endpoint: 'message' });
    ana.user.say('returns');
    await ana.acknowledged(2);
    faults.release(held);
    await ana.ended(2);
    expect(ana.seen()).toEqual([
      'This answer can be rated. Was it any good?',
      expect.stringMatching(/^You can return anything/),
      ASKED,
    ]);
  });
});

describe('ratings of one’s own', () => {
  const shop = useConversation({
    conversation: {
      content_ratings: {
        enabled: true,
        ratings: [
          { id: 7, label: 'top', comment: true, isNegative: false },
          { id: 8, label: 'so_so', comment: false, isNegative: false },
          { id: 9, label: 'flop', comment: false, isNegative: true },
        ],
      },
    },
    conf: { 'custom/lang/en.yaml': { top: 'Top!', so_so: 'So so', rating_negative: 'We will do better.' } },
  });

  test('have the ids and labels of the configuration; a label without translation is shown as it is', async () => {
    const ana = shop.person();
    expect(await ana.says('can be rated')).toContain('Was this answer helpful?\n(Top!) (So so) (flop)');
    expect(await ana.presses('Top!')).toEqual(['Please tell us why']);
    expect(ana.tracked).toMatchObject([{ data: { value: 7 } }]);
    expect(await ana.presses('So so')).toEqual(['Thanks!']);
    expect(await ana.presses('flop')).toEqual(['We will do better.']);
    expect(ana.tracked).toMatchObject([{ data: { value: 9 } }]);
  });

  test('are numbered where there are no buttons', async () => {
    const ana = shop.person('twilio');
    expect(await ana.says('can be rated')).toContain('Was this answer helpful?\n1) Top!\n2) So so\n3) flop');
    await ana.says('3');
    expect(ana.tracked).toMatchObject([{ data: { value: 9 } }]);
  });
});

describe('more ratings than a channel takes', () => {
  const ratings = Array.from({ length: 13 }, (_, id) => ({
    id,
    label: `rate_${id}`,
    comment: false,
    isNegative: false,
  }));
  const shop = useConversation({ conversation: { content_ratings: { enabled: true, ratings } } });

  test.each([
    ['messenger', 11],
    ['telegram', 10],
    ['carrier_pigeon', 3],
  ])('follow in further messages, on %s %i in each', async (channel, count) => {
    const ana = shop.person(channel);
    const [, first = '', ...others] = await ana.says('can be rated');
    expect(first.match(/\(rate_\d+\)/g)).toHaveLength(count);
    expect(others[0]).toMatch(/^More options:\n\(rate_/);
    expect([first, ...others].join().match(/\(rate_\d+\)/g)).toHaveLength(13);
    await ana.presses('rate_12');
    expect(ana.tracked).toMatchObject([{ type: 'rate', data: { value: 12 } }]);
    await ana.says('returns');
    await ana.says('Rate_12');
    expect(ana.tracked).toMatchObject([{ type: 'rate', data: { value: 12 } }]);
  });
});

describe('a list and a question about a rating after one another', () => {
  const shop = useConversation({ conversation: { content_ratings } });

  test('are answered by number in favour of the rating, which was asked last', async () => {
    const ana = shop.person('twilio');
    expect(await ana.says('riding in the rain')).toEqual([
      'There is no bad weather, only the wrong mudguards.',
      'Readers of this also looked at\n1) Packing for a tour\n2) Brakes squeal',
      'Was this answer helpful?\n1) Yes\n2) No',
    ]);
    expect(await ana.says('1')).toEqual(['Thanks!']);
    expect(ana.tracked).toMatchObject([{ type: 'rate', data: { value: 1 } }]);
  });
});
