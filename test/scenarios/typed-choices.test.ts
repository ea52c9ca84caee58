import { describe, expect, test } from 'vitest';
import { useConversation } from './use-conversation.ts';

const shop = useConversation();
const QUESTION = 'which bike suits me?';
const OPTION = { message: QUESTION, option: expect.any(Number) };
const CITY = 'Then look at the Quay. Mudguards, lights, a rack, and nothing that rattles. From €649.';

describe('where choices are numbered', () => {
  test.each([
    '1',
    ' 1 ',
    '1.',
    '1)',
    'In the city',
    'in the CITY',
    '  in   the city  ',
    '"In the city!"',
    'Ín thé cïty',
    '¿In the city?',
    '01',
    '١',
    '۱',
    '१',
    '(١)',
    '1️⃣',
    '１）',
    '\u200e1',
    '1\u200f',
    '\u00a01\u00a0',
    '\ufeff1',
    'In\u00a0the\u00adcity'.replace('\u00ad', '\u00ad '),
    'Ｉｎ ｔｈｅ ｃｉｔｙ',
  ])('%j picks', async (typed) => {
    const ana = shop.person('twilio');
    expect(await ana.says(QUESTION)).toEqual([
      'Let us find out!',
      'Where will you ride most?\n1) In the city\n2) On gravel\n3) Somewhere else',
    ]);
    expect(await ana.says(typed)).toEqual([CITY]);
    expect(ana.asked).toEqual([OPTION]);
  });

  test.each([
    '2 tickets please',
    '0',
    '4',
    '12',
    '1 2',
    '-1',
    '1.5',
    'one',
    'city',
    'in the city please',
    'In the cit',
  ])('%j picks nothing and goes to the bot as it was typed', async (typed) => {
    const ana = shop.person('twilio');
    await ana.says(QUESTION);
    await ana.says(typed);
    expect(ana.asked).toEqual([{ message: typed }]);
  });

  test('a second text after one that picked nothing is no answer any more', async () => {
    const ana = shop.person('twilio');
    await ana.says(QUESTION);
    await ana.says('warranty');
    await ana.says('1');
    expect(ana.asked).toEqual([{ message: '1' }]);
  });

  test('only the list that was sent last answers', async () => {
    const ana = shop.person('twilio');
    await ana.says(QUESTION);
    await ana.says('3');
    await ana.says('2');
    await ana.says('my e-bike does not start');
    expect(await ana.says('2')).toEqual(['Did you take the battery out lately?\n1) Yes\n2) No']);
    expect(ana.asked).toEqual([{ message: 'my e-bike does not start', option: 0 }]);
    expect(await ana.says('1')).toEqual([expect.stringMatching(/^Push it in/)]);
  });

  test('a label that is a number beats the number of a line', async () => {
    shop.teachAnswers('How many', {
      type: 'multipleChoiceQuestion',
      message: 'How many?',
      options: [
        { label: '2', value: 100 },
        { label: '1', value: 200 },
      ],
    });
    const ana = shop.person('twilio');
    expect(await ana.says('how many')).toEqual(['How many?\n1) 2\n2) 1']);
    await ana.says('2');
    expect(ana.asked[0]).toEqual({ message: 'how many', option: 100 });
  });
});

describe('where choices are buttons', () => {
  test.each(['In the city', 'IN THE CITY', 'in the city.', 'Ín the city'])('%j picks', async (typed) => {
    const ana = shop.person('web');
    await ana.says(QUESTION);
    expect(await ana.says(typed)).toEqual([CITY]);
    expect(ana.asked).toEqual([OPTION]);
  });

  test('a number means nothing', async () => {
    const ana = shop.person('web');
    await ana.says(QUESTION);
    await ana.says('1');
    expect(ana.asked).toEqual([{ message: '1' }]);
  });

  test.each([
    'Lights that you…',
    'lights that you',
    'Lights that you charge at home and that last for a week',
    'lights that you charge at home and that last for a week!',
  ])('a cut label may be typed as it is shown or in full: %j', async (typed) => {
    const ana = shop.person('messenger');
    await ana.says('accessories');
    expect(await ana.says(typed)).toEqual(['The Glow, €39 a pair.']);
    expect(ana.asked).toEqual([{ message: 'accessories', option: expect.any(Number) }]);
  });

  test('yes and no may be typed', async () => {
    const ana = shop.person('web');
    await ana.says('battery or contact');
    await ana.says('YES!');
    expect(ana.asked).toEqual([{ message: 'battery or contact', option: 1 }]);
  });
});

test('a typed choice does what its button would do, wherever that leads', async () => {
  const ana = shop.person('twilio');
  await ana.says('old buttons still work');
  expect(await ana.says('1')).toEqual(['The ferry runs again from the first of May, and so does our Sunday ride.']);
  expect(ana.asked).toEqual([{ directCall: 'news' }]);
  await ana.says('old buttons still work');
  await ana.says('take me to the shop');
  expect(ana.asked).toEqual([{ directCall: 'our-shop' }]);
  await ana.says('a way to a person');
  await ana.says('3');
  expect(ana.asked).toEqual([{ message: 'I want to talk about my order' }]);
});

test('a typed option is said in words when the bot has forgotten the conversation', async () => {
  const ana = shop.person('twilio');
  await ana.says(QUESTION);
  shop.stand.chatbot.control.expireSessions();
  expect(await ana.says('1')).toEqual([CITY]);
  expect(ana.asked).toEqual([OPTION, { message: 'In the city' }]);
});

test('a typed option that the bot refuses is sent once more as its label', async () => {
  const ana = shop.person('twilio');
  await ana.says(QUESTION);
  shop.stand.chatbot.control.faults.add({
    endpoint: 'message',
    effect: { kind: 'respond', status: 400, body: { error: { code: 400, message: 'Bad option' } } },
  });
  expect(await ana.says('1')).toEqual([CITY]);
  expect(ana.asked).toEqual([OPTION, { message: 'In the city' }]);
});
