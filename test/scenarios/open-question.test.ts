import { describe, expect, test } from 'vitest';
import type { UserAction } from '../../sandbox/smooch/control/user-action.ts';
import { createMovableClock } from '../support/movable-clock.ts';
import { type Conversations, useConversation } from './use-conversation.ts';

const MINUTE = 60_000;
const QUESTION = 'which bike suits me?';

/** What answers no question. */
const elsewhere: [name: string, action: UserAction][] = [
  ['another text', { do: 'text', text: 'xyzzy' }],
  ['signs only', { do: 'text', text: '…' }],
  ['an image', { do: 'image', url: 'https://a.example/xyzzy.png' }],
  ['a file', { do: 'file', url: 'https://a.example/xyzzy.pdf' }],
  ['a place', { do: 'location', lat: 1, long: 2, name: 'xyzzy' }],
  ['a filled form', { do: 'form', fields: [{ type: 'text', name: 'a', label: 'a', text: 'xyzzy' }] }],
  ['a kind of message nobody knows', { do: 'unknown', type: 'hologram' }],
  ['a button of something else', { do: 'menu', payload: '{"directCall":"news"}', text: 'News' }],
  ['a button of somebody else', { do: 'menu', payload: 'FOREIGN', text: 'xyzzy' }],
];

/** Keeps Smooch from confirming messages with this text, though the user has them. @returns ends it */
function holdConfirmation({ stand }: Conversations, bodyIncludes: string): () => void {
  const { faults } = stand.smooch.control;
  const id = faults.add({ endpoint: 'message', effect: { kind: 'hold' }, moment: 'after', bodyIncludes });
  return () => void faults.release(id);
}

describe('an open question', () => {
  const clock = createMovableClock();
  const shop = useConversation({ clock });

  test('can still be answered after 29 minutes', async () => {
    const ana = shop.person('twilio');
    await ana.says(QUESTION);
    clock.advance(29 * MINUTE);
    await ana.says('1');
    // The bot has a new session by then and does not know the option any more.
    expect(ana.asked).toEqual([{ message: QUESTION, option: expect.any(Number) }, { message: 'In the city' }]);
  });

  test('is forgotten after 30 minutes', async () => {
    const ana = shop.person('twilio');
    await ana.says(QUESTION);
    clock.advance(30 * MINUTE + 1_000);
    await ana.says('1');
    expect(ana.asked).toEqual([{ message: '1' }]);
  });

  test('asked by a form is forgotten after 30 minutes, too', async () => {
    const ana = shop.person('twilio');
    await ana.says('book a test ride');
    clock.advance(31 * MINUTE);
    await ana.says('2');
    expect(ana.asked).toEqual([{ message: '2' }]);
  });

  test('is replaced by a newer one', async () => {
    const ana = shop.person('twilio');
    await ana.says(QUESTION);
    await ana.says('riding in the rain');
    await ana.says('1');
    expect(ana.asked).toEqual([{ message: 'Packing for a tour' }]);
  });

  test('is the last of several that are sent in one turn', async () => {
    shop.teach({
      title: 'Two lists',
      answer: 'Here you are.',
      related: { title: 'See also', contents: ['Returns', 'Warranty'] },
      options: { question: 'Which?', choices: ['News', 'Paying'] },
    });
    const ana = shop.person('twilio');
    expect(await ana.says('two lists')).toEqual([
      'Here you are.',
      'See also\n1) Returns\n2) Warranty',
      'Which?\n3) News\n4) Paying',
    ]);
    await ana.says('4');
    expect(ana.asked).toEqual([{ message: 'two lists', option: expect.any(Number) }]);
  });

  test('may be pressed after it was replaced, all the same', async () => {
    const ana = shop.person('web');
    await ana.says('riding in the rain');
    await ana.says(QUESTION);
    await ana.presses('Brakes squeal');
    expect(ana.asked).toEqual([{ message: 'Brakes squeal' }]);
    await ana.says('In the city');
    expect(ana.asked).toEqual([{ message: 'In the city' }]);
  });

  test.each(elsewhere)('is ended by %s', async (_name, action) => {
    const ana = shop.person('twilio');
    await ana.says(QUESTION);
    expect(await ana.does(action)).toHaveLength(1);
    await ana.says('1');
    expect(ana.asked).toEqual([{ message: '1' }]);
  });

  test('is ended by a question that the bot does not answer', async () => {
    const ana = shop.person('twilio');
    await ana.says(QUESTION);
    shop.stand.chatbot.control.faults.add({
      endpoint: 'message',
      effect: { kind: 'respond', status: 504, body: { message: 'Endpoint request timed out' } },
    });
    expect(await ana.says('hello')).toEqual(['Please, reformulate your question.']);
    await ana.says('1');
    expect(ana.asked).toEqual([{ message: '1' }]);
    shop.logged('error');
  });

  test('is not ended by a blank text', async () => {
    const ana = shop.person('twilio');
    await ana.says(QUESTION);
    ana.user.say(' ');
    await ana.says('1');
    expect(ana.asked).toEqual([{ message: QUESTION, option: expect.any(Number) }]);
  });

  test('survives a restart of the connector', async () => {
    const ana = shop.person('twilio');
    await ana.says(QUESTION);
    await shop.stand.restart();
    await ana.says('1');
    expect(ana.asked).toEqual([{ message: QUESTION, option: expect.any(Number) }]);
  });

  test('is answered once only', async () => {
    const ana = shop.person('twilio');
    await ana.says(QUESTION);
    await ana.says('1');
    await ana.says('1');
    expect(ana.asked).toEqual([{ message: '1' }]);
  });
});

