import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { createMovableClock } from '../support/movable-clock.ts';
import type { Person } from './person.ts';
import { ratingCode } from './rating-code.ts';
import { type Conversations, useConversation } from './use-conversation.ts';

const ASKED = 'Was this answer helpful?\n(Yes) (No)';
const content_ratings = { enabled: true };

/** The negative ratings in a row, as the connector's own store has them. */
function negatives({ stand }: Conversations, { user }: Person): number {
  const database = new DatabaseSync(join(stand.dataDir, 'connector.db'), { readOnly: true });
  const row = database.prepare('select document from sessions where lane like ?').get(`%${user.id}`);
  database.close();
  const session = JSON.parse(String(row?.document)) as { counters: { negatives: number } };
  return session.counters.negatives;
}

describe('a rating with a comment', () => {
  const shop = useConversation({ conversation: { content_ratings } });

  test('is tracked at once, and once more with what the user writes next', async () => {
    const ana = shop.person();
    await ana.says('can be rated');
    const code = ratingCode(ana);
    expect(await ana.presses('No')).toEqual(['Please tell us why']);
    expect(ana.tracked).toEqual([{ type: 'rate', data: { code, value: 2, comment: null } }]);
    expect(await ana.says('Too short, and <b>wrong</b>.')).toEqual(['Thanks!']);
    expect(ana.tracked).toEqual([{ type: 'rate', data: { code, value: 2, comment: 'Too short, and <b>wrong</b>.' } }]);
    expect(ana.asked).toEqual([]);
  });

  test('is over after one text', async () => {
    const ana = shop.person();
    await ana.says('can be rated');
    await ana.presses('No');
    await ana.says('It was wrong.');
    expect(await ana.says('Warranty')).toHaveLength(2);
    expect(ana.asked).toEqual([{ message: 'Warranty' }]);
  });

  test('takes any text: the name of a content, a number, a yes', async () => {
    for (const comment of ['warranty', '1', 'yes', 'No', 'menu']) {
      const ana = shop.person('twilio');
      await ana.says('can be rated');
      expect(await ana.says('2')).toEqual(['Please tell us why']);
      expect(await ana.says(comment)).toEqual(['Thanks!']);
      expect(ana.tracked).toMatchObject([{ type: 'rate', data: { comment } }]);
    }
  });

  test('does not take a button for a comment: it is that button', async () => {
    const ana = shop.person();
    await ana.says('which bike suits me?');
    await ana.says('can be rated');
    await ana.presses('No');
    expect(await ana.presses('In the city')).toEqual([expect.stringMatching(/^Then look at the Quay/), ASKED]);
    expect(ana.tracked).toEqual([]);
    await ana.says('This is no comment any more');
    expect(ana.tracked).toEqual([]);
    expect(ana.asked).toEqual([{ message: 'This is no comment any more' }]);
  });

  test('does not take a quick reply of somebody else for a comment', async () => {
    const ana = shop.person();
    await ana.says('can be rated');
    await ana.presses('No');
    await ana.tapsForged('FOREIGN', 'Warranty');
    expect(ana.tracked).toEqual([]);
    expect(ana.asked).toEqual([{ message: 'Warranty' }]);
  });

  test('does not take another rating for a comment', async () => {
    const ana = shop.person();
    await ana.says('can be rated');
    await ana.presses('No');
    expect(await ana.presses('Yes')).toEqual(['Thanks!']);
    expect(ana.tracked).toMatchObject([{ type: 'rate', data: { value: 1, comment: null } }]);
  });

  test.each([
    ['an image', { do: 'image', url: 'https://a.example/warranty' }],
    ['a file', { do: 'file', url: 'https://a.example/warranty' }],
    ['a place', { do: 'location', lat: 1, long: 2, name: 'Warranty' }],
  ] as const)('does not take %s for a comment: it goes to the bot', async (_name, action) => {
    const ana = shop.person();
    await ana.says('can be rated');
    await ana.presses('No');
    await ana.does(action);
    expect(ana.tracked).toEqual([]);
    expect(ana.asked).toHaveLength(1);
    await ana.says('This is no comment any more');
    expect(ana.tracked).toEqual([]);
  });

  test('does not take a picture with a caption for a comment either', async () => {
    const ana = shop.person();
    await ana.says('can be rated');
    await ana.presses('No');
    await ana.does({ do: 'image', url: 'https://a.example/x.png', caption: 'Look at this' });
    expect(ana.tracked).toEqual([]);
    expect(ana.asked).toEqual([{ message: 'Look at this' }, { message: 'https://a.example/x.png' }]);
  });
});

describe('a rating that is given again', () => {
  const shop = useConversation({ conversation: { content_ratings } });

  test('with the same value is only thanked for', async () => {
    const ana = shop.person();
    await ana.says('can be rated');
    await ana.presses('Yes');
    expect(await ana.presses('Yes')).toEqual(['Thanks!']);
    expect(ana.tracked).toEqual([]);
    await ana.presses('No');
    expect(await ana.presses('No')).toEqual(['Thanks!']);
    expect(ana.tracked).toEqual([]);
  });

  test('with another value is tracked again', async () => {
    const ana = shop.person();
    await ana.says('can be rated');
    await ana.presses('Yes');
    expect(await ana.presses('No')).toEqual(['Please tell us why']);
    expect(ana.tracked).toMatchObject([{ type: 'rate', data: { value: 2 } }]);
    expect(await ana.presses('Yes')).toEqual(['Thanks!']);
    expect(ana.tracked).toMatchObject([{ type: 'rate', data: { value: 1 } }]);
  });
});

