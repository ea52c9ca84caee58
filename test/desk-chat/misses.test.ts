import { describe, expect, test } from 'vitest';
import { type DeskStandOptions, startDeskStand } from '../support/desk-stand.ts';
import { ASK, CREATING, HELLO, NOT_FOUND, OF_COURSE, REFUSED } from './phrases.ts';
import { type Visitor, visitorOf } from './visitor.ts';

const MINUTE = 60_000;
let number = 0;

/** A question nobody has an answer to; another one each time. */
const nonsense = () => `xyzzy${++number}`;
const miss = (ana: Visitor) => ana.says(nonsense());

async function start(options: DeskStandOptions = {}) {
  const stand = await startDeskStand({ counters: { triesBeforeEscalation: 2 }, ...options });
  return { stand, ana: visitorOf(stand) };
}

describe('after as many misses in a row as configured the user is asked', () => {
  test('and a yes opens a chat', async () => {
    const { stand, ana } = await start();
    expect(await miss(ana)).toEqual([NOT_FOUND]);
    expect(await miss(ana)).toEqual([NOT_FOUND, ASK]);
    expect(await ana.presses('Yes')).toEqual([CREATING]);
    expect(ana.chat()).toMatchObject({ status: 'waiting', room: 1, source: 3 });
    expect(stand.tracked()).toEqual([]);
  });

  test('the question carries the payloads that buttons of the connector before us have', async () => {
    const { ana } = await start();
    await miss(ana);
    await miss(ana);
    const actions = ana.user.received.at(-1)?.actions?.map(({ type, payload }) => [type, payload]);
    expect(actions).toEqual([
      ['postback', '{"escalateOption":true}'],
      ['postback', '{"escalateOption":false}'],
    ]);
  });

  test('and a no is tracked and begins the count anew', async () => {
    const { stand, ana } = await start();
    await miss(ana);
    await miss(ana);
    expect(await ana.presses('No')).toEqual([REFUSED]);
    expect(stand.tracked()).toEqual([['CONTACT_REJECTED', 'true']]);
    expect(ana.chats()).toEqual([]);
    expect(await miss(ana)).toEqual([NOT_FOUND]);
    expect(await miss(ana)).toEqual([NOT_FOUND, ASK]);
  });

  test('the event of a refusal is what the configuration says', async () => {
    const { stand, ana } = await start({ chat: { rejected_event: 'NO_AGENT_WANTED' } });
    await miss(ana);
    await miss(ana);
    await ana.presses('No');
    expect(stand.tracked()).toEqual([['NO_AGENT_WANTED', 'true']]);
  });

  test('who ignores the question is asked again at the next miss', async () => {
    const { stand, ana } = await start();
    await miss(ana);
    await miss(ana);
    expect(await miss(ana)).toEqual([NOT_FOUND, ASK]);
    expect(stand.tracked()).toEqual([]);
  });

  test('who ignores it and is understood begins anew', async () => {
    const { ana } = await start();
    await miss(ana);
    await miss(ana);
    expect(await ana.says('hello')).toEqual([HELLO]);
    expect(await miss(ana)).toEqual([NOT_FOUND]);
  });
});

test('an answer in between begins the row anew', async () => {
  const { ana } = await start();
  await miss(ana);
  await ana.says('hello');
  expect(await miss(ana)).toEqual([NOT_FOUND]);
  expect(await miss(ana)).toEqual([NOT_FOUND, ASK]);
});

test('0 switches it off', async () => {
  const { ana } = await start({ counters: { triesBeforeEscalation: 0 } });
  for (let turn = 0; turn < 4; turn += 1) expect(await miss(ana)).toEqual([NOT_FOUND]);
});

test('a stronger reason comes first, and its question is asked once', async () => {
  const { stand, ana } = await start({ counters: { triesBeforeEscalation: 1 } });
  stand.chatbot.control.setContent({
    title: 'both',
    wire: [{ type: 'answer', message: 'Not known.', flags: ['no-results', 'escalate'] }],
  });
  expect(await ana.says('both')).toEqual(['Not known.', ASK]);
});

