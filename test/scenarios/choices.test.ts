import { describe, expect, test } from 'vitest';
import { useConversation } from './use-conversation.ts';

describe('a question of the bot with options', () => {
  const shop = useConversation({ conversation: { default: { answers: { maxOptions: 12 } } } });

  test('is a text with a button for each option, and a press picks it', async () => {
    const ana = shop.person();
    expect(await ana.says('which bike suits me?')).toEqual([
      'Let us find out!',
      'Where will you ride most?\n[In the city] [On gravel] [On the road] [In the hills] [With children] [On holiday] [Not at all]',
    ]);
    const { option } = ana.payload('On holiday') as { option: unknown };
    expect(option).toBeTypeOf('number');
    expect(ana.payload('On holiday')).toEqual({ message: 'which bike suits me?', option });
    expect(await ana.presses('On holiday')).toEqual([
      'Our folding bike, the Dinghy, fits under a train seat. From €990.',
    ]);
    expect(ana.asked).toEqual([{ message: 'which bike suits me?', option }]);
  });

  test('tells every button its whole label', async () => {
    const ana = shop.person('messenger');
    await ana.says('names that look alike');
    expect(ana.messages.flatMap(({ actions = [] }) => actions.map(({ metadata }) => metadata))).toEqual([
      { label: 'Bicycle maintenance for beginners' },
      { label: 'Bicycle maintenance for the advanced' },
      { label: 'Bicycle maintenance for the advanced and patient' },
    ]);
  });

  test('sends back the last text of the user beside an option, cut at 256', async () => {
    const ana = shop.person();
    const long = `${'I would like to know '.repeat(14)}everything`;
    await ana.says(long);
    expect(long.length).toBeGreaterThan(256);
    await ana.pressesForged({ directCall: 'menu' });
    const { message } = ana.payload('Texts') as { message: string };
    expect(message).toBe(long.slice(0, 256).trimEnd());
    await ana.presses('Texts');
    expect(ana.asked).toEqual([{ message, option: expect.any(Number) }]);
  });

  test('keeps the type of the value it sends back', async () => {
    shop.stand.chatbot.control.configure({ polarValues: 'words' });
    const ana = shop.person();
    await ana.says('battery or contact');
    await ana.presses('Yes');
    expect(ana.asked).toEqual([{ message: 'battery or contact', option: 'yes' }]);
  });

  test('never cuts that text inside of a character', async () => {
    const ana = shop.person();
    await ana.says(`${'x'.repeat(255)}😀 and so on`);
    await ana.pressesForged({ directCall: 'menu' });
    expect(ana.payload('Texts')).toMatchObject({ message: 'x'.repeat(255) });
  });

  test('shows labels without HTML, on one line', async () => {
    shop.teachAnswers('Which one', {
      type: 'multipleChoiceQuestion',
      message: 'Which?',
      options: [
        { label: '<b>Fish</b> &amp; chips', value: 1 },
        { label: 'Two\nlines<br>of text', value: 2 },
      ],
    });
    const ana = shop.person();
    expect(await ana.says('which one')).toEqual(['Which?\n[Fish & chips] [Two lines of text]']);
  });

  test('in several bubbles, or around a picture, has its buttons under the last text', async () => {
    const options = [{ label: 'One', value: 1 }];
    shop.teachAnswers(
      'Bubbles',
      { type: 'multipleChoiceQuestion', messageList: ['First.', 'Then?'], options },
      { type: 'multipleChoiceQuestion', message: 'Look: <img src="https://a.example/a.png"> Nice?', options },
    );
    const ana = shop.person();
    expect(await ana.says('bubbles')).toEqual(['First.', 'Then?\n[One]', 'Look:', '<a.png>', 'Nice?\n[One]']);
  });

  test('without options is its text alone', async () => {
    shop.teachAnswers(
      'No choice',
      { type: 'multipleChoiceQuestion', message: 'Nothing to choose from.', options: [] },
      { type: 'polarQuestion', message: 'Neither here.', options: null },
    );
    for (const platform of ['web', 'twilio']) {
      const ana = shop.person(platform);
      expect(await ana.says('no choice')).toEqual(['Nothing to choose from.', 'Neither here.']);
    }
  });

  test('without words of its own stands under the answer before it, else under a heading of ours', async () => {
    const question = { type: 'multipleChoiceQuestion', message: '', options: [{ label: 'One', value: 1 }] };
    shop.teachAnswers('After an answer', { type: 'answer', message: 'An answer.' }, question);
    shop.teachAnswers('All alone', question);
    for (const [platform, one] of [
      ['web', '[One]'],
      ['twilio', '1) One'],
    ]) {
      const ana = shop.person(platform);
      expect(await ana.says('after an answer')).toEqual([`An answer.\n${one}`]);
      expect(await ana.says('all alone')).toEqual([`More options:\n${one}`]);
    }
  });

  test('has buttons called as the language of the bot calls yes and no', async () => {
    const ana = shop.person();
    expect(await ana.says('battery or contact')).toEqual(['Did you take the battery out lately?\n[Yes] [No]']);
    expect(ana.payload('No')).toEqual({ message: 'battery or contact', option: 0 });
    expect(await ana.presses('Yes')).toEqual([
      'Push it in until it clicks twice. The second click is the one that counts.',
    ]);
    expect(ana.asked).toEqual([{ message: 'battery or contact', option: 1 }]);
  });

  test('may be followed by another, and that by a form', async () => {
    const ana = shop.person('messenger');
    await ana.says('my e-bike does not start');
    expect(await ana.presses('No')).toEqual(['Did you take the battery out lately?\n[Yes] [No]']);
    expect(await ana.presses('No')).toEqual([
      'Sorry to hear that! I need to know a few things.',
      'What kind of bike is it?\n[City bike] [Gravel bike] [Road bike]',
      'More options:\n[E-bike]',
    ]);
  });

  test('that asks whether it understood is answered with yes', async () => {
    const ana = shop.person();
    const asked = await ana.says('there is a strange noise from my gears since the rain');
    expect(asked).toEqual(['Did you mean: Gears make a noise?\n[Yes] [No]']);
    expect(await ana.presses('Yes')).toEqual([expect.stringContaining('Turn the adjuster by half a turn')]);
  });
});

