import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KnowledgeInput } from '../../../sandbox/chatbot/knowledge/knowledge-schema.ts';
import { type BotClient, optionValue, startBot, summary, type Talk } from './bot-client.ts';

const knowledge: KnowledgeInput = {
  contents: [
    { title: 'Opening hours', phrases: ['when are you open'], answer: 'Nine to five.' },
    { title: 'Delivery times', answer: 'Three days.', attributes: { SHORT_TITLE: 'Times' } },
    { title: 'Delivery costs', answer: 'Nothing.' },
    { title: 'Delivery abroad', answer: 'Sometimes.' },
    { title: 'Delivery of bikes', answer: 'In a box.' },
    { title: 'Café crème', answer: 'Two euros.' },
    {
      title: 'Pick a bike',
      answer: 'Let us see.',
      options: {
        question: 'Where will you ride?',
        more: 'Somewhere else',
        choices: [
          { label: 'In the city', answer: 'The Quay.' },
          { label: 'On gravel!', answer: 'The Dune.' },
          { label: 'In the hills', answer: 'The Cliff.' },
          { label: 'At home', content: 'News', revisitable: true },
        ],
      },
    },
    { title: 'News', direct_call: 'news', answer: 'There is none.' },
    {
      title: 'Is it broken?',
      ask: { question: 'Does it make a noise?', yes: { label: 'Noise', answer: 'Oil it.' }, no: 'News' },
    },
    { title: 'Really?', ask: { question: 'Really?', yes: 'News' } },
    { title: 'Story', answer: 'One.', chain: ['Story goes on'] },
    { title: 'Story goes on', answer: 'Two.', chain: ['Story', 'News'] },
    { title: 'Rain', answer: 'Wet.', related: { title: 'See also', contents: ['News', 'Story', 'Opening hours'] } },
    { title: 'For members', answer: 'Ten per cent.', user_types: [1] },
    { title: 'Next year', answer: 'A belt drive.', draft: true },
    { title: 'Thanks', answer: 'Welcome!', small_talk: true },
    { title: 'Several', answer: ['First.', 'Second.'], side_bubble: '<p>Aside.</p>', attributes: { HINT: 'A hint.' } },
    { title: 'Nothing', direct_call: 'sys-no-results', answer: 'I found nothing.' },
  ],
};

let bot: BotClient;
let talk: Talk;
beforeEach(async () => {
  bot = await startBot({ knowledge });
  talk = await bot.open({ answers: { maxOptions: 4 } });
});
afterEach(() => bot.simulator.stop());

const ONE_NO_RESULT = [{ type: 'answer', message: expect.any(String), flags: ['no-results'] }];
const refusal = [400, { errors: [{ code: 400, message: expect.stringContaining('option') }] }];

