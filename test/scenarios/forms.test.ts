import { describe, expect, test } from 'vitest';
import { useConversation } from './use-conversation.ts';

const BIKES = ['City bike', 'Gravel bike', 'Road bike', 'E-bike'];
const FORMAT = 'date format: mm/dd/yyyy';

describe('a form', () => {
  const shop = useConversation();

  test('is filled from its first list to its end, by buttons and by texts', async () => {
    const ana = shop.person('web');
    expect(await ana.says('book a repair')).toEqual([
      'Sorry to hear that! I need to know a few things.',
      `What kind of bike is it?\n${BIKES.map((bike) => `[${bike}]`).join(' ')}`,
    ]);
    expect(ana.payload('E-bike')).toEqual({ message: 'ebike' });
    expect(await ana.presses('E-bike')).toEqual(['What is wrong with it? Describe it in your own words.']);
    expect(ana.asked).toEqual([{ message: 'ebike' }]);
    expect(await ana.says('It hums.')).toEqual(['Do you have a photo of it? Send it to me, or write "none".']);
    expect(await ana.does({ do: 'image', url: 'https://a.example/hum.png' })).toEqual([
      `On which day would you like to bring it? (${FORMAT})`,
    ]);
    expect(ana.asked).toEqual([{ message: 'https://a.example/hum.png' }]);
    expect(await ana.says('05/24/2030')).toEqual([
      'How urgent is it?\n[It can wait] [This week] [I am standing beside the road]',
    ]);
    expect(await ana.presses('This week')).toEqual(['Where can we write to you? Your e-mail address, please.']);
    expect(await ana.says('ana@a.example')).toEqual([
      'A repair of your ebike bike on 05/24/2030, and we write to ana@a.example. Is that right?\n[Yes] [No]',
    ]);
    expect(await ana.presses('Yes')).toEqual(['Your repair is booked for 05/24/2030. See you then!']);
  });

  test('is filled by numbers where there are no buttons', async () => {
    const ana = shop.person('twilio');
    expect(await ana.says('book a test ride')).toEqual([
      'Which bike would you like to try?\n1) Quay\n2) Dune\n3) Jetty\n4) Cliff\n5) Ferry\n6) Dinghy',
    ]);
    expect(await ana.says('4')).toEqual([`On which day shall the Cliff be ready for you? (${FORMAT})`]);
    expect(ana.asked).toEqual([{ message: 'Cliff' }]);
    expect(await ana.says('06/01/2030')).toEqual([
      'The Cliff will be waiting for you on 06/01/2030.',
      'Bring an identity card and good shoes.',
    ]);
  });

  test('takes a value in words as the bot understands it', async () => {
    const ana = shop.person('web');
    await ana.says('book a repair');
    expect(await ana.says('electric bike')).toEqual(['What is wrong with it? Describe it in your own words.']);
    expect(ana.asked).toEqual([{ message: 'electric bike' }]);
  });

  test('takes a shown value without case, accents and punctuation', async () => {
    const ana = shop.person('messenger');
    expect(await ana.says('book a test ride')).toEqual([
      'Which bike would you like to try?\n[Quay] [Dune] [Jetty]',
      'More options:\n[Cliff] [Ferry] [Dinghy]',
    ]);
    await ana.says('fërry!');
    expect(ana.asked).toEqual([{ message: 'Ferry' }]);
  });

  test('says what is wrong as the bot says it, and asks again', async () => {
    const ana = shop.person('twilio');
    await ana.says('book a test ride');
    expect(await ana.says('the green one')).toEqual([
      'Please choose one of the options.',
      'Which bike would you like to try?\n1) Quay\n2) Dune\n3) Jetty\n4) Cliff\n5) Ferry\n6) Dinghy',
    ]);
    expect(await ana.says('2')).toEqual([`On which day shall the Dune be ready for you? (${FORMAT})`]);
    expect(await ana.says('tomorrow')).toEqual([
      'Please write the date as mm/dd/yyyy.',
      `On which day shall the Dune be ready for you? (${FORMAT})`,
    ]);
    expect(await ana.says('05/24/2030')).toHaveLength(2);
  });

  test('can be gone on with after too many errors', async () => {
    const ana = shop.person('web');
    await ana.says('subscribe to our newsletter');
    expect(await ana.says('nonsense')).toEqual([
      'That does not look like an e-mail address.',
      'What is your e-mail address?',
    ]);
    expect(await ana.says('more nonsense')).toEqual([
      'That does not seem to work out. Shall we go on with the form?\n[Yes] [No]',
    ]);
    expect(await ana.presses('Yes')).toEqual(['What is your e-mail address?']);
    expect(await ana.says('ana@a.example')).toEqual(['Thank you! The next letter goes to ana@a.example.']);
  });

  test.each(['No', 'no', 'NO!', '2'])('can be left after too many errors, with %j', async (typed) => {
    const ana = shop.person('twilio');
    await ana.says('subscribe to our newsletter');
    await ana.says('nonsense');
    await ana.says('more nonsense');
    expect(await ana.says(typed)).toEqual(['All right, I have put the form away. What else can I do for you?']);
    expect(await ana.says('warranty')).toEqual([expect.stringMatching(/^Frames have a warranty/)]);
  });

  test('can be filled again from the start', async () => {
    shop.teach({
      title: 'A short form',
      form: { fields: [{ variable: 'shoe_size', prompt: 'Which size?' }], confirm: 'Size $shoe_size?', done: 'Noted.' },
    });
    const ana = shop.person('web');
    await ana.says('a short form');
    expect(await ana.says('47')).toEqual(['Size 47?\n[Yes] [No]']);
    expect(await ana.presses('No')).toEqual([
      'No problem. Would you like to fill in the form again from the start?\n[Yes] [No]',
    ]);
    expect(await ana.presses('Yes')).toEqual(['Which size?']);
    expect(await ana.says('42')).toEqual(['Size 42?\n[Yes] [No]']);
    expect(await ana.presses('Yes')).toEqual(['Noted.']);
  });

  test('is left by asking for something by name', async () => {
    const ana = shop.person('web');
    await ana.says('book a repair');
    await ana.pressesForged({ directCall: 'news' }, 'News');
    expect(await ana.says('warranty')).toEqual([expect.stringMatching(/^Frames have a warranty/)]);
  });

  test('hears numbers and texts of values as they are', async () => {
    shop.teachAnswers('Raw values', {
      type: 'answer',
      message: 'How many?',
      actionField: {
        fieldType: 'list',
        variableName: 'n',
        listValues: {
          displayType: 'buttons',
          values: [
            { label: ['<b>One</b>', '1'], option: 1 },
            { label: ['Many &amp; more'], option: 'many' },
            { label: ['No option'] },
          ],
        },
      },
    });
    const ana = shop.person('web');
    expect(await ana.says('raw values')).toEqual(['How many?\n[One] [Many & more] [No option]']);
    await ana.presses('One');
    expect(ana.asked).toEqual([{ message: '1' }]);
    await ana.presses('Many & more');
    expect(ana.asked).toEqual([{ message: 'many' }]);
    await ana.presses('No option');
    expect(ana.asked).toEqual([{ message: 'No option' }]);
  });

  test('whose list has no values asks in words', async () => {
    const actionField = { fieldType: 'list', variableName: 'n' };
    shop.teachAnswers(
      'No values',
      { type: 'answer', message: 'One?', actionField },
      { type: 'answer', message: 'Two?', actionField: { ...actionField, listValues: null } },
      { type: 'answer', message: 'Three?', actionField: { ...actionField, listValues: { values: [] } } },
    );
    expect(await shop.person().says('no values')).toEqual(['One?', 'Two?', 'Three?']);
  });

  test('that asks for a date in several bubbles says the format with the question', async () => {
    const actionField = { fieldType: 'datePicker', variableName: 'd', listValues: null };
    shop.teachAnswers('Two bubbles', { type: 'answer', messageList: ['Now the day.', 'Which?'], actionField });
    shop.teachAnswers('No words', { type: 'answer', message: '', actionField });
    const ana = shop.person('web');
    expect(await ana.says('two bubbles')).toEqual(['Now the day.', `Which? (${FORMAT})`]);
    expect(await ana.says('no words')).toEqual([FORMAT]);
  });
});

describe('a form whose session the bot forgets', () => {
  const shop = useConversation();

  test('hears the value as a text in a new session', async () => {
    const ana = shop.person('web');
    await ana.says('book a repair');
    shop.stand.chatbot.control.expireSessions();
    await ana.presses('E-bike');
    expect(ana.asked).toEqual([{ message: 'ebike' }, { message: 'ebike' }]);
  });
});