describe('negative ratings', () => {
  const shop = useConversation({ conversation: { content_ratings } });

  test('are counted once for each code, and any other rating begins anew', async () => {
    const ana = shop.person();
    await ana.says('can be rated');
    await ana.presses('No');
    expect(negatives(shop, ana)).toBe(1);
    await ana.presses('No');
    expect(negatives(shop, ana)).toBe(1);
    await ana.says('It was wrong.');
    expect(negatives(shop, ana)).toBe(1);
    await ana.says('returns');
    await ana.presses('No');
    await ana.says('It was wrong, too.');
    expect(negatives(shop, ana)).toBe(2);
    await ana.says('warranty');
    await ana.presses('Yes');
    expect(negatives(shop, ana)).toBe(0);
  });

  test('do not count twice when the bot shows the same content under the same code', async () => {
    const parameters = { contents: { title: 'T', trackingCode: { rateCode: 'the-same-code', clickCode: 'c' } } };
    shop.teachAnswers('The case', { type: 'answer', message: 'The answer.', parameters });
    const ana = shop.person();
    for (let round = 0; round < 2; round += 1) {
      await ana.says('the case');
      await ana.presses('No');
      expect(negatives(shop, ana)).toBe(1);
      await ana.says('It was wrong.');
    }
    // The simulated bot did not give out that code.
    expect(shop.logged('warn').length).toBeGreaterThan(0);
  });
});

describe('with time,', () => {
  const clock = createMovableClock();
  const shop = useConversation({ clock, conversation: { content_ratings } });
  const MINUTE = 60_000;
  const rateNegatively = async (ana: Person) => {
    await ana.says('can be rated');
    await ana.presses('No');
    await ana.says('It was wrong.');
  };

  test('a comment is only awaited for 30 minutes', async () => {
    const ana = shop.person();
    await ana.says('can be rated');
    await ana.presses('No');
    clock.advance(31 * MINUTE);
    await ana.says('warranty');
    expect(ana.tracked).toEqual([]);
    expect(ana.asked).toEqual([{ message: 'warranty' }]);
  });

  test('negative ratings are forgotten after 30 minutes without a message', async () => {
    const ana = shop.person();
    await rateNegatively(ana);
    clock.advance(31 * MINUTE);
    await rateNegatively(ana);
    expect(negatives(shop, ana)).toBe(1);
  });

  test('negative ratings are remembered as long as the user goes on writing', async () => {
    const ana = shop.person();
    await rateNegatively(ana);
    for (let round = 0; round < 3; round += 1) {
      clock.advance(20 * MINUTE);
      await ana.says('hello');
    }
    await rateNegatively(ana);
    expect(negatives(shop, ana)).toBe(2);
  });
});

describe('a rating that cannot be tracked', () => {
  const shop = useConversation({ conversation: { content_ratings } });

  test('is tried twice and never disturbs the conversation', async () => {
    const { faults, journal } = shop.stand.chatbot.control;
    for (const effect of [{ kind: 'respond', status: 500, body: {} }, { kind: 'reset' }] as const) {
      const ana = shop.person();
      await ana.says('can be rated');
      const { number = 0 } = journal.listRaw({ limit: 1 })[0] ?? {};
      faults.add({ endpoint: 'tracking', effect, times: 'always' });
      expect(await ana.presses('No')).toEqual(['Please tell us why']);
      expect(journal.listRaw({ endpoint: 'tracking', after: number })).toHaveLength(2);
      expect(await ana.says('It was wrong.')).toEqual(['Thanks!']);
      faults.clear();
      expect(await ana.says('warranty')).toHaveLength(2);
    }
    expect(shop.logged('warn').join()).toContain('tracked');
  });

  test('the first time is tracked at the second', async () => {
    const ana = shop.person();
    await ana.says('can be rated');
    shop.stand.chatbot.control.faults.add({ endpoint: 'tracking', effect: { kind: 'respond', status: 400, body: {} } });
    expect(await ana.presses('Yes')).toEqual(['Thanks!']);
    expect(ana.tracked).toMatchObject([{ type: 'rate', data: { value: 1 } }]);
  });

  test('because no conversation can be opened for it is thanked for', async () => {
    const ana = shop.person();
    await ana.says('can be rated');
    const { control } = shop.stand.chatbot;
    control.expireSessions();
    control.faults.add({
      endpoint: 'conversation',
      effect: { kind: 'respond', status: 500, body: {} },
      times: 'always',
    });
    expect(await ana.presses('Yes')).toEqual(['Thanks!']);
    control.faults.clear();
    expect(await ana.says('warranty')).toHaveLength(2);
    shop.logged('warn', 'error');
  });

  test('because the bot forgot the session is tracked in a new one', async () => {
    const ana = shop.person();
    await ana.says('can be rated');
    shop.stand.chatbot.control.expireSessions();
    expect(await ana.presses('Yes')).toEqual(['Thanks!']);
    expect(ana.tracked).toMatchObject([{ type: 'rate', data: { value: 1 } }]);
  });
});

describe('thanks', () => {
  const shop = useConversation({
    conversation: { content_ratings },
    conf: {
      'custom/lang/en.yaml': { rating_positive: 'Glad to hear that!', rating_negative: 'We will do better.' },
    },
  });

  test('have words of their own for either kind of rating where the language defines them', async () => {
    const ana = shop.person();
    await ana.says('can be rated');
    expect(await ana.presses('Yes')).toEqual(['Glad to hear that!']);
    expect(await ana.presses('No')).toEqual(['Please tell us why']);
    expect(await ana.says('Too long.')).toEqual(['Thanks!']);
    expect(await ana.presses('No')).toEqual(['We will do better.']);
  });
});