describe('a sentence', () => {
  test('finds its content without case, accents and punctuation', async () => {
    expect(await talk.say('  WHEN are you open?!')).toMatchObject([
      {
        type: 'answer',
        message: 'Nine to five.',
        messageList: ['Nine to five.'],
        flags: [],
        options: null,
        attributes: { title: 'Opening hours', ANSWER_TEXT: 'Nine to five.', SIDEBUBBLE_TEXT: '', DIRECT_CALL: '' },
        parameters: {
          contents: {
            title: 'Opening hours',
            trackingCode: { clickCode: expect.any(String), rateCode: expect.any(String) },
          },
        },
        source: { type: 'intent', name: 'Intent base' },
        intent: { type: 'FAQ', score: 1.15 },
      },
    ]);
    expect(summary(await talk.say('cafe CREME'))).toEqual([{ type: 'answer', message: 'Two euros.' }]);
  });

  test('finds the content with most words in common', async () => {
    expect(await talk.say('how much are the delivery costs please')).toMatchObject([
      { message: 'Nothing.', intent: { type: 'FAQ', score: 0.8 } },
    ]);
  });

  test('that fits several makes a question, at most maxOptions long', async () => {
    const asked = await talk.say('delivery');
    expect(summary(asked)).toMatchObject([
      {
        type: 'multipleChoiceQuestion',
        flags: ['multiple-options'],
        options: ['Delivery times', 'Delivery costs', 'Delivery abroad', 'Delivery of bikes'],
      },
    ]);
    expect(asked[0]?.options?.[0]).toEqual({
      label: 'Delivery times',
      value: expect.any(Number),
      attributes: { title: 'Delivery times', DIRECT_CALL: '', DYNAMIC_REDIRECT: '', SHORT_TITLE: 'Times' },
    });
    const shortTalk = await bot.open({ answers: { maxOptions: 2 } });
    expect((await shortTalk.say('delivery'))[0]?.options).toHaveLength(2);
  });

  test('that fits weakly makes a yes/no question', async () => {
    const asked = await talk.say('my crème tastes strange');
    expect(summary(asked)).toEqual([
      { type: 'polarQuestion', message: 'Did you mean: Café crème?', options: ['yes', 'no'] },
    ]);
    expect(summary(await talk.say('oui'))).toEqual([{ type: 'answer', message: 'Two euros.' }]);
  });

  test('that fits nothing has no result, with a flag or, as newer instances do, without', async () => {
    expect(summary(await talk.say('xyzzy'))).toEqual(ONE_NO_RESULT);
    expect(summary(await talk.say('🚲'))).toEqual(ONE_NO_RESULT);
    bot.simulator.control.configure({ noResults: 'content' });
    expect(await talk.say('xyzzy')).toMatchObject([
      { message: 'I found nothing.', flags: [], attributes: { DIRECT_CALL: 'sys-no-results' } },
    ]);
  });

  test('of more than 256 characters is too long, emoji counted as one', async () => {
    const tooLong = await talk.send({ message: 'a'.repeat(257) });
    expect(tooLong.body).toMatchObject({ answers: [{ type: 'answer', flags: ['character-limit-exceeded'] }] });
    expect(summary(await talk.say('🚲'.repeat(256)))).toEqual(ONE_NO_RESULT);
  });

  test('may be for others only', async () => {
    expect(summary(await talk.say('for members'))).toMatchObject([{ flags: ['no-subset-match'] }]);
    const member = await bot.open({}, { 'x-inbenta-user-type': '1' });
    expect(summary(await member.say('for members'))).toEqual([{ type: 'answer', message: 'Ten per cent.' }]);
  });

  test('finds what is not published in development only', async () => {
    expect(summary(await talk.say('next year'))).toEqual(ONE_NO_RESULT);
    const editor = await bot.open({}, { 'x-inbenta-env': 'development' });
    expect(summary(await editor.say('next year'))).toEqual([{ type: 'answer', message: 'A belt drive.' }]);
  });

  test('may be small talk, which has no codes', async () => {
    expect(await talk.say('thanks')).toMatchObject([
      { message: 'Welcome!', parameters: { contents: null }, intent: { type: 'AIML' } },
    ]);
  });

  test('is refused when it is blank, missing or no text', async () => {
    for (const body of [
      {},
      { message: '' },
      { message: '  ' },
      { message: 3 },
      { directCall: 3 },
      { option: {} },
      '{',
      '',
    ]) {
      expect((await talk.send(body)).status).toBe(400);
    }
  });
});

describe('an answer', () => {
  test('is made of the attributes that are asked for', async () => {
    const other = await bot.open({ answers: { answerAttributes: ['HINT', 'ANSWER_TEXT', 'MISSING'] } });
    expect(await other.say('several')).toMatchObject([
      { message: 'A hint.\nFirst.\nSecond.', messageList: ['A hint.\nFirst.\nSecond.'] },
    ]);
  });

  test('may have several bubbles and a side bubble', async () => {
    expect(await talk.say('several')).toMatchObject([
      {
        message: 'First.\nSecond.',
        messageList: ['First.', 'Second.'],
        attributes: { SIDEBUBBLE_TEXT: '<p>Aside.</p>', HINT: 'A hint.' },
      },
    ]);
  });

  test('may be followed by others, and never by itself', async () => {
    expect(summary(await talk.say('story'))).toEqual([
      { type: 'answer', message: 'One.' },
      { type: 'answer', message: 'Two.' },
      { type: 'answer', message: 'There is none.' },
    ]);
  });

  test('names related contents, at most maxRelatedContents, to be followed by title or id', async () => {
    const other = await bot.open({ answers: { maxRelatedContents: 2 } });
    const [answer] = await other.say('rain');
    const related = answer?.parameters?.contents?.related;
    expect(related).toEqual({
      relatedTitle: 'See also',
      relatedContents: [
        { id: expect.any(Number), title: 'News' },
        { id: expect.any(Number), title: 'Story' },
      ],
    });
    expect(summary(await other.click(related!.relatedContents[0]!.id))).toEqual([
      { type: 'answer', message: 'There is none.' },
    ]);
    expect(summary(await other.say(related!.relatedContents[0]!.title))).toEqual([
      { type: 'answer', message: 'There is none.' },
    ]);
  });

  test('comes as a stream when a stream is asked for', async () => {
    const reply = await bot.call('POST', `${bot.base}/conversation/message`, {
      headers: { ...talk.headers, 'x-inbenta-streaming': 'true' },
      body: { message: 'news' },
    });
    expect(reply.headers.get('content-type')).toContain('text/event-stream');
    const events = reply.text
      .trim()
      .split('\n\n')
      .map((line) => JSON.parse(line.replace('data: ', '')));
    expect(events).toMatchObject([
      { type: 'fullResponse', data: { answers: [{ message: 'There is none.' }] } },
      { type: 'endResponse' },
    ]);
  });
});