describe('a list of a form', () => {
  const shop = useConversation();
  const slowBot = {
    endpoint: 'message',
    effect: { kind: 'respond', status: 504, body: { message: 'Endpoint request timed out' } },
  } as const;

  test('is kept for one more try', async () => {
    const ana = shop.person('twilio');
    await ana.says('book a test ride');
    shop.stand.chatbot.control.faults.add(slowBot);
    expect(await ana.says('the green one')).toEqual(['Please, reformulate your question.']);
    await ana.says('2');
    expect(ana.asked).toEqual([{ message: 'Dune' }]);
    shop.logged('error');
  });

  test('is not kept for a third', async () => {
    const ana = shop.person('twilio');
    await ana.says('book a test ride');
    shop.stand.chatbot.control.faults.add({ ...slowBot, times: 2 });
    await ana.says('the green one');
    await ana.says('well, the light one');
    await ana.says('2');
    expect(ana.asked).toEqual([{ message: '2' }]);
    shop.logged('error');
  });

  test('is kept for a text only, not for a button or a picture', async () => {
    const ana = shop.person('twilio');
    await ana.says('book a test ride');
    shop.stand.chatbot.control.faults.add(slowBot);
    await ana.does({ do: 'image', url: 'https://a.example/green.png' });
    await ana.says('2');
    expect(ana.asked).toEqual([{ message: '2' }]);
    shop.logged('error');
  });
});

describe('what was written before a question was confirmed', () => {
  const shop = useConversation({ conversation: { content_ratings: { enabled: true } } });

  test('is no answer to it, and leaves it open', async () => {
    const release = holdConfirmation(shop, 'Where will you ride');
    const ana = shop.person('twilio');
    ana.user.say(QUESTION);
    await shop.stand.smooch.control.waitForMessages(ana.user.id, 2);
    ana.user.say('2');
    await ana.acknowledged(2);
    release();
    await ana.ended(2);
    expect(await ana.says('1')).toEqual([expect.stringMatching(/^Then look at the Quay/), expect.anything()]);
    const { journal } = shop.stand.chatbot.control;
    expect(journal.listRaw({ endpoint: 'message' }).map(({ body }) => body)).toEqual([
      { message: QUESTION },
      { message: '2' },
      { message: QUESTION, option: expect.any(Number) },
      // The bot itself holds options for one call only.
      { message: 'In the city' },
    ]);
  });

  test('is no comment', async () => {
    const ana = shop.person('web');
    await ana.says('can be rated');
    const release = holdConfirmation(shop, 'Please tell us why');
    const { _id } = ana.messages[1]!;
    ana.user.click(_id, 'No');
    await shop.stand.smooch.control.waitForMessages(ana.user.id, 3);
    ana.user.say('hello');
    await ana.acknowledged(3);
    release();
    await ana.ended(3);
    expect(ana.seen().at(-1)).toMatch(/^Hello!/);
    expect(await ana.says('It was too short.')).toEqual(['Thanks!']);
    expect(ana.tracked).toMatchObject([{ type: 'rate', data: { value: 2, comment: 'It was too short.' } }]);
  });

  test('may be a button all the same', async () => {
    const release = holdConfirmation(shop, 'Where will you ride');
    const ana = shop.person('web');
    ana.user.say(QUESTION);
    const [, asked] = await shop.stand.smooch.control.waitForMessages(ana.user.id, 2);
    ana.user.click(asked!._id, 'In the city');
    await ana.acknowledged(2);
    release();
    await ana.ended(2);
    expect(ana.seen()[2]).toMatch(/^Then look at the Quay/);
  });

  test('is followed by no question of ours, since the older one is still open', async () => {
    const release = holdConfirmation(shop, 'Where will you ride');
    const ana = shop.person('web');
    ana.user.say(QUESTION);
    await shop.stand.smooch.control.waitForMessages(ana.user.id, 2);
    ana.user.say('can be rated');
    await ana.acknowledged(2);
    release();
    await ana.ended(2);
    expect(ana.seen().slice(2)).toEqual(['This answer can be rated. Was it any good?']);
  });
});

describe('a command that was written before a question was confirmed', () => {
  const shop = useConversation({ server: { commands: true } });

  test('leaves it open, too', async () => {
    const release = holdConfirmation(shop, 'Where will you ride');
    const ana = shop.person('twilio');
    ana.user.say(QUESTION);
    await shop.stand.smooch.control.waitForMessages(ana.user.id, 2);
    ana.user.say('show_user_id');
    await ana.acknowledged(2);
    release();
    await ana.ended(2);
    expect(await ana.says('1')).toEqual([expect.stringMatching(/^Then look at the Quay/)]);
  });
});
