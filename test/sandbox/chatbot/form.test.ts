import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KnowledgeInput } from '../../../sandbox/chatbot/knowledge/knowledge-schema.ts';
import { type BotClient, startBot, summary, type Talk } from './bot-client.ts';

const knowledge: KnowledgeInput = {
  direct_answers: { 'form-continue': 'Go on?', 'form-retry': 'Again?', 'follow-up-question': 'What else?' },
  contents: [
    {
      title: 'Repair',
      answer: 'Sorry to hear that.',
      form: {
        fields: [
          {
            variable: 'bike_type',
            prompt: 'Which bike?',
            type: 'list',
            values: [{ option: 'city', labels: ['City bike', 'City'] }, 'Road'],
          },
          { variable: 'problem', prompt: 'What is wrong with the $bike_type bike?' },
          { variable: 'repair_date', prompt: 'When?', type: 'date', error: 'As mm/dd/yyyy.' },
          { variable: 'email_address', prompt: 'Your e-mail?', type: 'email' },
        ],
        confirm: 'A $bike_type bike on $repair_date?',
        done: ['Booked for $repair_date.', 'Bye!'],
        callback: { name: 'bookRepair' },
      },
    },
    {
      title: 'Call',
      form: {
        fields: [{ variable: 'name', prompt: 'Your name?' }],
        done: 'Thanks, $name.',
        callback: { name: 'escalateToAgent', data: { FIRST_NAME: '$name', INQUIRY: 'A call' } },
      },
    },
    { title: 'News', direct_call: 'news', answer: 'There is none.' },
  ],
};

let bot: BotClient;
let talk: Talk;
beforeEach(async () => {
  bot = await startBot({ knowledge });
  talk = await bot.open({ forms: { errorRetries: 2 } });
});
afterEach(() => bot.simulator.stop());