describe('an option', () => {
  const shop = useConversation();

  test('that can be visited again calls its content by name, also much later', async () => {
    const ana = shop.person();
    await ana.says('old buttons still work');
    expect(ana.payload('Tell me the latest news')).toEqual({ directCall: 'news' });
    await ana.says('hello');
    await ana.says('warranty');
    expect(await ana.presses('Tell me the latest news')).toEqual([
      'The ferry runs again from the first of May, and so does our Sunday ride.',
    ]);
    expect(ana.asked).toEqual([{ directCall: 'news' }]);
  });

  test('with a name of its own calls its content by that', async () => {
    const ana = shop.person();
    await ana.says('old buttons still work');
    expect(ana.payload('Take me to the shop')).toEqual({ directCall: 'our-shop' });
    expect(await ana.presses('Take me to the shop')).toEqual([
      'What would you like to know about our shop?\n[Opening hours] [Delivery times] [More about the shop]',
    ]);
  });

  test('may say itself where it leads, by a link or by the name of its content', async () => {
    const attributes = { DIRECT_CALL: 'news' };
    shop.teachAnswers('Ways', {
      type: 'multipleChoiceQuestion',
      message: 'Which?',
      options: [
        { label: 'a link', value: 1, revisitableLink: 'our-shop' },
        { label: 'a link and a name', value: 2, revisitableLink: 'our-shop', attributes },
        { label: 'a name that may be used', value: 3, revisitableLink: true, attributes },
        { label: 'a name', value: 4, attributes },
        { label: 'an empty name', value: 5, revisitableLink: '', attributes: { DIRECT_CALL: '' } },
        { label: 'no value', value: null, attributes },
      ],
    });
    const ana = shop.person();
    await ana.says('ways');
    const payloads = ana.messages[0]?.actions?.map(({ payload }) => JSON.parse(payload ?? ''));
    expect(payloads).toEqual([
      { directCall: 'our-shop' },
      { directCall: 'our-shop' },
      { directCall: 'news' },
      { directCall: 'news' },
      { message: 'ways', option: 5 },
      { directCall: 'news' },
    ]);
  });

  test('that leads to a person is said in words', async () => {
    const ana = shop.person();
    await ana.says('a way to a person');
    expect(ana.payload('I want to talk about my order')).toEqual({ message: 'I want to talk about my order' });
    await ana.presses('I want to talk about my order');
    expect(ana.asked).toEqual([{ message: 'I want to talk about my order' }]);
  });

  test('whose value the bot has forgotten is sent once more as its label', async () => {
    const ana = shop.person();
    await ana.says('old buttons still work');
    await ana.says('hello');
    await ana.presses('Nothing with a name');
    expect(ana.asked).toEqual([
      { message: 'old buttons still work', option: expect.any(Number) },
      { message: 'Nothing with a name' },
    ]);
  });

  test('is called as its button title where several contents fit', async () => {
    const ana = shop.person();
    expect(await ana.says('delivery')).toEqual([
      'I know more than one thing about that. Which one did you have in mind?\n' +
        '[When it arrives] [What it costs] [Other countries]',
    ]);
    expect(await ana.presses('What it costs')).toEqual([expect.stringMatching(/^Delivery is free/)]);
  });

  test('has its label where the button title is empty, and where it is one of a dialog', async () => {
    const options = [
      { label: 'A long way to say it', value: 1, attributes: { SHORT_TITLE: 'Short' } },
      { label: 'Without a title', value: 2, attributes: { SHORT_TITLE: '' } },
      { label: 'With a blank one', value: 3, attributes: { SHORT_TITLE: ' ' } },
      { label: 'With none at all', value: 4, attributes: null },
    ];
    shop.teachAnswers(
      'Several titles',
      { type: 'multipleChoiceQuestion', message: 'Several fit.', flags: ['multiple-options'], options },
      { type: 'multipleChoiceQuestion', message: 'A dialog.', flags: [], options },
    );
    const ana = shop.person();
    expect(await ana.says('several titles')).toEqual([
      'Several fit.\n[Short] [Without a title] [With a blank one] [With none at all]',
      'A dialog.\n[A long way to say it] [Without a title] [With a blank one] [With none at all]',
    ]);
  });
});
