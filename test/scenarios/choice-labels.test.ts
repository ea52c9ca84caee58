import { describe, expect, test } from 'vitest';
import { useConversation } from './use-conversation.ts';

describe('more options than a channel takes', () => {
  const shop = useConversation({ conversation: { default: { answers: { maxOptions: 12 } } } });

  test('follow in further messages, and none is lost', async () => {
    const ana = shop.person('messenger');
    expect(await ana.says('our shop')).toEqual([
      'What would you like to know about our shop?\n[Opening hours] [Delivery times] [Delivery costs]',
      'More options:\n[Delivery abroad] [Returns] [Paying]',
      'More options:\n[Finding us] [Warranty] [Gears make a noise]',
      "More options:\n[Brakes squeal] [Club prices] [Next year's bikes]",
    ]);
    expect(await ana.presses('Warranty')).toEqual([expect.stringMatching(/^Frames have a warranty/)]);
  });

  test('are all together where a channel takes them', async () => {
    expect(await shop.person('telegram').says('forms')).toEqual([
      'Which form would you like to fill in?\n[Book a repair] [Book a test ride] [Subscribe to our newsletter] [Register my bike]',
    ]);
  });

  test('can be picked from any of these messages by typing the label', async () => {
    const ana = shop.person('messenger');
    await ana.says('our shop');
    await ana.says('delivery COSTS!');
    expect(ana.asked).toEqual([{ message: 'our shop', option: expect.any(Number) }]);
  });
});

describe('labels', () => {
  const shop = useConversation();

  test('are cut between words to what the channel takes', async () => {
    const ana = shop.person('messenger');
    expect(await ana.says('accessories')).toEqual([
      'What are you looking for?\n[Lights that you…] [A lock that is…] [Panniers]',
    ]);
    expect(await ana.presses('A lock that is…')).toEqual(['The Anchor, €79. It weighs as much as one.']);
  });

  test('that are equal once they are cut are told apart, and each picks its own', async () => {
    const ana = shop.person('messenger');
    expect(await ana.says('names that look alike')).toEqual([
      'Which of the two workshops do you want to attend?\n' + '[Bicycle… (1)] [Bicycle… (2)] [Bicycle… (3)]',
    ]);
    expect(await ana.presses('Bicycle… (2)')).toEqual(['Tuesdays at six. Bring a wheel that needs new spokes.']);
    await ana.says('names that look alike');
    expect(await ana.says('bicycle… (3)')).toEqual(['Wednesdays from six until we are done.']);
  });

  test('that are equal from the start are told apart, too', async () => {
    const options = [1, 2, 3].map((value) => ({ label: value === 3 ? 'Green' : 'Blue', value }));
    shop.teachAnswers('Paint', { type: 'multipleChoiceQuestion', message: 'Which?', options });
    const ana = shop.person();
    expect(await ana.says('paint')).toEqual(['Which?\n[Blue (1)] [Blue (2)] [Green]']);
    await ana.presses('Blue (2)');
    expect(ana.asked[0]).toEqual({ message: 'paint', option: 2 });
  });

  test('of any length can be read somewhere, and pressed', async () => {
    const long = '長い'.repeat(2_500);
    shop.teachAnswers('Long labels', {
      type: 'multipleChoiceQuestion',
      message: 'Which?',
      options: [
        { label: long, value: 1 },
        { label: 'Short', value: 2 },
      ],
    });
    const ana = shop.person('messenger');
    await ana.says('long labels');
    expect(ana.messages[0]?.actions?.map(({ text }) => text)).toEqual([`${long.slice(0, 19)}…`, 'Short']);
    await ana.presses(`${long.slice(0, 19)}…`);
    expect(ana.asked[0]).toEqual({ message: 'long labels', option: 1 });
    const ben = shop.person('twilio');
    expect((await ben.says('long labels')).join('')).toContain('2) Short');
    await ben.says('1');
    expect(ben.asked[0]).toEqual({ message: 'long labels', option: 1 });
  });

  test('are counted in UTF-16 units, as the channel does, and never cut inside a visible character', async () => {
    const family = '👩‍👩‍👧‍👦';
    shop.teachAnswers('Families', {
      type: 'multipleChoiceQuestion',
      message: 'Which?',
      options: [
        { label: family.repeat(3), value: 1 },
        { label: `${family.repeat(3)} and more`, value: 2 },
        { label: family.repeat(4), value: 3 },
      ],
    });
    const ana = shop.person('telegram');
    await ana.says('families');
    expect(ana.messages[0]?.actions?.map(({ text }) => text)).toEqual([
      family.repeat(3),
      `${family.repeat(3)} and…`,
      `${family.repeat(3)}…`,
    ]);
  });
});

describe.each(['twilio', 'messagebird', 'mailgun', 'whatsapp'])('on %s, which has no buttons,', (channel) => {
  const shop = useConversation();

  test('options are numbered lines, and their number picks', async () => {
    const ana = shop.person(channel);
    expect(await ana.says('names that look alike')).toEqual([
      'Which of the two workshops do you want to attend?\n' +
        '1) Bicycle maintenance for beginners\n' +
        '2) Bicycle maintenance for the advanced\n' +
        '3) Bicycle maintenance for the advanced and patient',
    ]);
    expect(ana.messages[0]?.actions).toBeUndefined();
    expect(await ana.says('2')).toEqual(['Tuesdays at six. Bring a wheel that needs new spokes.']);
    expect(ana.asked).toEqual([{ message: 'names that look alike', option: expect.any(Number) }]);
  });

  test('yes and no are numbered, too', async () => {
    const ana = shop.person(channel);
    expect(await ana.says('battery or contact')).toEqual(['Did you take the battery out lately?\n1) Yes\n2) No']);
    await ana.says('1');
    expect(ana.asked).toEqual([{ message: 'battery or contact', option: 1 }]);
  });
});