describe('a question with several answers', () => {
  test('follows its text and takes the value of an option, as number or as text', async () => {
    const asked = await talk.say('pick a bike');
    expect(summary(asked)).toEqual([
      { type: 'answer', message: 'Let us see.' },
      {
        type: 'multipleChoiceQuestion',
        message: 'Where will you ride?',
        options: ['In the city', 'On gravel!', 'In the hills', 'At home'],
      },
    ]);
    expect(summary(await talk.click(optionValue(asked, 'In the city')))).toEqual([
      { type: 'answer', message: 'The Quay.' },
    ]);
    await talk.say('pick a bike');
    expect(summary(await talk.click(String(optionValue(asked, 'On gravel!'))))).toEqual([
      { type: 'answer', message: 'The Dune.' },
    ]);
  });

  test('takes a typed label, and any other sentence as a question of its own', async () => {
    await talk.say('pick a bike');
    expect(summary(await talk.say('ON GRAVEL'))).toEqual([{ type: 'answer', message: 'The Dune.' }]);
    await talk.say('pick a bike');
    expect(summary(await talk.say('news'))).toEqual([{ type: 'answer', message: 'There is none.' }]);
  });

  test('is over when everything is declined', async () => {
    await talk.say('pick a bike');
    expect(summary(await talk.say('none of these'))).toMatchObject([{ flags: ['all-options-discarded'] }]);
  });

  test('shows what exceeds maxOptions behind one more option', async () => {
    const shortTalk = await bot.open({ answers: { maxOptions: 2 } });
    const first = await shortTalk.say('pick a bike');
    expect(summary(first)[1]).toMatchObject({ options: ['In the city', 'Somewhere else'] });
    const second = await shortTalk.click(optionValue(first, 'Somewhere else'));
    expect(summary(second)).toMatchObject([{ options: ['On gravel!', 'Somewhere else'] }]);
    expect(summary(await shortTalk.say('somewhere else'))).toMatchObject([{ options: ['In the hills', 'At home'] }]);
  });

  test('counts for the next call only', async () => {
    const value = optionValue(await talk.say('pick a bike'), 'In the city');
    await talk.say('news');
    const late = await talk.send({ option: value });
    expect([late.status, late.body]).toEqual(refusal);
  });

  test('still counts after an option that it did not offer was refused', async () => {
    const value = optionValue(await talk.say('pick a bike'), 'In the city');
    expect((await talk.send({ option: 4711 })).status).toBe(400);
    expect(summary(await talk.click(value))).toEqual([{ type: 'answer', message: 'The Quay.' }]);
  });

  test('has options that may be taken at any later time', async () => {
    const asked = await talk.say('pick a bike');
    expect(asked[1]?.options?.[3]).toMatchObject({ revisitableLink: 'news', attributes: { DIRECT_CALL: 'news' } });
    await talk.say('several');
    expect(summary(await talk.click(optionValue(asked, 'At home')))).toEqual([
      { type: 'answer', message: 'There is none.' },
    ]);
    expect(summary(await talk.directCall('news'))).toEqual([{ type: 'answer', message: 'There is none.' }]);
  });

  test('can be set to take a stale option as text', async () => {
    bot.simulator.control.configure({ staleOption: 'text' });
    expect((await talk.send({ option: 4711 })).body).toMatchObject({ answers: [{ flags: ['no-results'] }] });
    const withText = await talk.send({ message: 'news', option: 4711 });
    expect(withText.body).toMatchObject({ answers: [{ message: 'There is none.' }] });
  });
});