describe('what a miss is', () => {
  const answers = {
    'a flag no-results': [{ type: 'answer', message: 'No.', flags: ['no-results'] }],
    'a flag no-subset-match': [{ type: 'answer', message: 'No.', flags: ['no-subset-match'] }],
    'a flag beside an answer': [
      { type: 'answer', message: 'No.', flags: ['no-results'] },
      { type: 'answer', message: 'But this.', flags: [] },
    ],
    'the content for no results': [{ type: 'answer', message: 'No.', attributes: { DIRECT_CALL: 'sys-no-results' } }],
  };

  test.each(Object.entries(answers))('%s', async (title, wire) => {
    const { stand, ana } = await start({ counters: { triesBeforeEscalation: 1 } });
    stand.chatbot.control.setContent({ title, wire });
    expect((await ana.says(title)).at(-1)).toBe(ASK);
  });

  test('a response with several misses counts once', async () => {
    const { stand, ana } = await start();
    const wire = ['One.', 'Two.'].map((message) => ({ type: 'answer', message, flags: ['no-results'] }));
    stand.chatbot.control.setContent({ title: 'twice', wire });
    expect(await ana.says('twice')).toEqual(['One.', 'Two.']);
    expect(await ana.says('twice')).toEqual(['One.', 'Two.', ASK]);
  });

  test('a turn with two questions, a caption and its file, counts once', async () => {
    const { stand, ana } = await start();
    const url = stand.smooch.control.addMedia('bike.png', new Uint8Array([1, 2, 3]));
    const caption = nonsense();
    expect(await ana.does({ do: 'image', url, caption })).toEqual([NOT_FOUND, NOT_FOUND]);
    expect(await miss(ana)).toEqual([NOT_FOUND, ASK]);
  });

  test('newer instances set no flag: their content for no results counts', async () => {
    const { stand, ana } = await start();
    stand.chatbot.control.configure({ noResults: 'content' });
    expect(await miss(ana)).toHaveLength(1);
    expect((await miss(ana)).at(-1)).toBe(ASK);
  });

  test('which direct calls count is configured', async () => {
    const conversation = { miss_direct_calls: ['my-no-results'] };
    const { stand, ana } = await start({ conversation, counters: { triesBeforeEscalation: 1 } });
    stand.chatbot.control.setContent({ title: 'mine', direct_call: 'my-no-results', answer: 'No idea.' });
    stand.chatbot.control.configure({ noResults: 'content' });
    expect(await miss(ana)).toHaveLength(1);
    expect(await ana.says('mine')).toEqual(['No idea.', ASK]);
  });
});

describe('the row is forgotten', () => {
  test('after 30 minutes without a message', async () => {
    const { stand, ana } = await start();
    await miss(ana);
    stand.clock.advance(30 * MINUTE + 1_000);
    expect(await miss(ana)).toEqual([NOT_FOUND]);
  });

  test('not before', async () => {
    const { stand, ana } = await start();
    await miss(ana);
    stand.clock.advance(29 * MINUTE);
    expect(await miss(ana)).toEqual([NOT_FOUND, ASK]);
  });
});

describe('neither added nor forgotten', () => {
  test('when the bot fails', async () => {
    const { stand, ana } = await start();
    await miss(ana);
    stand.chatbot.control.faults.add({ endpoint: 'message', effect: { kind: 'respond', status: 418 }, times: 1 });
    await ana.says('hello');
    expect(await miss(ana)).toEqual([NOT_FOUND, ASK]);
  });

  test('by a rating and its tracking', async () => {
    const { ana } = await start({ conversation: { content_ratings: { enabled: true } } });
    await ana.says('what are your opening hours?');
    await miss(ana);
    await ana.presses('Yes');
    expect(await miss(ana)).toEqual([NOT_FOUND, ASK]);
  });
});

describe('while more of the user waits', () => {
  test('he is not asked: the last of his messages decides', async () => {
    const { stand, ana } = await start({ counters: { triesBeforeEscalation: 1 } });
    const held = stand.chatbot.control.faults.add({ endpoint: 'message', effect: { kind: 'hold' } });
    const got = ana.sees(async () => {
      ana.user.say(nonsense());
      await stand.chatbot.control.journal.waitFor({ endpoint: 'message' });
      ana.user.say('hello');
      await stand.smooch.control.webhooks.idle();
      stand.chatbot.control.faults.release(held);
    });
    expect(await got).toEqual([NOT_FOUND, HELLO]);
  });

  test('a content that asks for an agent is another matter', async () => {
    const { stand, ana } = await start();
    const held = stand.chatbot.control.faults.add({ endpoint: 'message', effect: { kind: 'hold' } });
    const got = ana.sees(async () => {
      ana.user.say('I want to talk to a human');
      await stand.chatbot.control.journal.waitFor({ endpoint: 'message' });
      ana.user.say('hello');
      await stand.smooch.control.webhooks.idle();
      stand.chatbot.control.faults.release(held);
    });
    expect(await got).toEqual([OF_COURSE, ASK, HELLO]);
    // It had been sent before the question was there, so it leaves the question open.
    expect(await ana.says('yes')).toEqual([CREATING]);
  });
});