describe('a form', () => {
  test('can be filled in from beginning to end', async () => {
    expect(await talk.say('repair')).toMatchObject([
      { message: 'Sorry to hear that.' },
      {
        type: 'answer',
        message: 'Which bike?',
        options: null,
        actionField: {
          fieldType: 'list',
          variableName: 'bike_type',
          actionFieldId: 'af-001',
          disableInput: true,
          listValues: {
            displayType: 'buttons',
            values: [
              { label: ['City bike', 'City'], option: 'city' },
              { label: ['Road'], option: 'Road' },
            ],
          },
        },
        actionFieldEvents: { disable: [], updateRequestedAction: [] },
      },
    ]);
    expect(await talk.say('CITY')).toMatchObject([
      {
        message: 'What is wrong with the city bike?',
        actionField: { fieldType: 'default', variableName: 'problem', disableInput: false, listValues: null },
        actionFieldEvents: { disable: ['af-001'], updateRequestedAction: ['af-001'] },
      },
    ]);
    expect(await talk.say('It squeaks')).toMatchObject([
      { message: 'When?', actionField: { fieldType: 'datePicker' } },
    ]);
    expect(await talk.say('02/28/2031')).toMatchObject([
      { message: 'Your e-mail?', actionField: { fieldType: 'default' } },
    ]);
    expect(summary(await talk.say('ana@example.com'))).toEqual([
      { type: 'polarQuestion', message: 'A city bike on 02/28/2031?', options: ['yes', 'no'] },
    ]);
    const values = {
      BIKE_TYPE: 'city',
      PROBLEM: 'It squeaks',
      REPAIR_DATE: '02/28/2031',
      EMAIL_ADDRESS: 'ana@example.com',
    };
    expect(await talk.say('yes')).toMatchObject([
      {
        type: 'answer',
        messageList: ['Booked for 02/28/2031.', 'Bye!'],
        flags: ['end-form'],
        actions: [{ parameters: { callback: 'bookRepair', data: values } }],
      },
    ]);
    expect((await talk.get('/conversation/variables')).body).toMatchObject({ bike_type: { value: 'city' } });
    expect(summary(await talk.say('news'))).toEqual([{ type: 'answer', message: 'There is none.' }]);
  });

  test('takes the value of a list as an option, too', async () => {
    await talk.say('repair');
    expect(summary(await talk.click('city'))).toMatchObject([{ message: 'What is wrong with the city bike?' }]);
    const other = await bot.open();
    await other.say('repair');
    expect(summary(await other.click('City bike'))).toMatchObject([{ message: 'What is wrong with the city bike?' }]);
  });

  test('hands over what its callback is written to', async () => {
    await talk.say('call');
    const [end] = await talk.say('Ana');
    expect(end?.actions).toEqual([
      { parameters: { callback: 'escalateToAgent', data: { FIRST_NAME: 'Ana', INQUIRY: 'A call' } } },
    ]);
  });

  test.each(['13/01/2031', '02/30/2031', '2031-02-28', 'tomorrow'])('does not take %s for a date', async (text) => {
    await talk.say('repair');
    await talk.say('city');
    await talk.say('It squeaks');
    expect(await talk.say(text)).toMatchObject([
      { messageList: ['As mm/dd/yyyy.', 'When?'], actionField: { variableName: 'repair_date' } },
    ]);
    expect(await talk.say('2/9/2031')).toMatchObject([{ message: 'Your e-mail?' }]);
  });

  test.each(['ana', 'ana@', 'ana@example', 'ana @example.com'])(
    'does not take %s for an e-mail address',
    async (text) => {
      for (const input of ['repair', 'city', 'It squeaks', '02/28/2031']) await talk.say(input);
      expect(await talk.say(text)).toMatchObject([
        { messageList: [expect.stringContaining('e-mail'), 'Your e-mail?'] },
      ]);
    },
  );

  test('asks whether to go on after as many errors as it was told, and goes on', async () => {
    await talk.say('repair');
    expect(await talk.say('a boat')).toMatchObject([{ messageList: [expect.any(String), 'Which bike?'] }]);
    expect(summary(await talk.say('a plane'))).toEqual([
      { type: 'polarQuestion', message: 'Go on?', options: ['yes', 'no'], flags: ['form-continue'] },
    ]);
    expect(await talk.say('yes')).toMatchObject([{ message: 'Which bike?', actionField: { fieldType: 'list' } }]);
    expect(await talk.say('a train')).toMatchObject([{ messageList: [expect.any(String), 'Which bike?'] }]);
  });

  test('ends without a trace when the user does not want to go on', async () => {
    await talk.say('repair');
    await talk.say('a boat');
    await talk.say('a plane');
    expect(summary(await talk.say('no'))).toEqual([
      { type: 'answer', message: 'What else?', flags: ['follow-up-question'] },
    ]);
    expect(summary(await talk.say('city'))).toMatchObject([{ flags: ['no-results'] }]);
  });

  test('takes a value instead of a yes', async () => {
    await talk.say('repair');
    await talk.say('a boat');
    await talk.say('a plane');
    expect(summary(await talk.say('road'))).toMatchObject([{ message: 'What is wrong with the Road bike?' }]);
  });

  test('cannot be left when that is not allowed', async () => {
    const strict = await bot.open({ forms: { allowUserToAbandonForm: false, errorRetries: 1 } });
    await strict.say('repair');
    for (let i = 0; i < 5; i++) expect(await strict.say('a boat')).toMatchObject([{ type: 'answer', flags: [] }]);
  });

  test('can be filled in again when the end was not right', async () => {
    const inputs = ['repair', 'city', 'It squeaks', '02/28/2031', 'ana@example.com'];
    for (const input of inputs) await talk.say(input);
    expect(summary(await talk.say('what?'))).toMatchObject([{ message: 'A city bike on 02/28/2031?' }]);
    expect(summary(await talk.say('no'))).toEqual([
      { type: 'polarQuestion', message: 'Again?', options: ['yes', 'no'], flags: ['form-retry'] },
    ]);
    expect(summary(await talk.say('yes'))).toEqual([{ type: 'answer', message: 'Which bike?' }]);
    for (const input of inputs.slice(1)) await talk.say(input);
    await talk.say('no');
    expect(summary(await talk.say('no'))).toMatchObject([{ flags: ['follow-up-question'] }]);
  });

  test('is left by a direct call', async () => {
    await talk.say('repair');
    expect(summary(await talk.directCall('news'))).toEqual([{ type: 'answer', message: 'There is none.' }]);
    expect(summary(await talk.say('city'))).toMatchObject([{ flags: ['no-results'] }]);
  });

  test('is lost with the session', async () => {
    await talk.say('repair');
    bot.simulator.control.expireSessions();
    expect((await talk.send({ message: 'city' })).status).toBe(400);
    const anew = await bot.open();
    expect(summary(await anew.say('city'))).toMatchObject([{ flags: ['no-results'] }]);
  });
});