describe('of several inputs at once', () => {
  test('a direct call beats an option, and an option beats a message', async () => {
    const value = optionValue(await talk.say('pick a bike'), 'In the city');
    const option = await talk.send({ message: 'pick a bike', option: value, type: 'answer' });
    expect(option.body).toMatchObject({ answers: [{ message: 'The Quay.' }] });
    const direct = await talk.send({ message: 'rain', option: value, directCall: 'news' });
    expect(direct.body).toMatchObject({ answers: [{ message: 'There is none.' }] });
  });
});

describe('a direct call', () => {
  test('to a name that does not exist is an answer with a flag', async () => {
    const reply = await talk.send({ directCall: 'nowhere' });
    expect([reply.status, reply.body]).toMatchObject([
      200,
      { answers: [{ type: 'answer', flags: ['conversation-error-message'], attributes: null, parameters: null }] },
    ]);
  });
});

describe('a yes/no question', () => {
  test('takes its options', async () => {
    const asked = await talk.say('is it broken');
    expect(asked).toMatchObject([
      {
        type: 'polarQuestion',
        message: 'Does it make a noise?',
        options: [
          { label: 'yes', value: 1 },
          { label: 'no', value: 0 },
        ],
        attributes: { title: 'Is it broken?' },
      },
    ]);
    expect(summary(await talk.click(1))).toEqual([{ type: 'answer', message: 'Oil it.' }]);
    await talk.say('is it broken');
    expect(summary(await talk.click('0'))).toEqual([{ type: 'answer', message: 'There is none.' }]);
  });

  test.each(['yes', 'Sí!', 'oui', 'JA', 'да', 'evet', 'はい', '네', 'نعم', 'ναι', 'ใช่'])(
    'takes "%s" for yes',
    async (word) => {
      await talk.say('is it broken');
      expect(summary(await talk.say(word))).toEqual([{ type: 'answer', message: 'Oil it.' }]);
    },
  );

  test.each(['no', 'Não', 'nein', 'нет', 'hayır', 'いいえ', '아니요', 'لا', 'ไม่'])(
    'takes "%s" for no',
    async (word) => {
      await talk.say('is it broken');
      expect(summary(await talk.say(word))).toEqual([{ type: 'answer', message: 'There is none.' }]);
    },
  );

  test('takes anything else as a question of its own', async () => {
    await talk.say('is it broken');
    expect(summary(await talk.say('rain'))).toEqual([{ type: 'answer', message: 'Wet.' }]);
    expect((await talk.send({ option: 1 })).status).toBe(400);
  });

  test('without a branch for no discards everything', async () => {
    await talk.say('really');
    expect(summary(await talk.say('no'))).toMatchObject([{ flags: ['all-options-discarded'] }]);
  });

  test('can have other values', async () => {
    bot.simulator.control.configure({ polarValues: 'words' });
    expect((await talk.say('really'))[0]?.options?.map(({ value }) => value)).toEqual(['yes', 'no']);
    expect(summary(await talk.click('yes'))).toEqual([{ type: 'answer', message: 'There is none.' }]);
    bot.simulator.control.configure({ polarValues: 'ids' });
    const values = (await talk.say('really'))[0]?.options?.map(({ value }) => value);
    expect((await talk.say('really'))[0]?.options?.map(({ value }) => value)).not.toEqual(values);
  });
});

describe('several weak candidates', () => {
  const weak = 'my delivery was strange and late';

  test('are asked for one by one until all are discarded', async () => {
    const questions = [];
    let answers = await talk.say(weak);
    while (answers[0]?.type === 'polarQuestion') {
      questions.push(answers[0].message);
      answers = await talk.say('no');
    }
    expect(questions.length).toBeGreaterThan(1);
    expect(summary(answers)).toMatchObject([{ flags: ['all-options-discarded'] }]);
  });

  test('end with an answer when the last question is to be skipped', async () => {
    const eager = await bot.open({ answers: { skipLastCheckQuestion: true } });
    let answers = await eager.say(weak);
    while (answers[0]?.type === 'polarQuestion') answers = await eager.say('no');
    expect(summary(answers)).toEqual([{ type: 'answer', message: expect.any(String) }]);
  });
});
