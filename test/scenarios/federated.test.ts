import { describe, expect, test } from 'vitest';
import { useConversation } from './use-conversation.ts';

const shop = useConversation();
const MANUAL = 'The manual has several pages about this\n[Charging] [Winter] [Changing the battery]';
const result = (title: string, message: string, contents: object = {}) => ({
  type: 'answer',
  message,
  attributes: { title },
  parameters: { contents: { title, ...contents } },
});
const federated = (...subAnswers: object[]) => ({ type: 'extendedContentsAnswer', message: 'Found:', subAnswers });

describe('several results from elsewhere', () => {
  test('are a text with a button each; a press shows the result and tracks the click, and the bot is not asked', async () => {
    const ana = shop.person();
    expect(await ana.says('search the manual')).toEqual([MANUAL]);
    expect(await ana.presses('Winter')).toEqual(['Keep it half full, dry and above freezing.']);
    expect(ana.asked).toEqual([]);
    expect(ana.tracked).toEqual([{ type: 'click', data: { code: expect.any(String) } }]);
    expect(shop.stand.chatbot.control.events()).toMatchObject([{ type: 'click', content: 'Search the manual' }]);
  });

  test('can be read one after the other', async () => {
    const ana = shop.person();
    await ana.says('search the manual');
    await ana.presses('Winter');
    await ana.says('hello');
    expect(await ana.presses('Charging')).toEqual([
      'Charge it at room temperature. Four hours are enough; it stops by itself.',
    ]);
    expect(ana.asked).toEqual([]);
  });

  test('are read with their text and link in one message', async () => {
    const ana = shop.person();
    await ana.says('search our website');
    expect(await ana.presses('How to wash a bike')).toEqual([
      'How to wash a bike\nhttps://harbour-cycles.example/blog/washing',
    ]);
  });

  test('can be typed, by number and by label', async () => {
    const ana = shop.person('twilio');
    expect(await ana.says('search the manual')).toEqual([
      'The manual has several pages about this\n1) Charging\n2) Winter\n3) Changing the battery',
    ]);
    expect(await ana.says('2')).toEqual(['Keep it half full, dry and above freezing.']);
    expect(ana.asked).toEqual([]);
    await ana.says('search the manual');
    expect(await ana.says('changing the BATTERY')).toEqual([
      'Turn the key, press the lever, and pull. Recycle the old one with us.',
    ]);
    expect(ana.tracked).toHaveLength(1);
  });

  test('are spread over messages where the channel takes fewer', async () => {
    shop.teachAnswers('Many', federated(...['a', 'b', 'c', 'd'].map((name) => result(name, `Result ${name}`))));
    const ana = shop.person('messenger');
    expect(await ana.says('many')).toEqual(['Found:\n[a] [b] [c]', 'More options:\n[d]']);
    expect(await ana.presses('d')).toEqual(['Result d']);
  });

  test('point to their list by number, however long they are', async () => {
    shop.teachAnswers('Long ones', federated(result('a', 'x'.repeat(5_000)), result('b', 'y'.repeat(5_000))));
    const ana = shop.person('messenger');
    await ana.says('long ones');
    const payloads = ana.messages[0]?.actions?.map(({ payload }) => JSON.parse(payload ?? '')) ?? [];
    expect(payloads.map(({ index }) => index)).toEqual([0, 1]);
    expect(new Set(payloads.map(({ list }) => list)).size).toBe(1);
    expect((await ana.presses('b')).join('')).toBe('y'.repeat(5_000));
  });

  test('show images and their other bubbles when they are chosen', async () => {
    const rich = { ...result('Rich', ''), messageList: ['Look: <img src="https://a.example/a.png">', '<b>There</b>.'] };
    shop.teachAnswers('Rich ones', federated(rich, result('Poor', 'Nothing.')));
    const ana = shop.person();
    await ana.says('rich ones');
    expect(await ana.presses('Rich')).toEqual(['Look:', '<a.png>', 'There.']);
  });

  test('without a click code are shown without being tracked', async () => {
    shop.teachAnswers('No codes', federated(result('a', 'Result a'), result('b', 'Result b')));
    const ana = shop.person();
    await ana.says('no codes');
    expect(await ana.presses('a')).toEqual(['Result a']);
    expect(shop.stand.chatbot.control.journal.listRaw({ endpoint: 'tracking' })).toEqual([]);
  });

  test('are shown although the click cannot be tracked', async () => {
    const ana = shop.person();
    await ana.says('search the manual');
    shop.stand.chatbot.control.faults.add({ endpoint: 'tracking', effect: { kind: 'reset' }, times: 'always' });
    expect(await ana.presses('Winter')).toEqual(['Keep it half full, dry and above freezing.']);
    expect(shop.logged('warn')).toHaveLength(1);
  });
});

describe('the last three lists', () => {
  test('are kept, and a button of an older one counts as its text', async () => {
    const ana = shop.person();
    await ana.says('search the manual');
    await ana.says('search our website');
    await ana.says('search our website');
    expect(await ana.presses('Winter')).toEqual(['Keep it half full, dry and above freezing.']);
    await ana.says('search our website');
    await ana.presses('Charging');
    expect(ana.asked).toEqual([{ message: 'Charging' }]);
    expect(ana.tracked).toEqual([]);
  });

  test('are not mixed up between two users', async () => {
    const ana = shop.person();
    const ben = shop.person();
    await ana.says('search the manual');
    const payload = ana.payload('Winter');
    await ben.says('search our website');
    await ben.pressesForged(payload, 'Winter');
    expect(ben.asked).toEqual([{ message: 'Winter' }]);
  });

  test('do not take the place of one another when a response holds two', async () => {
    shop.teachAnswers(
      'Two lists',
      federated(result('a', 'Result a'), result('b', 'Result b')),
      federated(result('c', 'Result c'), result('d', 'Result d')),
    );
    const ana = shop.person();
    expect(await ana.says('two lists')).toEqual(['Found:\n[a] [b]', 'Found:\n[c] [d]']);
    expect(await ana.presses('b')).toEqual(['Result b']);
    expect(await ana.presses('d')).toEqual(['Result d']);
  });
});

describe('a single result', () => {
  test('follows its heading at once, with nothing to choose and no click tracked', async () => {
    for (const platform of ['web', 'twilio']) {
      const ana = shop.person(platform);
      expect(await ana.says('a single find')).toEqual([
        'There is one page about this',
        'We treat every bike, and everybody on one, with respect.',
      ]);
      expect(ana.tracked).toEqual([]);
    }
  });

  test('is text and link in one message', async () => {
    const url = { value: 'https://a.example/page', target: '_blank' };
    shop.teachAnswers('One page', federated(result('A page', '<p>The page.</p>', { url })));
    expect(await shop.person().says('one page')).toEqual(['Found:', 'The page.\nhttps://a.example/page']);
  });

  test('without a heading stands alone', async () => {
    shop.teachAnswers('One page', { ...federated(result('A page', 'The page.')), message: '' });
    expect(await shop.person().says('one page')).toEqual(['The page.']);
  });
});

test('no result at all is the heading alone', async () => {
  shop.teachAnswers('Nothing there', { ...federated(), message: 'I found nothing.' });
  expect(await shop.person().says('nothing there')).toEqual(['I found nothing.']);
});
